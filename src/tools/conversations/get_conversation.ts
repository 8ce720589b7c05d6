import { z } from "zod";
import { conversationFaults, conversationInput, conversationOf } from "../definition/customer.ts";
import { conversationFields } from "../definition/kapso-fields.ts";
import { defineTool } from "../definition/tool.ts";
import { conversationRecord, toConversation } from "../records/conversation.ts";

export const getConversation = defineTool({
  name: "get_conversation",
  title: "Get a conversation",
  description:
    "Get one stored conversation by its id, or a customer's newest: customer, status, last message and the 24-hour window. " +
    "It does not return the messages: list_messages with this conversation_id does.",
  scope: "project",
  effect: "read",
  input: z.strictObject({
    ...conversationInput,
    kapso_fields: conversationFields.parameter,
  }),
  check: conversationFaults,
  output: conversationRecord.meta({ shallow: true }),
  async run({ kapso_fields, ...which }, { kapso, signal, defaultPhoneNumberId, windows }) {
    const fields = conversationFields.query(kapso_fields);
    const ids = { fields, phoneNumberId: defaultPhoneNumberId };
    const id = await conversationOf(which, { kapso, phoneNumberId: defaultPhoneNumberId, signal });
    const conversation = await kapso.conversations.get(id, ids, { signal });
    const phoneNumberId = conversation.phone_number_id ?? defaultPhoneNumberId;
    const [window] = await windows.of([conversation], { kapso, phoneNumberId, signal });
    return {
      ...toConversation(conversation, window),
      ...conversationFields.pick(kapso_fields, conversation.kapso),
    };
  },
});
