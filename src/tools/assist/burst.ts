import type { Message } from "../../kapso/message-types.ts";
import { type Look, pauseAfter, type Wait } from "./wait.ts";

/** People write in bursts: a reply is whole once nothing has followed for so long. */
const QUIET_MS = 3_000;
const BURST_PAUSE_MS = 1_000;

/**
 * Adds what comes to `messages`. True once there is a reply and nothing follows it; false when the wait is over, or when
 * it cannot be seen whether anything follows.
 */
export async function untilQuiet(messages: Message[], look: Look<Message[]>, wait: Wait): Promise<boolean> {
  let lastReplyAt = wait.waitedMs;
  for (let looks = 1; ; looks++) {
    const replied = messages.some(isReply);
    await wait.tell(progressText(messages, wait));
    if (replied && wait.waitedMs - lastReplyAt >= QUIET_MS) return wait.failure === undefined;
    if (wait.over) return false;
    await wait.pause(replied ? BURST_PAUSE_MS : pauseAfter(looks));
    const fresh = (await wait.again(look)) ?? [];
    messages.push(...fresh);
    if (fresh.some(isReply)) lastReplyAt = wait.waitedMs;
  }
}

/** A reaction is an answer too; taking one back is none. */
export function isReply({ kapso, type, reaction }: Message): boolean {
  return kapso?.direction === "inbound" && type !== "system" && (type !== "reaction" || Boolean(reaction?.emoji));
}

function progressText(messages: readonly Message[], { failure }: Wait): string {
  if (failure !== undefined) return "the look failed";
  return messages.some(isReply) ? `messages: ${messages.length}` : "no reply yet";
}
