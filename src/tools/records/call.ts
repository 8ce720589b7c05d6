import { z } from "zod";
import type { Call } from "../../kapso/types.ts";
import { plus, present, time } from "./present.ts";

export const callRecord = z.object({
  call_id: z.string(),
  direction: z.string().describe("inbound or outbound."),
  status: z.string().describe("initiated, ringing, answered, completed or failed."),
  customer: z
    .object({
      wa_id: z.string().optional(),
      user_id: z.string().optional(),
      name: z.string().optional(),
    })
    .optional(),
  voice_agent: z.string().optional().describe("Kapso's voice agent that took the call."),
  duration_seconds: z.number().optional(),
  created_at: z.string().optional().describe("ISO 8601, UTC."),
  started_at: z.string().optional(),
  ended_at: z.string().optional(),
  conversation_id: z.string().optional(),
  phone_number: z.string().optional().describe("The business number, as displayed."),
});

/** Direction and status in lower case: the API's case varies (contract stored-data.md section 4). */
export function toCall(call: Call): z.input<typeof callRecord> {
  const contact = call.whatsapp_contact;
  return {
    call_id: call.call_id,
    direction: call.direction.toLowerCase(),
    status: call.status.toLowerCase(),
    ...present({
      customer: present({
        wa_id: call.user_wa_id ?? contact?.wa_id,
        user_id: call.business_scoped_user_id,
        name: contact?.display_name ?? contact?.profile_name,
      }),
      voice_agent: call.voice_agent_name ?? call.voice_agent_id,
      duration_seconds: call.duration_seconds,
      created_at: time(call.created_at),
      started_at: time(call.started_at ?? call.session_started_at),
      ended_at: time(call.ended_at),
      conversation_id: call.whatsapp_conversation_id,
      phone_number: plus(call.config_display_phone_number),
    }),
  };
}
