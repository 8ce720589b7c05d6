import { z } from "zod";
import type { MessageQuery } from "../../kapso/client.ts";
import { conversationInput, conversationsOf, customerFaults, messagesOf } from "../definition/customer.ts";
import { messageFields } from "../definition/kapso-fields.ts";
import { toPage } from "../definition/page.ts";
import { isoTime, pageFaults, pageInput } from "../definition/schemas.ts";
import { defineTool } from "../definition/tool.ts";
import { messageList, projectList } from "../records/message/list.ts";

export const listMessages = defineTool({
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
