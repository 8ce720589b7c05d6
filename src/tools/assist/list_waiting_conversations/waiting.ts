import type { Message } from "../../../kapso/message-types.ts";
import type { Conversation } from "../../../kapso/types.ts";

/** Who waits for an answer, and in which order. Everything here is told from records that were read before. */

const HOUR = 3_600_000;
const CLOSING_MS = 4 * HOUR;

/** These ask for nothing: they neither begin a wait nor end one. */
const ASKS_NOTHING = ["reaction", "system"];

/** A conversation that somebody should look at. */
export interface Candidate {
  row: Conversation;
  /** Our newest message in it, where it failed. */
  failed?: Message | undefined;
  /** Since when the customer waits, in milliseconds; NaN where nobody does. */
  since: number;
  /** Whether `since` is exact, or only the newest message's time: the wait can have begun before. */
  exact: boolean;
}

export type Failures = ReadonlyMap<string, Message>;

/** The newest failed message of each conversation, from messages in any order. */
export function newestFailures(messages: readonly Message[]): Failures {
  const newest = new Map<string, Message>();
  for (const message of messages) {
    const id = message.kapso?.whatsapp_conversation_id;
    if (!id) continue;
    const known = newest.get(id);
    if (known === undefined || Number(message.timestamp) > Number(known.timestamp)) newest.set(id, message);
  }
  return newest;
}

/** Undefined where nobody waits and nothing failed. */
export function candidate(row: Conversation, failures: Failures): Candidate | undefined {
  const inbound = at(row.kapso?.last_inbound_at);
  const outbound = at(row.kapso?.last_outbound_at);
  const failed = lastFailed(row, failures.get(row.id), outbound);
  const isCustomersTurn = inbound > outbound;
  if (failed === undefined && !isCustomersTurn) return undefined;
  // The only message there is needs no look at the ones before it.
  const isOnly = row.kapso?.messages_count === 1 && isCustomersTurn;
  if (isOnly && asksNothing(row.kapso?.last_message_type)) return undefined;
  return { row, failed, since: isCustomersTurn ? inbound : Number.NaN, exact: isOnly };
}

/** A failed message counts while nothing of ours came after it. */
function lastFailed(row: Conversation, failed: Message | undefined, outbound: number): Message | undefined {
  if (failed === undefined) return undefined;
  const isLast = row.kapso?.last_message_id === failed.id;
  return isLast || Number(failed.timestamp) >= Math.floor(outbound / 1000) ? failed : undefined;
}

/** The candidate with what its messages say, newest first; undefined where it then turns out that nobody waits. */
export function lookedAt(given: Candidate, messages: readonly Message[]): Candidate | undefined {
  let since = Number.NaN;
  for (const { kapso, type, timestamp } of messages) {
    if (kapso?.direction === "inbound") {
      if (!asksNothing(type)) since = Number(timestamp) * 1000;
    } else if (kapso?.status !== "failed") {
      break;
    }
  }
  if (Number.isNaN(since) && given.failed === undefined) return undefined;
  return { ...given, since, exact: true };
}

/** Whether it is known without a look that somebody waits: the newest message may be a mere reaction. */
export function isCertain({ row, failed, exact }: Candidate): boolean {
  return exact || failed !== undefined || !asksNothing(row.kapso?.last_message_type);
}

interface Ranked extends Candidate {
  closes?: number | undefined;
}

/** Failed sends, then windows about to close, soonest first, then the longest wait. */
export function byUrgency(now: number): (a: Ranked, b: Ranked) => number {
  const key = ({ failed, since, closes = Number.NaN }: Ranked): [group: number, at: number] => {
    if (failed !== undefined) return [0, since || Number(failed.timestamp) * 1000];
    return closes > now && closes - now <= CLOSING_MS ? [1, closes] : [2, since];
  };
  return (a, b) => {
    const [groupA, atA] = key(a);
    const [groupB, atB] = key(b);
    return groupA - groupB || atA - atB;
  };
}

function asksNothing(type: string | null | undefined): boolean {
  return type != null && ASKS_NOTHING.includes(type);
}

function at(isoTime: string | null | undefined): number {
  return Date.parse(isoTime ?? "") || 0;
}
