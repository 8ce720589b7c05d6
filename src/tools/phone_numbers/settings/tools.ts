import { z } from "zod";
import { refuse } from "../../definition/refusal.ts";
import { afterWrite } from "../../definition/state.ts";
import { defineTool } from "../../definition/tool.ts";
import { present } from "../../records/present.ts";
import { holidayFaults } from "./call-hours.ts";
import { settingsFaults, settingsInput } from "./input.ts";
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

const NAME = "update_settings";

export const updateSettings = defineTool({
  name: NAME,
  title: "Update a number's settings",
  description:
    "Change one feature of a business number's settings in a call, and return all settings as they then are. Calling " +
    "needs a messaging limit of 2000 or more; with SIP on, the call tools are refused. Look at get_settings before.",
  scope: "phone_number",
  effect: "update",
  input: z.strictObject(settingsInput),
  check: settingsFaults,
  output: z.object({ updated: z.string(), settings: settingsRecord.meta({ shallow: true }).optional() }),
  async run(feature, { kapso, phoneNumberId, signal }) {
    const hours = feature.calling?.call_hours;
    if (hours !== undefined) refuse(NAME, holidayFaults(hours, ["calling", "call_hours"], kapso.now()));
    await kapso.numberSettings.update(phoneNumberId, feature, { signal });
    const after = await afterWrite(() => kapso.numberSettings.get(phoneNumberId, { signal }));
    const [updated = ""] = Object.keys(feature);
    return { updated, ...(after !== undefined && { settings: settingsRecord.parse(after) }) };
  },
});
