import type { Message } from "../../../kapso/message-types.ts";
import { samePerson } from "../../../kapso/people.ts";

export type Direction = "inbound" | "outbound";

/**
 * Which way a message went. Records say it; for one that does not, the parties tell: it is ours only if it comes from
 * our number. Undefined where nothing tells.
 */
export function directionOf(message: Message): Direction | undefined {
  const { kapso, from, to, from_user_id, to_user_id } = message;
  const said = typeof kapso?.direction === "string" ? kapso.direction.toLowerCase() : undefined;
  if (said === "inbound" || said === "outbound") return said;
  const customer = kapso?.phone_number;
  if (isSame(from, customer) || (from_user_id && !to_user_id)) return "inbound";
  if (isSame(to, customer) || (to_user_id && !from_user_id)) return "outbound";
  // Only what we sent has a history of delivery.
  return Array.isArray(kapso?.statuses) && kapso.statuses.length > 0 ? "outbound" : undefined;
}

function isSame(party: unknown, customer: unknown): boolean {
  return typeof party === "string" && typeof customer === "string" && samePerson(party, customer);
}
