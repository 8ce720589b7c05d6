import { z } from "zod";
import type { BusinessProfile } from "../../kapso/profiles.ts";
import type { Fault } from "../definition/faults.ts";
import { chars } from "../definition/schemas.ts";
import { afterWrite } from "../definition/state.ts";
import { defineTool } from "../definition/tool.ts";
import { webUrl } from "../definition/web-url.ts";
import { present } from "../records/present.ts";

const profileRecord = z.object({
  about: z.string().optional(),
  address: z.string().optional(),
  description: z.string().optional(),
  email: z.string().optional(),
  websites: z.array(z.string()).optional(),
  vertical: z.string().optional(),
  profile_picture_url: z.string().optional(),
});

function toProfile(profile: BusinessProfile): z.input<typeof profileRecord> {
  const { about, address, description, email, websites, vertical, profile_picture_url } = profile;
  return present({ about, address, description, email, websites, vertical, profile_picture_url });
}

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

const email = chars(1, 128).refine((text) => /^[^\s@]+@[^\s@]+\.[^\s@.]+$/.test(text), "must be an email address");

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
