import { z } from "zod";
import { numericId } from "./formats.ts";
import { healthStatus } from "./passthrough-schemas.ts";

/** Flows as the contract's flows.md has them. */

const span = {
  line_start: z.int().min(1),
  line_end: z.int().min(1),
  column_start: z.int().min(1),
  column_end: z.int().min(1),
};

/** Section 4; the list of errors is open, their form is not. */
export const validationErrors = z.array(
  z.strictObject({
    error: z.string().regex(/^[A-Z_]+$/),
    error_type: z.literal("FLOW_JSON_ERROR"),
    message: z.string().min(1),
    ...span,
    pointers: z.array(z.strictObject({ ...span, path: z.string() })),
  }),
);

export const flowRecord = z
  .strictObject({
    id: numericId,
    name: z.string().min(1),
    status: z.enum(["DRAFT", "PUBLISHED", "DEPRECATED", "BLOCKED", "THROTTLED"]),
    categories: z.array(z.string().regex(/^[A-Z_]+$/)).min(1),
    validation_errors: validationErrors,
    json_version: z.string(),
    data_api_version: z.string(),
    data_channel_uri: z.url(),
    endpoint_uri: z.url(),
    preview: z.strictObject({
      preview_url: z.url(),
      expires_at: z.string().regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+0000$/),
    }),
    health_status: healthStatus,
    whatsapp_business_account: z.looseObject({ id: numericId }),
    application: z.looseObject({ id: z.string() }),
  })
  .partial()
  .required({ id: true });

export const createdFlow = z.strictObject({
  id: numericId,
  success: z.literal(true).optional(),
  validation_errors: validationErrors.optional(),
});

export const uploadedFlow = z.strictObject({ success: z.literal(true), validation_errors: validationErrors });

export const flowAssets = z.strictObject({
  data: z.array(
    z.strictObject({ name: z.literal("flow.json"), asset_type: z.literal("FLOW_JSON"), download_url: z.url() }),
  ),
});
