import { z } from "zod";
import { defineTool } from "../definition/tool.ts";
import { done } from "./registration.ts";

export const verifyCode = defineTool({
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
