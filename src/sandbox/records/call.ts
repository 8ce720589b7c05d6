import type { Call } from "../../kapso/types.ts";
import { iso, isoOrNull } from "../clock.ts";
import type { CallRow } from "../store/rows.ts";

/** stored-data.md section 4.2. Direction and status in upper case, as the seed writes them. */
export function callRecord(call: CallRow): Call {
  const { number, contact, conversation } = call;
  return {
    id: call.id,
    call_id: call.callId,
    direction: call.direction.toUpperCase(),
    status: call.status.toUpperCase(),
    duration_seconds: call.durationSeconds,
    session_started_at: iso(call.sessionStartedAt),
    started_at: isoOrNull(call.startedAt),
    ended_at: isoOrNull(call.endedAt),
    created_at: iso(call.sessionStartedAt),
    updated_at: iso(call.updatedAt),
    user_wa_id: contact.waId,
    business_scoped_user_id: contact.userId,
    parent_business_scoped_user_id: null,
    username: contact.username,
    whatsapp_contact_id: contact.id,
    whatsapp_conversation_id: conversation?.id ?? null,
    project_id: number.project.id,
    whatsapp_config_id: number.configId,
    config_display_name: number.configName,
    config_display_phone_number: number.displayPhoneNumber,
    phone_number_id: number.id,
    whatsapp_contact: {
      id: contact.id,
      wa_id: contact.waId,
      profile_name: contact.profileName,
      display_name: contact.displayName,
    },
    whatsapp_conversation: conversation && {
      id: conversation.id,
      phone_number: contact.waId === null ? null : `+${contact.waId}`,
      status: conversation.status,
      last_active_at: iso(conversation.lastActiveAt),
    },
  };
}
