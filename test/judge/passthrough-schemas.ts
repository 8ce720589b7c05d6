import { z } from "zod";
import { numericId } from "./formats.ts";

/** Records of Meta's own lists: numbers (phone-number.md section 1) and templates (templates.md section 6). */

const tier = z.enum([
  "TIER_50",
  "TIER_250",
  "TIER_1K",
  "TIER_2K",
  "TIER_10K",
  "TIER_100K",
  "TIER_UNLIMITED",
  "TIER_NOT_SET",
]);
const nameStatus = z.enum(["APPROVED", "AVAILABLE_WITHOUT_REVIEW", "DECLINED", "EXPIRED", "PENDING_REVIEW", "NONE"]);

/** endpoints.md N9. */
export const healthStatus = z.strictObject({
  can_send_message: z.enum(["AVAILABLE", "LIMITED", "BLOCKED"]),
  entities: z.array(z.looseObject({ entity_type: z.string() })),
});

/** `fields` chooses among these; `id` is always there. */
export const numberRecord = z
  .strictObject({
    id: numericId,
    display_phone_number: z.string().regex(/^\+[\d ()-]+$/),
    verified_name: z.string().min(1),
    quality_rating: z.enum(["GREEN", "YELLOW", "RED", "NA", "UNKNOWN"]),
    code_verification_status: z.enum(["VERIFIED", "NOT_VERIFIED", "UNVERIFIED"]),
    name_status: nameStatus,
    new_name_status: nameStatus,
    platform_type: z.enum(["CLOUD_API", "ON_PREMISE", "NOT_APPLICABLE"]),
    throughput: z.strictObject({ level: z.enum(["STANDARD", "HIGH", "NOT_APPLICABLE"]) }),
    account_mode: z.enum(["SANDBOX", "LIVE"]),
    status: z.enum(["CONNECTED", "FLAGGED", "PENDING", "RESTRICTED", "BANNED", "DISCONNECTED", "MIGRATED"]),
    messaging_limit_tier: tier,
    whatsapp_business_manager_messaging_limit: tier,
    is_official_business_account: z.boolean(),
    certificate: z.string(),
    is_pin_enabled: z.boolean(),
    last_onboarded_time: z.string(),
    webhook_configuration: z.record(z.string(), z.string()),
    health_status: healthStatus,
  })
  .partial()
  .required({ id: true });

export const templateRecord = z
  .strictObject({
    id: numericId,
    name: z.string().regex(/^[a-z0-9_]{1,512}$/),
    language: z.string().min(2),
    status: z.string().regex(/^[A-Z_]+$/),
    category: z.enum(["AUTHENTICATION", "MARKETING", "UTILITY"]),
    previous_category: z.string(),
    sub_category: z.string(),
    parameter_format: z.enum(["NAMED", "POSITIONAL"]),
    components: z.array(z.looseObject({ type: z.string().regex(/^[A-Z_]+$/) })),
    quality_score: z.strictObject({
      score: z.enum(["GREEN", "YELLOW", "RED", "UNKNOWN"]),
      date: z.int().optional(),
    }),
    rejected_reason: z.string(),
    message_send_ttl_seconds: z.int(),
    library_template_name: z.string().nullable(),
    correct_category: z.string(),
    cta_url_link_tracking_opted_out: z.boolean(),
    health_status: healthStatus,
  })
  .partial()
  .required({ id: true });

/** README section 5: on Meta's lists `next` and `previous` are absent where there is no such page. */
export const metaListOf = (record: z.ZodType) =>
  z.strictObject({
    data: z.array(record),
    paging: z
      .strictObject({
        cursors: z.strictObject({ before: z.string().min(1), after: z.string().min(1) }),
        next: z.url().optional(),
        previous: z.url().optional(),
      })
      .optional(),
  });
