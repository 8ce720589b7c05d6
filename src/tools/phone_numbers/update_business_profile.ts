import { z } from "zod";
import type { Fault } from "../definition/faults.ts";
import { chars } from "../definition/schemas.ts";
import { afterWrite } from "../definition/state.ts";
import { defineTool } from "../definition/tool.ts";
import { webUrl } from "../definition/web-url.ts";
import { email, profileRecord, toProfile } from "./profile.ts";

const VERTICALS = [
  "ALCOHOL",
  "APPAREL",
  "AUTO",
  "BEAUTY",
  "EDU",
  "ENTERTAIN",
  "EVENT_PLAN",
  "FINANCE",
  "GOVT",
  "GROCERY",
  "HEALTH",
  "HOTEL",
  "NONPROFIT",
  "ONLINE_GAMBLING",
  "OTC_DRUGS",
  "OTHER",
  "PHYSICAL_GAMBLING",
  "PROF_SERVICES",
  "RESTAURANT",
  "RETAIL",
  "TRAVEL",
] as const;

const handle = chars(1, 4096).refine((text) => !/\s/.test(text), "must have no spaces or line breaks");

/** Contract phone-number.md section 3. */
const profileInput = {
  about: chars(1, 139).optional().describe("The line under the name."),
  address: chars(0, 256).optional().describe("Postal address."),
  description: chars(0, 512).optional().describe("What the business does."),
  email: email.optional().describe("For customers."),
  vertical: z.enum(VERTICALS).optional().describe("Industry."),
  websites: z.array(webUrl(256)).max(2).optional().describe("Takes the place of the former ones."),
  profile_picture_handle: handle.optional().describe("Handle of a resumable upload; not a media_id, not a link."),
};

export const updateBusinessProfile = defineTool({
  name: "update_business_profile",
  title: "Update the business profile",
  description:
    "Change what customers see of the business in WhatsApp; returns the profile as it then is. What is left out stays. " +
    "The verified name cannot be changed here.",
  scope: "phone_number",
  effect: "update",
  input: z.strictObject(profileInput),
  check: profileFaults,
  output: z.object({ updated: z.boolean(), profile: profileRecord.optional() }),
  async run(patch, { kapso, phoneNumberId, signal }) {
    await kapso.profiles.update(phoneNumberId, patch, { signal });
    const profile = await afterWrite(() => kapso.profiles.get(phoneNumberId, {}, { signal }));
    return { updated: true, ...(profile !== undefined && { profile: toProfile(profile) }) };
  },
});

function profileFaults(patch: object): Fault[] {
  if (Object.values(patch).some((value) => value !== undefined)) return [];
  return [{ path: [], message: `give at least one of ${Object.keys(profileInput).join(", ")}` }];
}
