import { z } from "zod";
import { conversationFaults, conversationInput, conversationOf } from "../definition/customer.ts";
import { conversationFields } from "../definition/kapso-fields.ts";
import { afterWrite } from "../definition/state.ts";
import { defineTool } from "../definition/tool.ts";
import { conversationRecord, toConversation } from "../records/conversation.ts";

export const updateConversation = defineTool({
  name: "update_conversation",
  title: "End or reopen a conversation",
  description:
    "Set the status of a stored conversation: ended when it is dealt with, active to take it up again. " +
    "Returns the conversation as it then is. It sends nothing to the customer.",
  scope: "project",
  effect: "update",
  input: z.strictObject({
    ...conversationInput,
    status: z.enum(["active", "ended"]).describe("The new status."),
  }),
  check: conversationFaults,
  output: conversationRecord.meta({ shallow: true }),
  async run({ status, ...which }, { kapso, signal, defaultPhoneNumberId }) {
    const conversation_id = await conversationOf(which, { kapso, phoneNumberId: defaultPhoneNumberId, signal });
    await kapso.conversations.update(conversation_id, { status, phoneNumberId: defaultPhoneNumberId }, { signal });
    const fields = conversationFields.query(undefined);
    const ids = { fields, phoneNumberId: defaultPhoneNumberId };
    const stored = await afterWrite(() => kapso.conversations.get(conversation_id, ids, { signal }));
    return stored === undefined ? { conversation_id, status } : toConversation(stored);
  },
});
