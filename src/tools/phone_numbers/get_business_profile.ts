import { z } from "zod";
import { defineTool } from "../definition/tool.ts";
import { profileRecord, toProfile } from "./profile.ts";

export const getBusinessProfile = defineTool({
  name: "get_business_profile",
  title: "Get the business profile",
  description:
    "Get what customers see of the business in WhatsApp: about, address, description, email, websites, vertical and " +
    "picture. What is not set is absent. The number's technical state: get_phone_number.",
  scope: "phone_number",
  effect: "read",
  input: z.strictObject({}),
  output: profileRecord,
  async run(_, { kapso, phoneNumberId, signal }) {
    return toProfile(await kapso.profiles.get(phoneNumberId, {}, { signal }));
  },
});
