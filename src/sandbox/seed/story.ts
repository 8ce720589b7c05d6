import { MINUTE, START } from "../clock.ts";
import { openConversation, recordMessage } from "../store/activity.ts";
import type { ContactRow, ConversationRow, MessageRow } from "../store/rows.ts";
import type { World } from "../world.ts";

/** One message of a seeded conversation. */
export interface Line
  extends Partial<Pick<MessageRow, "payload" | "text" | "context" | "referral" | "errors" | "media">> {
  /** Before the sandbox's start. */
  minutesAgo: number;
  from: "customer" | "shop";
  type: string;
  /** Outbound only; default read. */
  status?: MessageRow["status"];
  /** Inbound only: the shop has not read it. */
  unread?: boolean;
}

export function textLine(from: Line["from"], minutesAgo: number, body: string, more: Partial<Line> = {}): Line {
  return { from, minutesAgo, type: "text", payload: { body }, ...more };
}

/** Writes a conversation down as it happened. Lines are in order of time, less than a day apart. */
export function tell(world: World, contact: ContactRow, lines: readonly Line[]): ConversationRow {
  const [first] = lines;
  const conversation = openConversation(world, contact, START - (first?.minutesAgo ?? 0) * MINUTE);
  for (const { minutesAgo, from, status, unread, payload, ...draft } of lines) {
    const at = START - minutesAgo * MINUTE;
    const direction = from === "customer" ? "inbound" : "outbound";
    recordMessage(
      world,
      {
        ...draft,
        payload,
        conversation,
        direction,
        status: direction === "inbound" ? "received" : (status ?? "read"),
        readAt: direction === "outbound" || unread ? null : at + MINUTE,
      },
      at,
    );
  }
  return conversation;
}
