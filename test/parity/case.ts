import type { WhatsAppClient } from "@kapso/whatsapp-cloud-api";

/** One call, made by a tool of ours and by Kapso's SDK, that should lead to the same requests. */
export interface Case {
  name: string;
  tool: string;
  args: Record<string, unknown>;
  sdk: (client: WhatsAppClient) => Promise<unknown>;
  differences?: readonly Difference[];
}

/** One place where the two do not send the same, and why the contract wants what ours sends. */
export interface Difference {
  /** Such as `query.fields` or `body.interactive.action.parameters`; from the second request on behind its index. */
  at: string;
  /** What our request has there; left out where it has nothing. */
  ours?: unknown;
  /** What the SDK's request has there. */
  theirs?: unknown;
  /** The contract's reason, with the section that gives it. */
  why: string;
}

export const TO = "+5511987650042";
export const WA_ID = "5511987650042";
export const BSUID = "BR.1203774419085533";
export const GROUP = "Z3JvdXA6MTIwMzYzMDI1";
export const WAMID = "wamid.HBgNNTUxMTk4NzY1MDA0MhUCABIYFjNFQjA0QkM5RDg3MUE1RjA3QwA=";
export const LINK = "https://cdn.niebla.example/f/file";
export const MEDIA = "1290447715880316";
export const FLOW = "1184420093771506";
export const TEMPLATE = "731904228816542";
export const CONVERSATION = "6f1c2b7e-53a8-4d0e-9a44-1f7f0d2c9b31";
export const CALL = "wacid.HBgNNTUxMTk4NzY1MDA0MhUCABEYEkM";
