import { z } from "zod";
import type { MessageQuery } from "../../kapso/client.ts";
import { conversationInput, conversationsOf, customerFaults, messagesOf } from "../definition/customer.ts";
import { messageFields } from "../definition/kapso-fields.ts";
import { toPage } from "../definition/page.ts";
import { isoTime, messageId, pageFaults, pageInput } from "../definition/schemas.ts";
import { defineTool } from "../definition/tool.ts";
import { messageList, projectList } from "../records/message/list.ts";
import { messageRecord, toMessage } from "../records/message.ts";

const listMessages = defineTool({
  name: "list_messages",
  title: "List messages",
  description:
    "List the stored messages of a WhatsApp number, newest first, both directions; with conversation_id those of one " +
    "conversation, with phone_number those of one customer. Returns texts, media ids for download_media and message ids for replies and reactions.",
  scope: "phone_number",
  effect: "read",
  input: z.strictObject({
    ...conversationInput,
    direction: z.enum(["inbound", "outbound"]).optional().describe("inbound: from the customer."),
    status: z
      .enum(["pending", "sent", "delivered", "read", "failed"])
      .optional()
      .describe("Delivery state of outbound messages."),
    since: isoTime.optional().describe("ISO 8601 with zone."),
    until: isoTime.optional().describe("Inclusive."),
    kapso_fields: messageFields.parameter,
    ...pageInput,
  }),
  check: (args) => [...pageFaults(args), ...customerFaults(args)],
  output: messageList,
  async run({ kapso_fields, phone_number, ...query }, { kapso, phoneNumberId, signal, advise, templateTexts: texts }) {
    const fields = messageFields.query(kapso_fields);
    const ask = (part: MessageQuery) => kapso.messages.list(phoneNumberId, { ...part, fields }, { signal });
    const list = await (phone_number === undefined
      ? ask(query)
      : messagesOf(await conversationsOf(phone_number, { kapso, phoneNumberId, signal }), query, ask));
    const templateTexts = await texts.of(list.data, { kapso, phoneNumberId, signal });
    const { shared, row } = projectList(list.data, { advise, templateTexts, conversationId: query.conversation_id });
    const page = toPage(list, query, (message) => ({
      ...row(message),
      ...messageFields.pick(kapso_fields, message.kapso),
    }));
    return { ...shared, ...page };
  },
});

const getMessage = defineTool({
  name: "get_message",
  title: "Get a message",
  description:
    "Get one stored message by its id, with its delivery status and, when it failed, the reason. " +
    "Use it after a send to see whether the message arrived.",
  scope: "phone_number",
  effect: "read",
  input: z.strictObject({
    message_id: messageId.describe("wamid. ..., from a send or list_messages."),
    kapso_fields: messageFields.parameter,
  }),
  output: messageRecord.meta({ shallow: true }),
  async run({ message_id, kapso_fields }, { kapso, phoneNumberId, signal, advise, templateTexts: texts }) {
    const fields = messageFields.query(kapso_fields);
    const message = await kapso.messages.get(phoneNumberId, message_id, { fields }, { signal });
    const templateTexts = await texts.of([message], { kapso, phoneNumberId, signal });
    return {
      ...toMessage(message, { advise, templateTexts, whole: true }),
      ...messageFields.pick(kapso_fields, message.kapso),
    };
  },
});

const markMessageRead = defineTool({
  name: "mark_message_read",
  title: "Mark as read",
  description:
    "Mark an inbound message, and all before it in its thread, as read: the customer sees blue ticks. " +
    "With typing_indicator the customer also sees that a reply is being written, for up to 25 seconds.",
  scope: "phone_number",
  effect: "update",
  input: z.strictObject({
    message_id: messageId.describe("Of an inbound message of the last 30 days."),
    typing_indicator: z.boolean().default(false).describe("Also show that a reply is being written."),
  }),
  output: z.object({
    message_id: z.string(),
    marked_read: z.boolean(),
    typing_indicator: z.boolean().optional(),
  }),
  async run({ message_id, typing_indicator }, { kapso, phoneNumberId, signal }) {
    const typing = typing_indicator ? { typing_indicator: { type: "text" as const } } : {};
    await kapso.messages.markRead(phoneNumberId, { message_id, ...typing }, { signal });
    return {
      message_id,
      marked_read: true,
      ...(typing_indicator && { typing_indicator }),
    };
  },
});

export default [listMessages, getMessage, markMessageRead];
