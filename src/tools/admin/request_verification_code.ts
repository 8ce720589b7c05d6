import { z } from "zod";
import { defineTool } from "../definition/tool.ts";
import { done } from "./registration.ts";

export const requestVerificationCode = defineTool({
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
