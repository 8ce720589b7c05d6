import { z } from "zod";
import type { Conversation } from "../../kapso/types.ts";
import { kapsoBlock } from "../definition/kapso-fields.ts";
import { freeObject } from "../definition/schemas.ts";
import { plus, present, time } from "./present.ts";
import { type Window, windowRecord } from "./window.ts";

export const conversationRecord = z.object({
  conversation_id: z.string(),
  phone_number: z.string().optional().describe("The customer's number, E.164."),
  user_id: z.string().optional().describe("The customer's business-scoped id, where there is one."),
  username: z.string().optional(),
  contact_name: z.string().optional(),
  status: z.string().describe("active or ended."),
  last_active_at: z.string().optional().describe("ISO 8601, UTC."),
  last_message: z
    .object({
      message_id: z.string().optional(),
      from: z.string().optional().describe("customer or us."),
      type: z.string().optional(),
      text: z.string().optional(),
      time: z.string().optional(),
    })
    .optional(),
  window: windowRecord.optional(),
  last_inbound_at: z.string().optional().describe("The customer's latest message here."),
  last_outbound_at: z.string().optional(),
  messages_count: z.number().optional(),
  assigned_user_id: z.string().optional(),
  phone_number_id: z.string().optional().describe("The business number."),
  metadata: freeObject.optional(),
  kapso: kapsoBlock,
});

/** Without `created_at`, `updated_at` and the configuration's id: no tool takes them and no decision needs them. */
export function toConversation(conversation: Conversation, window?: Window): z.input<typeof conversationRecord> {
  const { kapso } = conversation;
  return {
    conversation_id: conversation.id,
    ...present({
      phone_number: plus(conversation.phone_number),
      user_id: conversation.business_scoped_user_id,
      username: conversation.username,
      contact_name: kapso?.contact_name,
    }),
    status: conversation.status,
    ...present({
      last_active_at: time(conversation.last_active_at),
      last_message: present({
        message_id: kapso?.last_message_id,
        type: kapso?.last_message_type,
        text: kapso?.last_message_text,
        time: time(kapso?.last_message_timestamp),
      }),
      window,
      last_inbound_at: time(kapso?.last_inbound_at),
      last_outbound_at: time(kapso?.last_outbound_at),
      messages_count: kapso?.messages_count,
      assigned_user_id: conversation.assigned_user_id,
      phone_number_id: conversation.phone_number_id,
      metadata: conversation.metadata,
    }),
  };
}

/**
 * A row of a list: without what get_conversation has and the next step does not need. Who wrote last stands there in place
 * of two times, and a user id where it is the only address.
 */
export function toConversationRow(conversation: Conversation, window?: Window): z.input<typeof conversationRecord> {
  const { last_inbound_at, last_outbound_at, user_id, last_message, ...row } = toConversation(conversation, window);
  const { type, text, time: at } = last_message ?? {};
  const from =
    at === undefined ? undefined : at === last_inbound_at ? "customer" : at === last_outbound_at ? "us" : undefined;
  return {
    ...row,
    ...present({
      user_id: row.phone_number === undefined ? user_id : undefined,
      last_message: present({ from, type, text, time: at === row.last_active_at ? undefined : at }),
    }),
  };
}
