import type { Kapso } from "../../kapso/client.ts";
import { isGroup, type Outgoing } from "../../tools/definition/outgoing.ts";
import { StoredPerson } from "./stored-person.ts";

/** Nobody waits longer for it: the message has gone. */
const MOST_MS = 3_000;

interface Asked {
  kapso: Kapso;
  signal: AbortSignal;
}

/**
 * The conversation that a message went into, as far as the stored records tell by now, and whether it is a new one: who
 * looks for the message looks there. What cannot be read says nothing.
 */
export async function placeOf(
  outgoing: Outgoing,
  messageId: string | undefined,
  { kapso, signal }: Asked,
): Promise<{ conversation_id?: string; note?: string }> {
  if (outgoing.kind === "request" || messageId === undefined || isGroup(outgoing)) return {};
  const peer = new StoredPerson(kapso, outgoing, AbortSignal.any([signal, AbortSignal.timeout(MOST_MS)]));
  const known = await peer.known().catch(() => undefined);
  const [newest, former] = known?.rows ?? [];
  if (newest?.kapso?.last_message_id !== messageId) return {};
  const isNew = newest.kapso.messages_count === 1 && former?.status === "ended";
  return {
    conversation_id: newest.id,
    ...(isNew && { note: "A new conversation began with this message: the former one had ended." }),
  };
}
