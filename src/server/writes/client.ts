import {
  CLIENT_CAPABILITIES_META_KEY,
  CLIENT_INFO_META_KEY,
  type Server,
  type ServerContext,
} from "@modelcontextprotocol/server";
import { z } from "zod";

/** The client of a call, as far as it has said who it is and what it can. */
export interface Client {
  name?: string;
  /** Whether it can put a question to a person. */
  canAsk: boolean;
}

const capabilities = z.looseObject({ elicitation: z.looseObject({}).optional() });
const info = z.looseObject({ name: z.string() });

/** From the request itself since 2026-07-28, before that from the session; without a session nothing is known. */
export function clientOf({ mcpReq }: ServerContext, server: Server): Client {
  const told = new Map(Object.entries(mcpReq.envelope ?? {}));
  const said = capabilities.safeParse(told.get(CLIENT_CAPABILITIES_META_KEY) ?? server.getClientCapabilities());
  const named = info.safeParse(told.get(CLIENT_INFO_META_KEY) ?? server.getClientVersion());
  return {
    canAsk: said.success && asksByForm(said.data.elicitation),
    ...(named.success && { name: named.data.name }),
  };
}

/** A client that names no mode can show forms; one that names others and not this one cannot. */
function asksByForm(elicitation: Record<string, unknown> | undefined): boolean {
  return elicitation !== undefined && ("form" in elicitation || !("url" in elicitation));
}
