import { z } from "zod";
import { numericId, wacid, waId } from "./formats.ts";
import { graphError } from "./schemas.ts";

/** What phone-number.md says of settings, profile, usernames, the block list, calls and events. */

const onOff = z.enum(["ENABLED", "DISABLED"]);
const time = z.string().regex(/^\d{4}$/);

const callHours = z.strictObject({
  status: onOff,
  timezone_id: z.string().min(1),
  weekly_operating_hours: z
    .array(z.strictObject({ day_of_week: z.string().regex(/^[A-Z]+DAY$/), open_time: time, close_time: time }))
    .min(1),
  holiday_schedule: z.array(z.strictObject({ date: z.iso.date(), start_time: time, end_time: time })).optional(),
});

const sipServer = z.strictObject({
  hostname: z.string().min(1),
  port: z.int().optional(),
  request_uri_user_params: z.record(z.string(), z.string()).optional(),
  sip_user_password: z.string().optional(),
});

/** Section 2; `include_sip_credentials` alone brings a password. */
export const settings = (withPasswords: boolean) =>
  z.strictObject({
    calling: z
      .strictObject({
        status: onOff.optional(),
        call_icon_visibility: z.enum(["DEFAULT", "DISABLE_ALL"]).optional(),
        call_icons: z.strictObject({ restrict_to_user_countries: z.array(z.string().length(2)) }).optional(),
        call_hours: callHours.optional(),
        callback_permission_status: onOff.optional(),
        sip: z
          .strictObject({
            status: onOff,
            servers: z.array(withPasswords ? sipServer : sipServer.omit({ sip_user_password: true })).optional(),
          })
          .optional(),
        srtp_key_exchange_protocol: z.enum(["DTLS", "SDES"]).optional(),
        audio: z.looseObject({}).optional(),
        video: z.looseObject({}).optional(),
      })
      .optional(),
    user_identity_change: z.strictObject({ enable_identity_key_check: z.boolean() }).optional(),
    payload_encryption: z
      .strictObject({
        status: onOff,
        client_encryption_key_fingerprint: z.string().optional(),
        cloud_encryption_key: z.string().optional(),
      })
      .optional(),
    storage_configuration: z
      .strictObject({
        status: z.enum(["IN_COUNTRY_STORAGE_ENABLED", "IN_COUNTRY_STORAGE_DISABLED", "NO_STORAGE_ENABLED"]),
        data_localization_region: z.string().length(2).optional(),
        retention_minutes: z.literal(60).optional(),
      })
      .optional(),
    fallback_language: z.string().optional(),
  });

/** Section 3. */
export const profile = z.strictObject({
  data: z
    .array(
      z.strictObject({
        messaging_product: z.literal("whatsapp"),
        about: z.string().min(1).max(139).optional(),
        address: z.string().optional(),
        description: z.string().optional(),
        email: z.string().optional(),
        vertical: z.string().optional(),
        websites: z.array(z.url()).max(2).optional(),
        profile_picture_url: z.url().optional(),
      }),
    )
    .length(1),
});

/** endpoints.md E10 to E13. */
export const username = z.strictObject({
  username: z.string(),
  status: z.enum(["ACTIVE", "RESERVED"]).optional(),
  requested_username: z.string().optional(),
});

const reason = z.enum([
  "REQUIRE_FB_ACCOUNT_LINKING",
  "REQUIRE_IG_ACCOUNT_LINKING",
  "EXISTING_PENDING_REQUEST",
  "NOT_AVAILABLE",
  "ACCOUNT_INELIGIBLE",
  "UNKNOWN",
]);

export const usernameVerdict = z.strictObject({
  status: z.enum(["approved", "reserved", "APPROVED", "PENDING", "REJECTED"]),
  rejection_reasons: z.array(reason).min(1).optional(),
});

export const usernameSuggestions = z.strictObject({
  data: z.array(z.strictObject({ username_suggestions: z.array(z.string().regex(/^[a-z0-9._]{3,35}$/)) })),
});

/** Section 6. */
const blocked = z.array(z.strictObject({ input: z.string(), wa_id: waId }));
const failed = z.array(
  z.strictObject({
    input: z.string(),
    wa_id: waId.optional(),
    errors: z
      .array(
        z.strictObject({
          message: z.string().min(1),
          code: z.int(),
          error_data: z.strictObject({ details: z.string().min(1) }),
        }),
      )
      .min(1),
  }),
);

export const blockChange = (key: "added_users" | "removed_users") =>
  z.strictObject({
    messaging_product: z.literal("whatsapp"),
    block_users: z.strictObject({ [key]: blocked }),
  });

export const blockFailure = (key: "added_users" | "removed_users") =>
  z.strictObject({
    messaging_product: z.literal("whatsapp"),
    block_users: z.strictObject({ [key]: blocked, failed_users: failed.min(1) }),
    error: graphError.shape.error.safeExtend({ code: z.literal(139100) }),
  });

export const blockedUser = z.strictObject({ messaging_product: z.literal("whatsapp"), wa_id: waId });

/** Section 5. */
const limit = z.strictObject({
  time_period: z.enum(["PT24H", "P7D"]),
  max_allowed: z.int().min(1),
  current_usage: z.int().min(0),
  limit_expiration_time: z.int().optional(),
});

export const callPermission = z.strictObject({
  messaging_product: z.literal("whatsapp"),
  permission: z.strictObject({
    status: z.enum(["no_permission", "temporary", "permanent"]),
    expiration_time: z.int().optional(),
  }),
  actions: z.array(
    z.strictObject({
      action_name: z.enum(["send_call_permission_request", "start_call"]),
      can_perform_action: z.boolean(),
      limits: z.array(limit),
    }),
  ),
});

export const startedCall = z.strictObject({
  messaging_product: z.literal("whatsapp"),
  calls: z.array(z.strictObject({ id: wacid })).length(1),
});
export const callAction = z.strictObject({ messaging_product: z.literal("whatsapp"), success: z.literal(true) });

/** endpoints.md A6 and N5 to N7. */
export const threadControl = z.strictObject({
  messaging_product: z.literal("whatsapp"),
  request_id: z.string().min(1).optional(),
});
export const dataset = z.strictObject({ id: numericId });
export const noDataset = z.strictObject({ data: z.array(dataset) });
export const eventsReceived = z.strictObject({
  events_received: z.int().min(1),
  fbtrace_id: z.string().optional(),
});
