import { z } from "zod";
import { REGIONS } from "../definition/regions.ts";
import { defineTool } from "../definition/tool.ts";

/** No fault, error or log repeats a PIN or a code: `faults.ts` knows the names. */
const pin = z.string().regex(/^\d{6}$/, "must be exactly 6 digits");

const done = (key: string) => z.object({ [key]: z.boolean() });

const requestVerificationCode = defineTool({
  name: "request_verification_code",
  title: "Request a verification code",
  description:
    "Have WhatsApp send a verification code to a business number by SMS or voice call, which a person reads there and " +
    "verify_code takes. Requests are few; a new code voids the former.",
  scope: "phone_number",
  effect: "create",
  input: z.strictObject({
    code_method: z.enum(["SMS", "VOICE"]).describe("How the code comes."),
    language: z
      .string()
      .refine((code) => /^[a-z]{2,3}(_[A-Z]{2})?$/.test(code), "must be a language code such as es or pt_BR")
      .describe("Of the message, such as pt_BR."),
  }),
  output: done("requested"),
  async run(body, { kapso, phoneNumberId, signal }) {
    await kapso.registration.requestCode(phoneNumberId, body, { signal });
    return { requested: true };
  },
});

const verifyCode = defineTool({
  name: "verify_code",
  title: "Verify a code",
  description:
    "Hand in the code that request_verification_code sent: the business number then counts as verified. It still needs " +
    "register_phone_number.",
  scope: "phone_number",
  effect: "update",
  input: z.strictObject({
    verification_code: z
      .string()
      .transform((text) => text.replace(/[\s-]/g, ""))
      .refine((code) => /^\d{6}$/.test(code), "must be 6 digits; spaces and dashes are taken out")
      .describe("6 digits, as a person read them."),
  }),
  output: done("verified"),
  async run({ verification_code }, { kapso, phoneNumberId, signal }) {
    await kapso.registration.verifyCode(phoneNumberId, verification_code, { signal });
    return { verified: true };
  },
});

const registerPhoneNumber = defineTool({
  name: "register_phone_number",
  title: "Register a business number",
  description:
    "Register a verified business number with WhatsApp, so that it can send and receive. At most 10 registrations and " +
    "deregistrations in 72 hours; a wrong PIN counts. The number's state shows in get_phone_number.",
  scope: "phone_number",
  effect: "update",
  idempotent: false,
  input: z.strictObject({
    pin: pin.describe("6 digits: the two-step PIN, or a new one where there is none."),
    data_localization_region: z.enum(REGIONS).optional().describe("Store data in this country only."),
  }),
  output: done("registered"),
  async run(body, { kapso, phoneNumberId, signal }) {
    await kapso.registration.register(phoneNumberId, body, { signal });
    return { registered: true };
  },
});

const deregisterPhoneNumber = defineTool({
  name: "deregister_phone_number",
  title: "Deregister a business number",
  description:
    "Take a business number off WhatsApp: it neither sends nor receives until register_phone_number. The history stays. " +
    "Not for numbers that are also in the WhatsApp Business app.",
  scope: "phone_number",
  effect: "delete",
  idempotent: false,
  input: z.strictObject({}),
  output: done("deregistered"),
  async run(_, { kapso, phoneNumberId, signal }) {
    await kapso.registration.deregister(phoneNumberId, { signal });
    return { deregistered: true };
  },
});

const setTwoStepPin = defineTool({
  name: "set_two_step_pin",
  title: "Set the two-step PIN",
  description:
    "Set a business number's PIN of two-step verification, which register_phone_number asks for. The former PIN is void.",
  scope: "phone_number",
  effect: "update",
  input: z.strictObject({ pin: pin.describe("6 digits.") }),
  output: done("pin_set"),
  async run(args, { kapso, phoneNumberId, signal }) {
    await kapso.registration.setPin(phoneNumberId, args.pin, { signal });
    return { pin_set: true };
  },
});

export default [requestVerificationCode, verifyCode, registerPhoneNumber, deregisterPhoneNumber, setTwoStepPin];
