import { z } from "zod";
import type { Message } from "../../../kapso/message-types.ts";
import { conversationFaults, conversationInput, conversationsOf, messagesOf } from "../../definition/customer.ts";
import { conversationFields } from "../../definition/kapso-fields.ts";
import { messageId } from "../../definition/schemas.ts";
import { defineTool, type ToolContext } from "../../definition/tool.ts";
import { ToolError } from "../../definition/tool-error.ts";
import { WithSteps } from "../../definition/with-steps.ts";
import { projectList } from "../../records/message/list.ts";
import { messageRecord } from "../../records/message.ts";
import { present } from "../../records/present.ts";
import { isReply, untilQuiet } from "../burst.ts";
import { CALL_AGAIN, timeoutInput, Wait } from "../wait.ts";
import { Arrivals, type ListMessages, LOOKS_AT } from "./arrivals.ts";

export const waitForReply = defineTool({
  name: "wait_for_reply",
  title: "Wait for a reply",
  description:
    "Wait until the customer writes or reacts, and for the rest of a burst. Returns all messages newer than " +
    "after_message_id, the team's too.",
  scope: "project",
  effect: "read",
  input: z.strictObject({
    ...conversationInput,
    after_message_id: messageId.optional().describe("Best the message you sent. Default: the newest now."),
    timeout_seconds: timeoutInput,
  }),
  check: conversationFaults,
  output: z.object({
    replied: z.boolean(),
    messages: z.array(messageRecord.meta({ shallow: true })).describe("As list_messages shows them, oldest first."),
    last_seen_message_id: z.string().optional().describe("For the next send, or as after_message_id to wait on."),
    waited_seconds: z.number(),
    note: z.string().optional(),
  }),
  async run({ after_message_id, timeout_seconds, ...which }, context) {
    const wait = new Wait(context, timeout_seconds);
    const { kapso } = context;
    const { phoneNumberId, list } = await wait.first((signal) => sourceOf(which, context, signal));
    const arrivals = new Arrivals(list);
    const start = await wait.first((signal) => begin(arrivals, after_message_id, signal));
    const messages = [...start.messages];
    const settled = await untilQuiet(messages, async (signal) => (await arrivals.look(signal)).fresh, wait);
    const replied = messages.some(isReply);
    if (wait.failure !== undefined && !replied) throw new WithSteps(wait.failure, [unknown(start.lastSeen)]);
    const { signal } = context;
    const templateTexts = await context.templateTexts.of(messages, { kapso, phoneNumberId, signal });
    return {
      replied,
      messages: messages.map(projectList(messages, { advise: context.advise, templateTexts }).row),
      waited_seconds: wait.waited,
      ...present({
        last_seen_message_id: messages.at(-1)?.id ?? start.lastSeen,
        note: [start.note, ...(settled ? [] : outOfTime(replied, wait))].filter(Boolean).join(" "),
      }),
    };
  },
});

interface Source {
  phoneNumberId: string;
  list: ListMessages;
}

/** Where a reply is looked for: in one conversation, or in all of the customer's, since an answer may begin another. */
async function sourceOf(
  { conversation_id: id, phone_number: customer }: { conversation_id?: string; phone_number?: string },
  context: ToolContext,
  first: AbortSignal,
): Promise<Source> {
  const { kapso, defaultPhoneNumberId = "" } = context;
  if (customer === undefined) {
    const phoneNumberId = await numberOf(id ?? "", context, first);
    const list: ListMessages = (query, signal) =>
      kapso.messages.list(phoneNumberId, { ...query, conversation_id: id }, { signal });
    return { phoneNumberId, list };
  }
  const phoneNumberId = defaultPhoneNumberId;
  const theirs = (signal: AbortSignal) =>
    conversationsOf(customer, { kapso, phoneNumberId: context.defaultPhoneNumberId, signal });
  await theirs(first);
  return {
    phoneNumberId,
    list: async (query, signal) =>
      messagesOf(await theirs(signal), query, (part) => kapso.messages.list(phoneNumberId, part, { signal })),
  };
}

async function numberOf(
  id: string,
  { kapso, defaultPhoneNumberId }: ToolContext,
  signal: AbortSignal,
): Promise<string> {
  const ids = { fields: conversationFields.query(undefined), phoneNumberId: defaultPhoneNumberId };
  const conversation = await kapso.conversations.get(id, ids, { signal });
  const number = conversation.phone_number_id ?? defaultPhoneNumberId;
  if (number) return number;
  throw new ToolError("conversation_id: its record names no number. The operator can set KAPSO_PHONE_NUMBER_ID.");
}

interface Start {
  messages: Message[];
  lastSeen?: string | undefined;
  note?: string;
}

async function begin(arrivals: Arrivals, after: string | undefined, signal: AbortSignal): Promise<Start> {
  if (after !== undefined) {
    arrivals.beginAfter(after);
    const { fresh, metKnown } = await arrivals.look(signal);
    if (metKnown) return { messages: fresh, lastSeen: after };
    throw new ToolError(`after_message_id: is not among the newest ${LOOKS_AT} messages of this conversation.`, {
      see: ["list_messages"],
    });
  }
  const newest = await arrivals.begin(signal);
  const unread =
    newest?.kapso?.direction === "inbound"
      ? { note: "At the start the newest message was the customer's: read it before you answer." }
      : {};
  return { messages: [], lastSeen: newest?.id, ...unread };
}

/** What stands below a failure that hides whether there is a reply. */
function unknown(lastSeen: string | undefined): string {
  // An id that is none of Meta's is text of somebody's, and has no place in an error.
  const id = messageId.safeParse(lastSeen).data;
  const again = id === undefined ? "wait_for_reply again" : `wait_for_reply with after_message_id ${id}`;
  return `Whether the customer has replied is not known. Call ${again}: it also finds what came meanwhile.`;
}

function outOfTime(replied: boolean, wait: Wait): (string | undefined)[] {
  if (wait.failure !== undefined) {
    return ["The last look failed: more may have come. Give last_seen_message_id as after_message_id to wait on."];
  }
  return replied
    ? ["The customer may still be writing.", wait.cut]
    : [`No reply yet. ${CALL_AGAIN} Give last_seen_message_id as after_message_id.`, wait.cut];
}
