import { z } from "zod";
import { defineTool } from "../../definition/tool.ts";
import { present } from "../../records/present.ts";
import { settingsRecord } from "./record.ts";

export const getSettings = defineTool({
  name: "get_settings",
  title: "Get a number's settings",
  description:
    "Get a business number's settings: calling with its hours and SIP server, identity check, encryption and storage. " +
    "What is not set is in not_set, with what that means; passwords and keys are never shown.",
  scope: "phone_number",
  effect: "read",
  input: z.strictObject({}),
  output: settingsRecord.extend({ not_set: z.record(z.string(), z.string()).optional() }),
  async run(_, { kapso, phoneNumberId, signal }) {
    const settings = settingsRecord.parse(await kapso.numberSettings.get(phoneNumberId, { signal }));
    return { ...settings, ...present({ not_set: notSet(settings) }) };
  },
});

/** What the absence of a feature means (contract phone-number.md). */
const NOT_SET: Readonly<Record<keyof z.output<typeof settingsRecord>, string>> = {
  calling: "calls are off",
  user_identity_change: "a message goes out even when the customer's identity has changed",
  payload_encryption: "payloads are not encrypted with a key of the business",
  storage_configuration: "WhatsApp stores messages where it does by default",
  fallback_language: "there is none",
};

function notSet(settings: z.output<typeof settingsRecord>): Record<string, string> {
  const given = new Map(Object.entries(settings));
  return Object.fromEntries(Object.entries(NOT_SET).filter(([feature]) => given.get(feature) === undefined));
}
