import type { Call } from "../../kapso/types.ts";
import type { CallRow } from "../store/rows.ts";
import { iso, isoMicros } from "../world/clock.ts";

/** stored-data.md section 4.2, in the form of live records: lower case, microseconds (`contract/live.md` section 5). */
export function callRecord(call: CallRow): Call {
  const { number, contact, conversation } = call;
  return {
    id: call.id,
    call_id: call.callId,
    direction: call.direction,
    status: call.status,
    duration_seconds: call.durationSeconds,
    session_started_at: isoMicros(call.sessionStartedAt),
    started_at: call.startedAt === null ? null : isoMicros(call.startedAt),
    ended_at: call.endedAt === null ? null : isoMicros(call.endedAt),
    created_at: isoMicros(call.sessionStartedAt),
    updated_at: isoMicros(call.updatedAt),
    ...(call.voiceAgent !== null && { voice_agent_id: call.voiceAgent.id, voice_agent_name: call.voiceAgent.name }),
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
      phone_number: contact.waId,
      status: conversation.status,
      last_active_at: iso(conversation.lastActiveAt),
    },
  };
}
