import { z } from "zod";
import { SETTING_FEATURES } from "../../../kapso/number-settings.ts";
import type { Fault } from "../../definition/faults.ts";
import { chars, freeObject, REGIONS } from "../../definition/schemas.ts";
import { callHours, callHoursFaults } from "./call-hours.ts";

const onOff = z.enum(["ENABLED", "DISABLED"]);

const hostname = z
  .string()
  .refine(
    (name) => name.length <= 253 && /^(?!-)[A-Za-z0-9-]{1,63}(\.[A-Za-z0-9-]{1,63})+$/.test(name),
    "must be a host name, such as sip.example.com",
  );

const sipServer = z.strictObject({
  hostname,
  port: z.int().min(1).max(65_535).optional(),
  request_uri_user_params: z.record(chars(1, 256), chars(0, 256)).optional(),
});

/** Contract phone-number.md 2.1; each feature is complete and strict, and advertised one level deep. */
const calling = z
  .strictObject({
    status: onOff.optional(),
    call_icon_visibility: z.enum(["DEFAULT", "DISABLE_ALL"]).optional(),
    call_icons: z
      .strictObject({
        restrict_to_user_countries: z.array(
          z.string().refine((code) => /^[A-Z]{2}$/.test(code), "must be a two-letter ISO country code, such as BR"),
        ),
      })
      .optional(),
    call_hours: callHours.optional(),
    callback_permission_status: onOff.optional(),
    sip: z.strictObject({ status: onOff.optional(), servers: z.array(sipServer).min(1).max(1).optional() }).optional(),
    srtp_key_exchange_protocol: z.enum(["DTLS", "SDES"]).optional(),
    audio: freeObject.optional(),
    video: freeObject.optional(),
  })
  .refine((keys) => Object.keys(keys).length > 0, "must have at least one key");

const storage = z.discriminatedUnion(
  "status",
  [
    z.strictObject({ status: z.literal("IN_COUNTRY_STORAGE_ENABLED"), data_localization_region: z.enum(REGIONS) }),
    z.strictObject({ status: z.literal("IN_COUNTRY_STORAGE_DISABLED") }),
    z.strictObject({ status: z.literal("NO_STORAGE_ENABLED"), retention_minutes: z.literal(60) }),
  ],
  { error: "must be one of IN_COUNTRY_STORAGE_ENABLED, IN_COUNTRY_STORAGE_DISABLED, NO_STORAGE_ENABLED" },
);

export const settingsInput = {
  calling: calling
    .meta({
      description:
        "status ENABLED or DISABLED; call_icon_visibility DEFAULT or DISABLE_ALL; call_icons " +
        "{restrict_to_user_countries [BR]}; call_hours (replaced whole) {status, timezone_id, weekly_operating_hours " +
        "[{day_of_week MONDAY, open_time 0900, close_time 1800}] up to 2 a day, holiday_schedule [{date, start_time, " +
        "end_time}]}; callback_permission_status; sip {status, servers [{hostname, port, request_uri_user_params}]}; " +
        "srtp_key_exchange_protocol DTLS or SDES; audio, video {status}.",
      shallow: true,
    })
    .optional(),
  user_identity_change: z
    .strictObject({ enable_identity_key_check: z.boolean() })
    .meta({ description: "{enable_identity_key_check: boolean}.", shallow: true })
    .optional(),
  payload_encryption: z
    .strictObject({ status: onOff, client_encryption_key: chars(1, 4096).optional() })
    .meta({ description: "{status, client_encryption_key}.", shallow: true })
    .optional(),
  storage_configuration: storage
    .meta({
      description:
        "Set before registering. {status: IN_COUNTRY_STORAGE_ENABLED, data_localization_region}, " +
        "{status: IN_COUNTRY_STORAGE_DISABLED} or {status: NO_STORAGE_ENABLED, retention_minutes: 60}.",
      shallow: true,
    })
    .optional(),
  fallback_language: z
    .string()
    .refine((code) => /^[a-z]{2,3}(_[A-Z]{2})?$/.test(code), "must be a language code such as es or pt_BR")
    .optional()
    .describe("Language code."),
};
type Settings = z.output<z.ZodObject<typeof settingsInput>>;

export function settingsFaults(settings: Settings): Fault[] {
  const given = SETTING_FEATURES.filter((name) => settings[name] !== undefined);
  const hours = settings.calling?.call_hours;
  const faults = hours === undefined ? [] : callHoursFaults(hours, ["calling", "call_hours"]);
  if (given.length === 1) return faults;
  const path = given.length > 1 ? [given[1] ?? ""] : [];
  const count = given.length > 1 ? `; the API takes one at a time (given ${given.join(", ")})` : "";
  return [...faults, { path, message: `give exactly one of ${SETTING_FEATURES.join(", ")}${count}` }];
}
