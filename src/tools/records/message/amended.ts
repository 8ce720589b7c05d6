import type { Message } from "../../../kapso/message-types.ts";

export type Amendment = "edited" | "withdrawn";

/** What later messages among these did to others, by the other's id: a withdrawn order must not be shipped. */
export function amendmentsIn(messages: readonly Message[]): ReadonlyMap<string, Amendment> {
  const amended = new Map<string, Amendment>();
  for (const message of messages) noteAmendment(message, amended);
  return amended;
}

/** A message that was withdrawn stays so, in whichever order it is read. */
export function noteAmendment({ edit, revoke }: Message, amended: Map<string, Amendment>): void {
  const edited = edit?.original_message_id;
  const withdrawn = revoke?.original_message_id;
  if (edited && !amended.has(edited)) amended.set(edited, "edited");
  if (withdrawn) amended.set(withdrawn, "withdrawn");
}

/** The message that this one edits or withdraws. */
export function amendedBy({ edit, revoke }: Message): string | undefined {
  return edit?.original_message_id ?? revoke?.original_message_id ?? undefined;
}
