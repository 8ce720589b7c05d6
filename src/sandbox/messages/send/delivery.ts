import type { RecordError } from "../../../kapso/message-types.ts";
import { recordError } from "../../http/failures.ts";
import { type Behaviour, behaviourOf } from "../../magic.ts";
import { receiveMessage } from "../../store/activity.ts";
import type { DeliveryStatus, MessageRow } from "../../store/rows.ts";
import { SECOND } from "../../world/clock.ts";
import type { World } from "../../world/world.ts";
import { lastTextOf } from "../content.ts";
import { giveAnswer } from "../planned-answers.ts";

/** What becomes of an accepted message on the sandbox clock. */

/** Seconds after the send at which each status is reached. */
const PACE = [
  ["sent", 1],
  ["delivered", 3],
  ["read", 30],
] as const;

const FAILS_AFTER = 2;
const ANSWERS_AFTER = 5;

export function scheduleDelivery(world: World, message: MessageRow, fault: RecordError | undefined): void {
  const behaviour = behaviourOf(message.conversation.contact.waId);
  const failure = behaviour?.do === "fail_later" ? recordError(behaviour.code) : fault;
  const from = world.now();
  if (failure !== undefined) {
    world.events.schedule(from + FAILS_AFTER * SECOND, () =>
      world.messages.setStatus(message, "failed", from + FAILS_AFTER * SECOND, [failure]),
    );
    return;
  }
  const last = PACE.findIndex(([status]) => status === lastStatus(message, behaviour));
  for (const [status, seconds] of PACE.slice(0, last + 1)) {
    world.events.schedule(from + seconds * SECOND, () =>
      world.messages.setStatus(message, status, from + seconds * SECOND),
    );
  }
  const answer = world.answers.take(message.conversation.contact);
  if (answer !== undefined) giveAnswer(world, message, answer);
  if (behaviour?.do === "reply") scheduleReplies(world, message, behaviour.messages, from);
}

/** Only `sent` is reported for reactions (messages.md section 6). */
function lastStatus(message: MessageRow, behaviour: Behaviour | undefined): DeliveryStatus {
  if (message.type === "reaction") return "sent";
  return behaviour?.do === "stay" ? behaviour.last : "read";
}

/** A simulated customer: the first answer takes up what was sent. */
function scheduleReplies(world: World, message: MessageRow, count: number, from: number): void {
  const heard = (lastTextOf(message, { origin: "", now: from, copyLagMs: 0 }) ?? message.type).slice(0, 60);
  const answers = [`Thanks! About "${heard}":`, "that sounds good to me.", "When can you confirm?"];
  for (const [index, body] of answers.slice(0, count).entries()) {
    world.events.schedule(from + (ANSWERS_AFTER + index) * SECOND, () => {
      receiveMessage(world, message.conversation.contact, { type: "text", payload: { body } });
    });
  }
}
