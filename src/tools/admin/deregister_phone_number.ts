import { z } from "zod";
import { defineTool } from "../definition/tool.ts";
import { done } from "./registration.ts";

export const deregisterPhoneNumber = defineTool({
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
