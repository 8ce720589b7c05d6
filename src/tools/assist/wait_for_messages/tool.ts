import { z } from "zod";
import type { Message } from "../../../kapso/message-types.ts";
import type { Conversation } from "../../../kapso/types.ts";
import { conversationFields } from "../../definition/kapso-fields.ts";
import { defineTool, type Scopes, type ToolContext } from "../../definition/tool.ts";
import { WithSteps } from "../../definition/with-steps.ts";
import { messageList, projectList } from "../../records/message/list.ts";
import { messageRecord } from "../../records/message.ts";
import { present } from "../../records/present.ts";
import { type Window, windowRecord } from "../../records/window.ts";
import { isReply, untilQuiet } from "../burst.ts";
import { CALL_AGAIN, timeoutInput, Wait } from "../wait.ts";
import { Inbox } from "./inbox.ts";

type Context = ToolContext & Scopes["phone_number"];

/** Conversations whose window is read: more at once are told by their messages alone. */
const DETAILED = 10;

const thread = z.object({
  conversation_id: z.string().optional().describe("For read_conversation."),
  customer: messageList.shape.customer.unwrap().meta({ description: "phone_number or user_id, names.", shallow: true }),
  window: windowRecord.meta({ shallow: true }).optional(),
  answered: z.boolean().optional().describe("Somebody has already answered these messages."),
  messages: z.array(messageRecord.meta({ description: "As list_messages shows it.", shallow: true })),
  last_seen_message_id: z.string().describe("For the send that answers."),
});

export const waitForMessages = defineTool({
  name: "wait_for_messages",
  title: "Wait for messages",
  description:
    "Wait until any customer writes to the number, and for the rest of a burst. Returns the new messages by customer, " +
    "and a cursor with which the next call misses none.",
  scope: "phone_number",
  effect: "read",
  input: z.strictObject({
    after: z.string().max(20_000).optional().describe("next_cursor of the former call. Default: from now on."),
    timeout_seconds: timeoutInput,
  }),
  output: z.object({
    data: z.array(thread).describe("Oldest first."),
    next_cursor: z.string().describe("Pass as after in the next call, also when nothing came."),
    waited_seconds: z.number(),
    note: z.string().optional(),
  }),
  async run({ after, timeout_seconds }, context) {
    const wait = new Wait(context, timeout_seconds);
    const inbox = new Inbox(context);
    if (after === undefined) await wait.first((signal) => inbox.beginNow(signal));
    else inbox.beginAt(after);
    const messages = after === undefined ? [] : await wait.first((signal) => inbox.look(signal));
    const settled = await untilQuiet(messages, (signal) => inbox.look(signal), wait);
    if (wait.failure !== undefined && !messages.some(isReply)) throw new WithSteps(wait.failure, [unknown(inbox)]);
    return {
      data: await threadsOf(messages, context),
      next_cursor: inbox.cursor,
      waited_seconds: wait.waited,
      ...present({ note: noteOf(messages, { settled, inbox, wait }) }),
    };
  },
});

/** Each customer's messages together, with what is known of the conversation. */
async function threadsOf(messages: readonly Message[], context: Context): Promise<z.input<typeof thread>[]> {
  const { kapso, phoneNumberId, signal, windows, advise } = context;
  const groups = byConversation(messages);
  const known = await Promise.all(groups.slice(0, DETAILED).map(([id]) => readConversation(id, context)));
  const conversations = known.filter((each) => each !== undefined);
  const told = await windows.of(conversations, { kapso, phoneNumberId, signal });
  const windowsById = new Map(conversations.map(({ id }, i) => [id, told[i]]));
  return groups.map(([id, rows]) => {
    const conversation = conversations.find((each) => each.id === id);
    return toThread(rows, { id, conversation, window: windowsById.get(id), advise });
  });
}

function byConversation(messages: readonly Message[]): [string, Message[]][] {
  const groups = new Map<string, Message[]>();
  for (const message of messages) {
    const id = conversationOf(message);
    groups.set(id, [...(groups.get(id) ?? []), message]);
  }
  return [...groups];
}

function conversationOf({ kapso, from, from_user_id }: Message): string {
  return kapso?.whatsapp_conversation_id ?? from ?? from_user_id ?? "";
}

/** What cannot be read is left out: the messages themselves are here. */
async function readConversation(
  id: string,
  { kapso, signal, phoneNumberId }: Context,
): Promise<Conversation | undefined> {
  const asked = { fields: conversationFields.query(undefined), phoneNumberId };
  return kapso.conversations.get(id, asked, { signal }).catch(() => {
    signal.throwIfAborted();
    return undefined;
  });
}

interface Known {
  id: string;
  conversation: Conversation | undefined;
  window: Window | undefined;
  advise: ToolContext["advise"];
}

function toThread(rows: readonly Message[], { id, conversation, window, advise }: Known): z.input<typeof thread> {
  const { shared, row } = projectList(rows, { advise, conversationId: id });
  const newest = Math.max(...rows.map(({ timestamp }) => Number(timestamp) * 1000 || 0));
  const answeredAt = Date.parse(conversation?.kapso?.last_outbound_at ?? "");
  return {
    ...present({ conversation_id: conversation?.id ?? rows[0]?.kapso?.whatsapp_conversation_id }),
    customer: shared.customer ?? {},
    ...present({ window }),
    ...(conversation !== undefined && { answered: answeredAt > newest }),
    messages: rows.map(row),
    last_seen_message_id: rows.at(-1)?.id ?? "",
  };
}

function unknown({ cursor }: Inbox): string {
  return `Whether anybody has written is not known. Call wait_for_messages again with after ${cursor}: it misses none.`;
}

function noteOf(
  messages: readonly Message[],
  { settled, inbox, wait }: { settled: boolean; inbox: Inbox; wait: Wait },
): string | undefined {
  const notes = [
    inbox.overflowed ? "So many came that the oldest are left out: list_messages has them." : undefined,
    settled ? undefined : messages.some(isReply) ? "They may still be writing." : `Nobody wrote. ${CALL_AGAIN}`,
    settled ? undefined : wait.cut,
  ];
  return notes.filter((note) => note !== undefined).join(" ") || undefined;
}
