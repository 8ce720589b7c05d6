import { z } from "zod";
import { internationalDigits } from "../../definition/phone/written.ts";
import { chars, freeObject, metaId } from "../../definition/schemas.ts";
import { webUrl } from "../../definition/web-url.ts";

/** The buttons of a template's definition (contract templates.md 3.5 and 5), complete and strict. */

const LABEL_MAX = 25;
const label = chars(1, LABEL_MAX);

/** Buttons with a fixed label, which is sent also where it was left out. */
const fixed = <const T extends string, const L extends string>(type: T, text: L) =>
  z.strictObject({ type: z.literal(type), text: z.literal(text).default(text) });

/** A URL, whose one variable may only stand at its very end; Meta's own examples show the whole URL, or its end alone. */
const url = z.strictObject({
  type: z.literal("URL"),
  text: label,
  url: webUrl(2000),
  example: z.array(chars(1, 2000)).length(1).optional(),
});

const copyCode = z.strictObject({
  type: z.literal("COPY_CODE"),
  example: z.preprocess(
    (given) => (Array.isArray(given) && given.length === 1 ? given[0] : given),
    chars(1, 20).refine((code) => /^[A-Za-z0-9]*$/.test(code), "must be letters and digits only"),
  ),
});

/** As people write one: letters are those of a telephone's keys. */
const phoneNumber = z.strictObject({
  type: z.literal("PHONE_NUMBER"),
  text: label,
  phone_number: z
    .string()
    .transform((text) => (/^\s*(?:tel:)?\s*(?:\+|00)/i.test(text) ? `+${internationalDigits(text)}` : text))
    .refine(
      (number) => /^(?=.{1,20}$)\+?[A-Za-z0-9]+$/.test(number),
      "must be up to 20 letters and digits, with or without +",
    ),
});

const FLOW_SOURCES = ["flow_id", "flow_name", "flow_json"] as const;

const flow = z
  .strictObject({
    type: z.literal("FLOW"),
    text: label,
    flow_id: metaId.optional(),
    flow_name: chars(1, 200).optional(),
    flow_json: z.string().refine(isJsonObject, "must be a JSON object as text").optional(),
    flow_action: z.enum(["navigate", "data_exchange"]).optional(),
    navigate_screen: chars(1, 256).optional(),
    icon: z.enum(["DOCUMENT", "PROMOTION", "REVIEW"]).optional(),
  })
  .refine((button) => FLOW_SOURCES.filter((name) => button[name] !== undefined).length === 1, {
    message: `needs exactly one of ${FLOW_SOURCES.join(", ")}`,
  });

function isJsonObject(text: string): boolean {
  try {
    return freeObject.safeParse(JSON.parse(text)).success;
  } catch {
    return false;
  }
}

/** The app that takes a one-time code. */
export const supportedApp = z.strictObject({
  package_name: z
    .string()
    .regex(
      /^(?=.{1,224}$)[A-Za-z]\w*(\.[A-Za-z]\w*)+$/,
      "must be an Android package name of up to 224 characters, such as com.example.app",
    ),
  signature_hash: z.string().regex(/^[A-Za-z0-9+/=]{11}$/, "must be 11 Base64 characters"),
});

/** Texts of authentication templates hold no link and no emoji. */
const plainLabel = label.refine(
  (text) => !/https?:|www\.|\p{Extended_Pictographic}/iu.test(text),
  "takes no link and no emoji in an authentication template",
);

const otp = z
  .strictObject({
    type: z.literal("OTP"),
    otp_type: z.enum(["COPY_CODE", "ONE_TAP", "ZERO_TAP"]),
    text: plainLabel.optional(),
    autofill_text: plainLabel.optional(),
    supported_apps: z.array(supportedApp).min(1).max(5).optional(),
    zero_tap_terms_accepted: z.literal(true).optional(),
  })
  .superRefine((button, context) => {
    const isTap = button.otp_type !== "COPY_CODE";
    const fault = (field: string, message: string) => context.addIssue({ code: "custom", path: [field], message });
    if (isTap && !button.supported_apps) fault("supported_apps", `is needed by otp_type ${button.otp_type}`);
    if (!isTap && button.supported_apps) fault("supported_apps", "is only taken by ONE_TAP and ZERO_TAP");
    if (!isTap && button.autofill_text) fault("autofill_text", "is only taken by ONE_TAP and ZERO_TAP");
    const isZero = button.otp_type === "ZERO_TAP";
    if (isZero && !button.zero_tap_terms_accepted) fault("zero_tap_terms_accepted", "must be true for ZERO_TAP");
    if (!isZero && button.zero_tap_terms_accepted) fault("zero_tap_terms_accepted", "is only taken by ZERO_TAP");
  });

export const definitionButton = z.discriminatedUnion(
  "type",
  [
    z.strictObject({ type: z.literal("QUICK_REPLY"), text: label }),
    url,
    phoneNumber,
    copyCode,
    flow,
    fixed("CATALOG", "View catalog"),
    fixed("MPM", "View items"),
    fixed("SPM", "View"),
    otp,
    z.strictObject({ type: z.literal("VOICE_CALL"), text: label, ttl_minutes: z.int().min(1).max(43200).optional() }),
    z.strictObject({ type: z.literal("ORDER_DETAILS"), text: label }),
  ],
  {
    error:
      "must be one of QUICK_REPLY, URL, PHONE_NUMBER, COPY_CODE, FLOW, CATALOG, MPM, SPM, OTP, VOICE_CALL, ORDER_DETAILS",
  },
);
export type DefinitionButton = z.output<typeof definitionButton>;
export type ButtonType = DefinitionButton["type"];
