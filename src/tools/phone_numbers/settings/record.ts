import { z } from "zod";

/*
 * What is shown of settings, field by field: a password of SIP and keys of encryption are in no schema here, so they
 * leave no answer, whatever the API puts in. Values are read as they come; the API's case varies.
 */

const text = z.string().optional().catch(undefined);
/** `ENABLED`, whether the API writes it so or in lower case. */
const label = z.string().toUpperCase().optional().catch(undefined);
const truth = z.boolean().optional().catch(undefined);
const number = z.number().optional().catch(undefined);
const expiration = z.union([z.number(), z.string()]).optional().catch(undefined);
const part = <S extends z.core.$ZodLooseShape>(shape: S) => z.object(shape).optional().catch(undefined);
const rows = <S extends z.core.$ZodLooseShape>(shape: S) => z.array(z.object(shape)).optional().catch(undefined);

export const settingsRecord = z.object({
  calling: part({
    status: label,
    call_icon_visibility: label,
    call_icons: part({ restrict_to_user_countries: z.array(z.string()).optional().catch(undefined) }),
    call_hours: part({
      status: label,
      timezone_id: text,
      weekly_operating_hours: rows({ day_of_week: text, open_time: text, close_time: text }),
      holiday_schedule: rows({ date: text, start_time: text, end_time: text }),
    }),
    callback_permission_status: label,
    sip: part({
      status: label,
      servers: rows({
        hostname: text,
        port: number,
        request_uri_user_params: z.record(z.string(), z.string()).optional().catch(undefined),
      }),
    }),
    srtp_key_exchange_protocol: label,
    audio: part({ status: label }),
    video: part({ status: label }),
    restrictions: part({ restriction_list: rows({ type: text, reason: text, expiration }) }),
  }),
  user_identity_change: part({ enable_identity_key_check: truth, enabled: truth }),
  payload_encryption: part({ status: label }),
  storage_configuration: part({ status: label, data_localization_region: text, retention_minutes: number }),
  fallback_language: text,
});
