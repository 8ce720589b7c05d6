import { z } from "zod";
import { isUserId, readPhone, waIdOf } from "../contacts/phone.ts";
import { ApiError, type Failure, kapsoFailure } from "../http/errors.ts";
import { codeFailure } from "../http/failures.ts";
import { readParams, refuseParam } from "./params.ts";
import type { NumberState } from "./state.ts";

/** Who answers a customer: row A6 of endpoints.md. */

const ROLES = ["escalation", "ai_agent", "customer_service", "marketing", "utility", "ctwa"] as const;

const control = z
  .object({
    messaging_product: z.literal("whatsapp", "must be whatsapp"),
    action: z.enum(["take", "release", "pass"], "must be take, release or pass"),
    to: z.string().optional(),
    recipient: z.string().optional(),
    control_pass: z.object({ target_role: z.enum(ROLES, `must be one of ${ROLES.join(", ")}`) }).optional(),
    metadata: z
      .string()
      .refine((value) => [...value].length <= 2000, "must be at most 2000 characters")
      .optional(),
  })
  .superRefine(({ action, control_pass }, context) => {
    if ((action === "pass") === (control_pass !== undefined)) return;
    const message = action === "pass" ? "is required with pass" : "is taken only with pass";
    context.addIssue({ code: "custom", path: ["control_pass"], message });
  });

export interface MagicThread {
  number: string;
  name: string;
  effect: string;
}

const MAGIC: readonly (MagicThread & { failure: Failure })[] = [
  {
    number: "+12025550190",
    name: "thread_take_refused",
    effect: "Thread control is refused with HTTP 403 and code 2494191.",
    failure: codeFailure(2494191),
  },
  {
    number: "+12025550191",
    name: "thread_control_in_progress",
    effect: "Thread control is refused with HTTP 409 `thread_control_in_progress`.",
    failure: kapsoFailure(409, "thread_control_in_progress", { detail: "Another control change is running" }),
  },
  {
    number: "+12025550192",
    name: "thread_control_unknown",
    effect: "Thread control is answered with HTTP 502; its outcome is unknown.",
    failure: kapsoFailure(502, "Meta API request failed", { detail: "No usable answer from Meta" }),
  },
];

/** Numbers whose thread control always fails; messages to them are ordinary ones. */
export const MAGIC_THREADS: readonly MagicThread[] = MAGIC.map(({ failure: _, ...shown }) => shown);

/** What is passed belongs to another application until it is taken back; what is released belongs to nobody. */
export function controlThread(state: NumberState, body: unknown): void {
  const { to = "", recipient = "", control_pass } = readParams(control, body);
  const address = to === "" ? recipient : to;
  const phone = readPhone(address);
  if (phone === undefined && !isUserId(address)) throw refuseParam("Param to: or recipient is required");
  const magic = MAGIC.find(({ number }) => number.slice(1) === phone);
  if (magic !== undefined) throw new ApiError(magic.failure);
  const customer = phone === undefined ? address : waIdOf(phone);
  if (control_pass === undefined) state.threads.delete(customer);
  else state.threads.set(customer, control_pass.target_role);
}
