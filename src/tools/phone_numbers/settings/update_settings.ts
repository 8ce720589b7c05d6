import { z } from "zod";
import { refuse } from "../../definition/refusal.ts";
import { afterWrite } from "../../definition/state.ts";
import { defineTool } from "../../definition/tool.ts";
import { holidayFaults } from "./call-hours.ts";
import { settingsFaults, settingsInput } from "./input.ts";
import { settingsRecord } from "./record.ts";

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
