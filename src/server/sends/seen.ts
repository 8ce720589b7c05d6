import type { Message } from "../../kapso/message-types.ts";
import { personKey } from "../../kapso/people.ts";
import { ToolError } from "../../tools/definition/tool-error.ts";
import type { StoredPerson } from "./stored-person.ts";

/** How many messages are looked at. */
const LOOK_AT = 50;

/** Something newer stands in the conversation: nothing was sent. */
export class NewerMessages extends Error {
  override readonly name = "NewerMessages";
  constructor(
    /** Newest first. */
    readonly messages: readonly Message[],
    /** Whether the message that the caller knows was among those that were looked at. */
    readonly foundSeen: boolean,
  ) {
    super("newer messages");
  }
}

/**
 * Whether the caller has seen all there is; one read where it has. This is check, then act: what comes between the two
 * is not seen.
 * @throws NewerMessages
 */
export async function refuseUnlessSeen(lastSeen: string, peer: StoredPerson): Promise<void> {
  const { rows: conversations, unreadable: mayBeMore } = await peer.known();
  if (mayBeMore) throw cannotTell();
  const [newest] = conversations;
  if (newest?.kapso?.last_message_id === lastSeen) return;
  const conversationId = newest?.id ?? (await conversationOf(lastSeen, peer));
  const { data: messages, unreadable } = await peer.messages(conversationId, LOOK_AT);
  const at = messages.findIndex(({ id }) => id === lastSeen);
  if (at === 0 && unreadable !== undefined) throw cannotTell();
  if (at !== 0) throw new NewerMessages(at < 0 ? messages : messages.slice(0, at), at > 0);
}

function cannotTell(): ToolError {
  return new ToolError(
    "Nothing was sent. Something of this conversation cannot be read, and it may be newer than last_seen_message_id. " +
      "Ask the operator to look in Kapso.",
  );
}

/** Where the list of conversations does not lead to the person: by the message itself. */
async function conversationOf(lastSeen: string, peer: StoredPerson): Promise<string> {
  const message = await peer.message(lastSeen);
  const { from, to, from_user_id, to_user_id, kapso } = message;
  const parties = [from, to, from_user_id, to_user_id].flatMap((party) => (party ? [personKey(party)] : []));
  const id = kapso?.whatsapp_conversation_id;
  if (id && parties.includes(peer.key)) return id;
  throw new ToolError(
    "Nothing was sent. last_seen_message_id: is not a message of the conversation with this recipient.",
    { see: ["list_messages"] },
  );
}
