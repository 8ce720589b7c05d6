import { z } from "zod";
import { conversationFaults, conversationInput, conversationOf } from "../definition/customer.ts";
import { conversationFields } from "../definition/kapso-fields.ts";
import { toPage } from "../definition/page.ts";
import { isoTime, pageFaults, pageInput, pageOf, phone, uuid } from "../definition/schemas.ts";
import { afterWrite } from "../definition/state.ts";
import { defineTool } from "../definition/tool.ts";
import { conversationRecord, toConversation, toConversationRow } from "../records/conversation.ts";
import { withoutKnown } from "../records/present.ts";

const listConversations = defineTool({
  name: "list_conversations",
  title: "List conversations",
  description:
    "List the stored conversations of a WhatsApp number, most recently active first, each with its last message. " +
    "Returns conversation ids for list_messages and get_conversation. To look a person up, use find_customer.",
  scope: "phone_number",
  effect: "read",
  input: z.strictObject({
    status: z.enum(["active", "ended"]).optional().describe("Omit for both."),
    phone_number: phone.optional().describe("The customer's number."),
    last_active_since: isoTime.optional().describe("ISO 8601 with zone."),
    last_active_until: isoTime.optional().describe("ISO 8601 with zone."),
    assigned_user_id: uuid.optional().describe("Assigned to this team member."),
    unassigned: z.boolean().optional().describe("true: assigned to nobody."),
    kapso_fields: conversationFields.parameter,
    ...pageInput,
  }),
  check: (args) => [
    ...pageFaults(args),
    ...(args.assigned_user_id !== undefined && args.unassigned !== undefined
      ? [
          {
            path: ["unassigned"],
            message: "cannot go together with assigned_user_id",
          },
        ]
      : []),
  ],
  output: pageOf(conversationRecord),
  async run({ kapso_fields, ...query }, { kapso, phoneNumberId, signal, windows }) {
    const fields = conversationFields.query(kapso_fields);
    const list = await kapso.conversations.list(phoneNumberId, { ...query, fields }, { signal });
    const told = await windows.of(list.data, { kapso, phoneNumberId, signal });
    return toPage(list, query, (row, i) => ({
      ...withoutKnown(toConversationRow(row, told[i]), { phone_number_id: phoneNumberId }),
      ...conversationFields.pick(kapso_fields, row.kapso),
    }));
  },
});

const getConversation = defineTool({
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

const updateConversation = defineTool({
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

export default [listConversations, getConversation, updateConversation];
