import { z } from "zod";
import { messageFields } from "../definition/kapso-fields.ts";
import { messageId } from "../definition/schemas.ts";
import { defineTool } from "../definition/tool.ts";
import { messageRecord, toMessage } from "../records/message.ts";

export const getMessage = defineTool({
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
