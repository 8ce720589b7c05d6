import { z } from "zod";
import type { PhoneNumber } from "../../kapso/types.ts";
import { present } from "../records/present.ts";

export const numberRecord = z.object({
  phone_number_id: z.string(),
  display_phone_number: z.string().optional(),
  verified_name: z.string().optional(),
  status: z.string().optional().describe("CONNECTED, FLAGGED, RESTRICTED, ..."),
  quality_rating: z.string().optional().describe("GREEN, YELLOW or RED."),
  code_verification_status: z.string().optional(),
  name_status: z.string().optional(),
  platform_type: z.string().optional(),
  throughput: z.string().optional(),
  account_mode: z.string().optional().describe("LIVE or SANDBOX."),
  messaging_limit: z.string().optional().describe("People whom the account may write to first in 24 h, as a tier."),
  is_official_business_account: z.boolean().optional(),
});

/** Names of phone-number.md section 1; what is not asked for does not come. */
export const NUMBER_FIELDS = [
  "id",
  "display_phone_number",
  "verified_name",
  "status",
  "quality_rating",
  "code_verification_status",
  "name_status",
  "platform_type",
  "throughput",
  "account_mode",
  "whatsapp_business_manager_messaging_limit",
  "is_official_business_account",
].join(",");

export function toNumber(number: PhoneNumber): z.input<typeof numberRecord> {
  const { id, throughput, whatsapp_business_manager_messaging_limit: limit, messaging_limit_tier: tier } = number;
  return {
    phone_number_id: id,
    ...present({
      display_phone_number: number.display_phone_number,
      verified_name: number.verified_name,
      status: number.status,
      quality_rating: number.quality_rating,
      code_verification_status: number.code_verification_status,
      name_status: number.name_status,
      platform_type: number.platform_type,
      throughput: throughput?.level,
      account_mode: number.account_mode,
      messaging_limit: limit ?? tier,
      is_official_business_account: number.is_official_business_account,
    }),
  };
}
