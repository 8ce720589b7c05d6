import { z } from "zod";
import { bsuid, freeObject, isoMicros, isoTime, numericId, uuid, wacid, waId, wamid } from "./formats.ts";
import { kapsoBlock, type Selection } from "./selector.ts";

/** Conversations, contacts and calls: stored-data.md sections 2.4, 3.4 and 4.2; kapso blocks: README section 6. */

const userIds = {
  business_scoped_user_id: bsuid.nullable(),
  parent_business_scoped_user_id: bsuid.nullable(),
  username: z.string().nullable(),
};

const conversationKapso = {
  contact_name: z.string().nullable(),
  messages_count: z.int().min(0),
  last_message_id: wamid.nullable(),
  last_message_type: z.string().nullable(),
  last_message_timestamp: isoTime.nullable(),
  last_message_text: z.string().nullable(),
  last_inbound_at: isoTime.nullable(),
  last_outbound_at: isoTime.nullable(),
};

/** Digits, or as somebody formatted them (live.md section 3). */
const conversationPhone = z.string().regex(/^(\d{5,15}|\+\d[\d ()-]{6,20})$/);

const conversationStatus = z.enum(["active", "ended"]);

const isKnown = (phone: unknown, userId: unknown) => Boolean(phone) || Boolean(userId);

export function conversationRecord(selection: Selection): z.ZodType {
  return z
    .strictObject({
      id: uuid,
      phone_number: conversationPhone.nullable(),
      ...userIds,
      status: conversationStatus,
      last_active_at: isoTime,
      created_at: isoTime,
      updated_at: isoTime,
      whatsapp_config_id: uuid,
      metadata: freeObject.nullable(),
      phone_number_id: numericId,
      assigned_user_id: uuid.nullable(),
      kapso: kapsoBlock(selection, conversationKapso),
    })
    .refine((record) => isKnown(record.phone_number, record.business_scoped_user_id), "neither a number nor a user id");
}

export function contactRecord(selection: Selection): z.ZodType {
  return z
    .strictObject({
      id: uuid,
      wa_id: waId.nullable(),
      ...userIds,
      whatsapp_user_id: z.string().nullish(),
      profile_name: z.string().nullable(),
      display_name: z.string().nullable(),
      customer_id: uuid.nullable(),
      metadata: freeObject.nullable(),
      created_at: isoTime,
      updated_at: isoTime,
      kapso: kapsoBlock(selection, { contact_name: z.string().nullable() }),
    })
    .refine((record) => isKnown(record.wa_id, record.business_scoped_user_id), "neither a number nor a user id")
    .superRefine((record, ctx) => {
      const block = z.object({ contact_name: z.string().nullable() }).safeParse(record.kapso);
      const name = record.display_name ?? record.profile_name ?? null;
      if (block.success && block.data.contact_name !== name) {
        ctx.addIssue({
          code: "custom",
          path: ["kapso", "contact_name"],
          message: `is not ${JSON.stringify(name)}`,
        });
      }
    });
}

const callContact = z.strictObject({
  id: uuid,
  wa_id: waId.nullable(),
  profile_name: z.string().nullable(),
  display_name: z.string().nullable(),
});

const callConversation = z.strictObject({
  id: uuid,
  phone_number: waId.nullable(),
  status: conversationStatus,
  last_active_at: isoTime,
});

/** Lower case and microseconds (live.md section 5); no `kapso` block whatever is asked. */
export const callRecord = z
  .strictObject({
    id: uuid,
    call_id: wacid,
    direction: z.enum(["inbound", "outbound"]),
    status: z.string().regex(/^(initiated|ringing|answered|completed|failed)$/),
    duration_seconds: z.int().min(0).nullable(),
    session_started_at: isoMicros.nullable(),
    started_at: isoMicros.nullable(),
    ended_at: isoMicros.nullable(),
    created_at: isoMicros,
    updated_at: isoMicros,
    voice_agent_id: z.string().optional(),
    voice_agent_name: z.string().optional(),
    user_wa_id: waId.nullable(),
    ...userIds,
    whatsapp_contact_id: uuid.nullable(),
    whatsapp_conversation_id: uuid.nullable(),
    project_id: uuid.nullable(),
    whatsapp_config_id: uuid.nullable(),
    config_display_name: z.string().nullable(),
    config_display_phone_number: z.string().nullable(),
    phone_number_id: numericId,
    whatsapp_contact: callContact.nullable(),
    whatsapp_conversation: callConversation.nullable(),
  })
  .refine((call) => !call.whatsapp_contact || call.whatsapp_contact.id === call.whatsapp_contact_id, {
    path: ["whatsapp_contact", "id"],
    message: "differs from whatsapp_contact_id",
  })
  .refine((call) => !call.whatsapp_conversation || call.whatsapp_conversation.id === call.whatsapp_conversation_id, {
    path: ["whatsapp_conversation", "id"],
    message: "differs from whatsapp_conversation_id",
  });
