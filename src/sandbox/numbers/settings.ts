import { z } from "zod";
import { callHours } from "../calls/call-hours.ts";
import { ApiError } from "../http/errors.ts";
import { codeFailure } from "../http/failures.ts";
import { isObject, type JsonObject } from "../http/json.ts";
import { readParams, refuseParam } from "./params.ts";

/** Settings of a number by feature: phone-number.md section 2. */

export type Settings = Partial<Record<string, unknown>>;

const upper = <const T extends readonly [string, ...string[]]>(...values: T) =>
  z
    .string()
    .transform((value) => value.toUpperCase())
    .pipe(z.enum(values, `must be one of ${values.join(", ")}`));
const onOff = upper("ENABLED", "DISABLED");

const server = z.object({
  hostname: z.string().min(1).max(255),
  port: z.int().min(1).max(65_535).optional(),
  request_uri_user_params: z.record(z.string(), z.string()).optional(),
});

const country = z.string().regex(/^[A-Z]{2}$/, "must be a country code of two letters");

const calling = z
  .object({
    status: onOff.optional(),
    call_icon_visibility: upper("DEFAULT", "DISABLE_ALL").optional(),
    call_icons: z.object({ restrict_to_user_countries: z.array(country) }).optional(),
    call_hours: callHours.optional(),
    callback_permission_status: onOff.optional(),
    sip: z
      .object({ status: onOff.default("DISABLED"), servers: z.array(server).max(1, "one server per app").optional() })
      .optional(),
    srtp_key_exchange_protocol: upper("DTLS", "SDES").optional(),
    audio: z.looseObject({}).optional(),
    video: z.looseObject({}).optional(),
    restrictions: z.undefined("is read only").optional(),
  })
  .refine((change) => Object.values(change).some((value) => value !== undefined), "must have at least one setting");

const REGIONS = ["AU", "ID", "IN", "JP", "SG", "KR", "DE", "CH", "GB", "BR", "BH", "ZA", "AE", "CA"] as const;

const storage = z.discriminatedUnion(
  "status",
  [
    z.object({
      status: z.literal("IN_COUNTRY_STORAGE_ENABLED"),
      data_localization_region: z.enum(REGIONS, `must be one of ${REGIONS.join(", ")}`),
    }),
    z.object({ status: z.literal("IN_COUNTRY_STORAGE_DISABLED") }),
    z.object({ status: z.literal("NO_STORAGE_ENABLED"), retention_minutes: z.literal(60, "must be 60") }),
  ],
  {
    error: "needs a status: IN_COUNTRY_STORAGE_ENABLED, IN_COUNTRY_STORAGE_DISABLED or NO_STORAGE_ENABLED",
  },
);

const FEATURES = {
  calling,
  user_identity_change: z.object({ enable_identity_key_check: z.boolean("must be true or false") }),
  payload_encryption: z.object({ status: onOff, client_encryption_key: z.string().optional() }),
  storage_configuration: storage,
  fallback_language: z.string().regex(/^[a-z]{2,3}(_[A-Z]{2})?$/, "must be a language code"),
};

type Feature = keyof typeof FEATURES;
const isFeature = (name: string): name is Feature => Object.hasOwn(FEATURES, name);

/** One feature a request. What a feature has already and the request does not name stays; call hours go as a whole. */
export function updateSettings(settings: Settings, body: JsonObject, hasCallsApp: boolean): void {
  const names = Object.keys(body).filter((name) => name !== "messaging_product");
  const [name, ...more] = names;
  if (name === undefined || more.length > 0 || !isFeature(name)) {
    throw refuseParam(
      `Exactly one of ${Object.keys(FEATURES).join(", ")} is needed; given: ${names.join(", ") || "none"}`,
    );
  }
  const schema: z.ZodType = z.object({ [name]: FEATURES[name] });
  const parsed = readParams(schema, body);
  const change = isObject(parsed) ? parsed[name] : undefined;
  if (name === "calling" && isObject(change)) checkCalling(settings, change, hasCallsApp);
  const old = settings[name];
  settings[name] = name === "calling" && isObject(old) && isObject(change) ? { ...old, ...change } : change;
}

/** Calls need somebody to take them: a SIP server, or an app subscribed to `calls`. */
function checkCalling(settings: Settings, change: JsonObject, hasCallsApp: boolean): void {
  const old = isObject(settings["calling"]) ? settings["calling"] : {};
  const { status, sip } = { ...old, ...change };
  const hasSip = isObject(sip) && sip["status"] === "ENABLED";
  if (hasSip && !Array.isArray(sip["servers"]))
    throw refuseParam("Param calling.sip.servers is required to enable SIP");
  if (change["status"] === "ENABLED" && status === "ENABLED" && !hasSip && !hasCallsApp) {
    throw new ApiError(codeFailure(138018));
  }
}

/** As a reader sees them: the SIP password only on request, and Meta's own key beside the client's. */
export function settingsRecord(settings: Settings, withPasswords: boolean): Settings {
  const shown: Settings = structuredClone(settings);
  const callingShown = shown["calling"];
  const sip = isObject(callingShown) ? callingShown["sip"] : undefined;
  if (withPasswords && isObject(sip) && Array.isArray(sip["servers"])) {
    const password = { sip_user_password: "sandbox-sip-password" };
    sip["servers"] = sip["servers"].map((each: unknown) => (isObject(each) ? { ...each, ...password } : each));
  }
  const encryption = shown["payload_encryption"];
  if (isObject(encryption) && encryption["client_encryption_key"] !== undefined) {
    delete encryption["client_encryption_key"];
    encryption["client_encryption_key_fingerprint"] = "5f4dcc3b5aa765d6";
    encryption["cloud_encryption_key"] = "c2FuZGJveA==";
  }
  return shown;
}

/** The first number takes calls, the other one has no app that would. */
export const hasCallsApp = (numberId: string): boolean => numberId === "418290563317745";

export function seedSettings(numberId: string): Settings {
  const week = ["MONDAY", "TUESDAY", "WEDNESDAY", "THURSDAY", "FRIDAY"];
  return {
    calling: {
      status: hasCallsApp(numberId) ? "ENABLED" : "DISABLED",
      call_icon_visibility: "DEFAULT",
      ...(hasCallsApp(numberId) && {
        call_hours: {
          status: "ENABLED",
          timezone_id: "America/Sao_Paulo",
          weekly_operating_hours: week.map((day) => ({ day_of_week: day, open_time: "0900", close_time: "1800" })),
        },
      }),
      callback_permission_status: "ENABLED",
      sip: { status: "DISABLED" },
    },
    user_identity_change: { enable_identity_key_check: false },
    storage_configuration: { status: "IN_COUNTRY_STORAGE_DISABLED" },
  };
}
