import { z } from "zod";
import type { Flow, FlowValidationError } from "../../kapso/flows.ts";
import { present } from "../records/present.ts";

const MAX_ERRORS = 50;

export const validationErrors = {
  validation_errors: z
    .array(
      z.object({
        error: z.string().optional(),
        message: z.string().optional(),
        at: z.string().optional().describe("Path in the Flow JSON, or its line and column."),
      }),
    )
    .optional()
    .describe("What keeps the flow from being published."),
  more_validation_errors: z.number().optional().describe("How many are not shown."),
};

const flowFields = {
  flow_id: z.string(),
  name: z.string().optional(),
  status: z.string().optional().describe("DRAFT, PUBLISHED, DEPRECATED, BLOCKED or THROTTLED."),
  categories: z.array(z.string()).optional(),
};

export const flowRow = z.object({
  ...flowFields,
  validation_error_count: z.number().optional().describe("get_flow shows them."),
});

export const flowRecord = z.object({
  ...flowFields,
  ...validationErrors,
  json_version: z.string().optional(),
  data_api_version: z.string().optional(),
  endpoint_uri: z.string().optional(),
  can_send_message: z.string().optional().describe("AVAILABLE, LIMITED or BLOCKED."),
});

/** What a record needs; the names of `flows.md` section 2. */
export const RECORD_FIELDS =
  "id,name,status,categories,validation_errors,json_version,data_api_version,endpoint_uri,health_status";

export function toFlowRow(flow: Flow): z.input<typeof flowRow> {
  const { id, name, status, categories, validation_errors } = flow;
  return {
    flow_id: id,
    ...present({ name, status, categories }),
    ...(validation_errors?.length && { validation_error_count: validation_errors.length }),
  };
}

export function toFlow(flow: Flow): z.input<typeof flowRecord> {
  const { id, name, status, categories, validation_errors, ...rest } = flow;
  return {
    flow_id: id,
    ...present({ name, status, categories }),
    ...toValidationErrors(validation_errors),
    ...present({
      json_version: rest.json_version,
      data_api_version: rest.data_api_version,
      endpoint_uri: rest.endpoint_uri,
      can_send_message: rest.health_status?.can_send_message,
    }),
  };
}

export function toValidationErrors(errors: readonly FlowValidationError[] | null | undefined) {
  // One that is no record says nothing.
  const all = Array.isArray(errors) ? errors.filter((each) => typeof each === "object" && each !== null) : [];
  const rest = all.length - MAX_ERRORS;
  return {
    ...present({ validation_errors: all.slice(0, MAX_ERRORS).map(toValidationError) }),
    ...(rest > 0 && { more_validation_errors: rest }),
  };
}

function toValidationError({ error, message, pointers, line_start, column_start }: FlowValidationError) {
  const place = line_start === undefined ? undefined : `line ${line_start}, column ${column_start ?? 1}`;
  return present({ error, message, at: pointers?.[0]?.path ?? place });
}
