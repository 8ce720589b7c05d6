import { z } from "zod";
import { readParams, refuseParam } from "./params.ts";

/** The business profile: phone-number.md section 3. */

const VERTICALS =
  "ALCOHOL APPAREL AUTO BEAUTY EDU ENTERTAIN EVENT_PLAN FINANCE GOVT GROCERY HEALTH HOTEL NONPROFIT ONLINE_GAMBLING " +
  "OTC_DRUGS OTHER PHYSICAL_GAMBLING PROF_SERVICES RESTAURANT RETAIL TRAVEL";

export interface BusinessProfile {
  about?: string | undefined;
  address?: string | undefined;
  description?: string | undefined;
  email?: string | undefined;
  vertical?: string | undefined;
  websites?: string[] | undefined;
  profile_picture_url?: string | undefined;
}

const upTo = (max: number) =>
  z.string().refine((value) => [...value].length <= max, `must be at most ${max} characters`);

const patch = z.object({
  messaging_product: z.literal("whatsapp", "must be whatsapp"),
  about: upTo(139)
    .refine((value) => value.trim() !== "", "must not be empty")
    .optional(),
  address: upTo(256).optional(),
  description: upTo(512).optional(),
  email: z.union([z.literal(""), z.email().max(128)], "must be an email address of at most 128 characters").optional(),
  vertical: z.enum(["", ...VERTICALS.split(" ")], `must be one of ${VERTICALS.split(" ").join(", ")}`).optional(),
  websites: z
    .array(
      upTo(256).refine(
        (value) => /^https?:\/\//.test(value) && URL.canParse(value),
        "must start with http:// or https://",
      ),
    )
    .max(2, "may have at most 2 entries")
    .optional(),
  profile_picture_handle: z.string().min(1, "must not be empty").optional(),
  profile_picture_url: z.undefined("cannot be written; use profile_picture_handle").optional(),
});

/** Changes what is given; an empty text takes a value away. */
export function updateProfile(profile: BusinessProfile, body: unknown): void {
  const { messaging_product: _, profile_picture_handle: handle, ...change } = readParams(patch, body);
  const given = Object.entries(change).filter(([, value]) => value !== undefined);
  if (given.length === 0 && handle === undefined) {
    throw refuseParam("At least one field of the profile is required beside messaging_product");
  }
  Object.assign(profile, Object.fromEntries(given));
  // a handle's picture cannot be seen: the sandbox makes up an address for it
  if (handle !== undefined) profile.profile_picture_url = "https://cdn.sandbox.example/profile/picture.jpg";
}

const FIELDS = [
  "about",
  "address",
  "description",
  "email",
  "profile_picture_url",
  "websites",
  "vertical",
  "messaging_product",
] as const;

/** Without `fields` Meta tells the product alone. Empty values are left out. */
export function profileRecord(profile: BusinessProfile, fields: string | undefined): Record<string, unknown> {
  const asked = (fields ?? "").split(",").flatMap((name) => name.trim() || []);
  const unknown = asked.find((name) => !FIELDS.some((field) => field === name));
  if (unknown !== undefined) throw refuseParam(`Tried accessing nonexisting field (${unknown})`);
  const values: Record<string, unknown> = { ...profile };
  const shown = asked.filter((name) => values[name] !== undefined && values[name] !== "");
  return { messaging_product: "whatsapp", ...Object.fromEntries(shown.map((name) => [name, values[name]])) };
}
