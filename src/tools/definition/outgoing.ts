import type { SendOptions } from "../../kapso/client.ts";
import type { Message } from "../../kapso/message-types.ts";
import type { SendBody } from "../../kapso/types.ts";
import type { Filling } from "../messages/send_template_message/filling.ts";

/** What came of a send: the tool's data, and what the server keeps of it. */
export interface Delivered {
  data: Record<string, unknown>;
  messageId?: string | undefined;
  /** Other addresses of the same person that the answer gave: `wa_id`, user id. */
  aliases: readonly string[];
}

interface Common {
  /** The business number that it leaves from, where the request names one. */
  phoneNumberId?: string | undefined;
  /** Whom it reaches as the caller wrote it: a number, a business-scoped id or a group; absent where nobody can tell. */
  to?: string | undefined;
  /** The one way out. `beforeRequest` is awaited before each request; when it fails, none leaves. */
  leave(options: SendOptions): Promise<Delivered>;
}

/** A message to a person or a group. */
export interface OutgoingMessage extends Common {
  kind: "message";
  phoneNumberId: string;
  to: string;
  body: SendBody;
  /** Of a template: the arguments that fill it. */
  filling?: Filling | undefined;
  /** The result for the same message, found in the stored history. */
  found(message: Message): Delivered;
}

/** Any other request that may reach customers: what it does, only the service knows. */
export interface OutgoingRequest extends Common {
  kind: "request";
  request: { path: string; query?: object | undefined; body?: object | undefined };
}

/** A send as a value, before it leaves: what every guard looks at. */
export type Outgoing = OutgoingMessage | OutgoingRequest;

export function isGroup(outgoing: Outgoing): boolean {
  return outgoing.kind === "message" && outgoing.body.recipient_type === "group";
}

export function isTemplate(outgoing: Outgoing): boolean {
  return outgoing.kind === "message" && outgoing.body.type === "template";
}
