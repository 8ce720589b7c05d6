import type { CallRow, ContactRow, Direction } from "../store/rows.ts";
import type { Store } from "../store/store.ts";
import { SECOND, wholeSecond } from "../world/clock.ts";
import { uuid, wacid } from "../world/ids.ts";

export interface CallDraft {
  contact: ContactRow;
  direction: Direction;
  status: string;
  durationSeconds: number | null;
  voiceAgent?: CallRow["voiceAgent"];
}

/** Between the first ring and the answer. */
const RINGING = 9 * SECOND;

/**
 * Writes a call down. A customer's call opens the 24-hour window, answered or not; it belongs to the conversation that
 * is active, and neither opens one nor counts as its activity.
 */
export function recordCall(
  store: Store,
  { contact, direction, status, durationSeconds, voiceAgent = null }: CallDraft,
  at: number,
): CallRow {
  const seq = store.ids.next("call");
  const begun = wholeSecond(at);
  const answered = durationSeconds === null ? null : begun + RINGING;
  const ended = answered === null ? null : answered + (durationSeconds ?? 0) * SECOND;
  if (direction === "inbound") contact.lastInboundCallAt = Math.max(begun, contact.lastInboundCallAt ?? 0);
  return store.calls.add({
    seq,
    id: uuid("call", seq),
    callId: wacid(seq),
    number: contact.number,
    contact,
    conversation: store.conversations.activeOf(contact) ?? null,
    direction,
    status,
    durationSeconds,
    voiceAgent,
    sessionStartedAt: begun,
    startedAt: answered,
    endedAt: ended ?? (status === "failed" ? begun + RINGING : null),
    updatedAt: ended ?? begun,
  });
}
