import { z } from "zod";
import { defineTool } from "../definition/tool.ts";
import { NUMBER_FIELDS, numberRecord, toNumber } from "./record.ts";

export const getPhoneNumber = defineTool({
  name: "get_phone_number",
  title: "Get a business number",
  description:
    "Get a business number's name, status, quality rating, verification and messaging limit. Its settings are in " +
    "get_settings, what customers see of the business in get_business_profile.",
  scope: "phone_number",
  effect: "read",
  input: z.strictObject({}),
  output: numberRecord,
  async run(_, { kapso, phoneNumberId, signal }) {
    return toNumber(await kapso.numbers.get(phoneNumberId, { fields: NUMBER_FIELDS }, { signal }));
  },
});
