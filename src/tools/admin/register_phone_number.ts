import { z } from "zod";
import { REGIONS } from "../definition/schemas.ts";
import { defineTool } from "../definition/tool.ts";
import { done, pin } from "./registration.ts";

export const registerPhoneNumber = defineTool({
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
