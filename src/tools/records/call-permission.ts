import { z } from "zod";
import type { CallPermission } from "../../kapso/calls.ts";
import { present, time } from "./present.ts";

export const callPermissionRecord = z.object({
  wa_id: z.string(),
  status: z.string().describe("no_permission, temporary or permanent."),
  expires_at: z.string().optional().describe("ISO 8601, UTC."),
  actions: z
    .array(
      z.object({
        action: z.string().optional().describe("send_call_permission_request or start_call."),
        allowed_now: z.boolean().optional(),
        limits: z
          .array(
            z.object({
              period: z.string().optional().describe("ISO 8601 duration: PT24H is 24 hours, P7D seven days."),
              max: z.number().optional(),
              used: z.number().optional(),
              resets_at: z.string().optional(),
            }),
          )
          .optional(),
      }),
    )
    .optional(),
});

export function toCallPermission({ permission, actions }: CallPermission) {
  return {
    status: permission.status,
    ...present({
      expires_at: time(permission.expiration_time),
      actions: records(actions)?.map(({ action_name, can_perform_action, limits }) =>
        present({
          action: action_name,
          allowed_now: can_perform_action,
          limits: records(limits)?.map(({ time_period, max_allowed, current_usage, limit_expiration_time }) =>
            present({
              period: time_period,
              max: max_allowed,
              used: current_usage,
              resets_at: time(limit_expiration_time),
            }),
          ),
        }),
      ),
    }),
  };
}

/** What a list holds; what is no record says nothing, and what is no list holds nothing. */
function records<T>(list: readonly T[] | null | undefined): T[] | undefined {
  return Array.isArray(list) ? list.filter((each) => typeof each === "object" && each !== null) : undefined;
}
