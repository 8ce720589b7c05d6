import type { Delivered } from "../../tools/definition/outgoing.ts";
import { toMessage } from "../../tools/records/message.ts";
import type { NewerMessages } from "./seen.ts";

const INSIST = "To send it once more, set allow_duplicate to true.";

/** The result of a send that did not happen, since it had happened already. */
export function repeated({ data }: Delivered, joined: boolean): Record<string, unknown> {
  const note = joined
    ? `Nothing more was sent: the same send was under way, and this is its result. ${INSIST}`
    : `Nothing was sent now: the same send went out before, and this is its result. ${INSIST}`;
  return { ...data, deduplicated: true, note };
}

/** How many of the newer messages come back. */
const SHOW = 10;

/** The result of a send that met messages which its caller had not read. */
export function notSent({ messages, foundSeen }: NewerMessages): Record<string, unknown> {
  const shown = messages.slice(0, SHOW).toReversed();
  const [newest] = messages;
  const what = foundSeen
    ? `${messages.length} newer message${messages.length === 1 ? "" : "s"} stand${messages.length === 1 ? "s" : ""} in the conversation`
    : "last_seen_message_id is not among the newest messages of the conversation";
  return {
    status: "not_sent",
    note:
      `Nothing was sent: ${what}. Read newer_messages; if the send is still right, repeat it` +
      (newest === undefined ? "." : ` with last_seen_message_id ${newest.id}.`),
    newer_messages: shown.map((message) => toMessage(message)),
  };
}
