import { z } from "zod";
import type { BusinessProfile } from "../../kapso/profiles.ts";
import { chars } from "../definition/schemas.ts";
import { present } from "../records/present.ts";

export const profileRecord = z.object({
  about: z.string().optional(),
  address: z.string().optional(),
  description: z.string().optional(),
  email: z.string().optional(),
  websites: z.array(z.string()).optional(),
  vertical: z.string().optional(),
  profile_picture_url: z.string().optional(),
});

export function toProfile(profile: BusinessProfile): z.input<typeof profileRecord> {
  const { about, address, description, email, websites, vertical, profile_picture_url } = profile;
  return present({ about, address, description, email, websites, vertical, profile_picture_url });
}

export const email = chars(1, 128).refine(
  (text) => /^[^\s@]+@[^\s@]+\.[^\s@.]+$/.test(text),
  "must be an email address",
);
