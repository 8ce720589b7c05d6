import { z } from "zod";
import { messageId } from "../tools/definition/schemas.ts";
import { conversationRecord } from "../tools/records/conversation.ts";
import { type Window, windowRecord } from "../tools/records/window.ts";
import { type Candidate, type Content, type Entry, json, type Reading, type Resource, uriOf } from "./resource.ts";

const LISTED = 20;
/** How far back completion looks. */
const COMPLETED = 100;

const LIST = "list_conversations";
const READ = "read_conversation";
/** The tools that a conversation is read with. */
export const CONVERSATION_TOOLS: readonly string[] = [READ];

const conversations = z.object({ data: z.array(conversationRecord) });
type Row = z.output<typeof conversationRecord>;

export const inbox: Resource = {
  name: "conversations",
  title: "Newest conversations",
  description: `The ${LISTED} conversations that were active last, each with its last message and 24-hour window.`,
  mimeType: "application/json",
  place: "conversations",
  tools: [LIST],
  scope: "phone_number",
  read: async (_, reading) => json(await reading.ask(LIST, { limit: LISTED })),
};

export const conversation: Resource = {
  name: "conversation",
  title: "Conversation",
  description: "A conversation: customer, 24-hour window, and the newest messages and calls.",
  mimeType: "application/json",
  place: "conversations",
  parameter: "conversation_id",
  tools: CONVERSATION_TOOLS,
  async read(id, reading) {
    return (await conversationNow(id, reading)).content;
  },
  entries: async (reading) => (await recent(reading, LISTED)).map(entry),
  candidates: recentConversations,
};

/** A conversation as it is now, with what an answer to it has to know. */
export interface Now {
  uri: string;
  content: Content & { text: string };
  window?: Window | undefined;
  /** The newest message in it. */
  lastMessageId?: string | undefined;
}

const opened = z.object({
  window: windowRecord.optional(),
  last_seen_message_id: messageId.optional().catch(undefined),
});

/** The one way in which resources and prompts read a conversation. */
export async function conversationNow(id: string, reading: Reading): Promise<Now> {
  const read = await reading.ask(READ, { conversation_id: id });
  const { window, last_seen_message_id } = opened.parse(read);
  return { uri: uriOf("conversations", id), content: json(read), window, lastMessageId: last_seen_message_id };
}

/** Recent conversations, by id, by any part of the name, or by number. */
export async function recentConversations(reading: Reading): Promise<Candidate[]> {
  return (await recent(reading, COMPLETED)).map(({ conversation_id, contact_name = "", username, phone_number }) => ({
    value: conversation_id,
    words: [
      conversation_id,
      contact_name,
      ...contact_name.split(/\s+/),
      ...(username === undefined ? [] : [username]),
      ...(phone_number === undefined ? [] : [phone_number, phone_number.slice(1)]),
    ],
  }));
}

/** Without the tool that lists them, or the number whose they are, they stay unlisted. */
async function recent(reading: Reading, limit: number): Promise<Row[]> {
  if (!reading.offers(LIST) || reading.defaultPhoneNumberId === undefined) return [];
  return conversations.parse(await reading.ask(LIST, { limit })).data;
}

function entry({ conversation_id, contact_name, username, phone_number, last_active_at }: Row): Entry {
  const name = contact_name ?? username;
  const title = name ?? phone_number;
  return {
    id: conversation_id,
    ...(title !== undefined && { title }),
    ...(name !== undefined && phone_number !== undefined && { description: phone_number }),
    ...(last_active_at !== undefined && { lastModified: last_active_at }),
  };
}
