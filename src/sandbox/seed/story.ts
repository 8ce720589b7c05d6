import type { RecordError } from "../../kapso/message-types.ts";
import { openConversation, recordMessage } from "../store/activity.ts";
import type { ContactRow, ConversationRow, DeliveryStatus, MessageRow } from "../store/rows.ts";
import { MINUTE, SECOND } from "../world/clock.ts";
import type { World } from "../world/world.ts";

/** One message of a seeded conversation. */
export interface Line
  extends Partial<
    Pick<MessageRow, "payload" | "text" | "context" | "origin" | "referral" | "transcript" | "errors" | "media">
  > {
  /** Before the sandbox's start. */
  minutesAgo: number;
  from: "customer" | "shop";
  type: string;
  /** Outbound only; default read. */
  status?: DeliveryStatus;
  /** Inbound only: the shop has not read it. */
  unread?: boolean;
}

export function textLine(from: Line["from"], minutesAgo: number, body: string, more: Partial<Line> = {}): Line {
  return { from, minutesAgo, type: "text", payload: { body }, ...more };
}

/** Writes a conversation down as it happened. Lines are in order of time, less than a day apart. */
export function tell(world: World, contact: ContactRow, lines: readonly Line[]): ConversationRow {
  const [first] = lines;
  const conversation = openConversation(world, contact, world.start - (first?.minutesAgo ?? 0) * MINUTE);
  for (const { minutesAgo, from, status = "read", unread, payload, errors = null, ...draft } of lines) {
    const at = world.start - minutesAgo * MINUTE;
    const common = { ...draft, payload, conversation };
    if (from === "customer") {
      const readAt = unread ? null : at + MINUTE;
      recordMessage(world, { ...common, direction: "inbound", status: "delivered", errors, readAt }, at);
    } else {
      const message = recordMessage(world, { ...common, direction: "outbound", status: "pending" }, at);
      deliverAsTold(world, message, status, errors ?? []);
    }
  }
  return conversation;
}

const PACE = { sent: 1, delivered: 3, read: 30 } as const;

/** The history of a message of the shop's, up to the state that it has at the start. */
function deliverAsTold(world: World, message: MessageRow, last: DeliveryStatus, errors: RecordError[]): void {
  const steps: DeliveryStatus[] = last === "failed" ? ["sent", "failed"] : ["sent", "delivered", "read"];
  for (const step of steps.slice(0, steps.indexOf(last) + 1)) {
    const after = step === "pending" ? 0 : step === "failed" ? 2 : PACE[step];
    world.messages.setStatus(message, step, message.at + after * SECOND, step === "failed" ? errors : []);
  }
}
