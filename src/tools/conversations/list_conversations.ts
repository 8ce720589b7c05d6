import { z } from "zod";
import { conversationFields } from "../definition/kapso-fields.ts";
import { toPage } from "../definition/page.ts";
import { isoTime, pageFaults, pageInput, pageOf, phone, uuid } from "../definition/schemas.ts";
import { defineTool } from "../definition/tool.ts";
import { conversationRecord, toConversationRow } from "../records/conversation.ts";
import { withoutKnown } from "../records/present.ts";

export const listConversations = defineTool({
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
