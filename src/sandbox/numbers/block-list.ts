import { z } from "zod";
import { readPhone, waIdOf } from "../contacts/phone.ts";
import { ApiError, graphFailure, titled } from "../http/errors.ts";
import { codeFailure, type KnownCode } from "../http/failures.ts";
import type { NumberRow } from "../store/rows.ts";
import { DAY } from "../world/clock.ts";
import type { World } from "../world/world.ts";
import { readParams } from "./params.ts";

/** Blocking and unblocking: phone-number.md section 6. */

const change = z.object({
  // Kapso's schema has no messaging_product
  messaging_product: z.literal("whatsapp", "must be whatsapp").optional(),
  block_users: z
    .array(z.object({ user: z.string().min(1) }))
    .min(1, "must have 1 to 1000 users")
    .max(1000, "must have 1 to 1000 users"),
});

interface User {
  input: string;
  waId: string;
}

interface Failed {
  input: string;
  wa_id?: string;
  errors: { message: string; code: number; error_data: { details: string } }[];
}

/** Who may be blocked at all, and how many. */
const MOST_BLOCKED = 64_000;

type Outcome = { done: User[]; failed: Failed[] };

export function changeBlockList(world: World, number: NumberRow, body: unknown, action: "block" | "unblock") {
  const { block_users } = readParams(change, body);
  const { blocked } = world.numberStates.of(number);
  const outcome: Outcome = { done: [], failed: [] };
  for (const { user: input } of block_users) {
    const phone = readPhone(input);
    const waId = phone === undefined ? undefined : waIdOf(phone);
    const code = waId === undefined ? 131009 : action === "block" ? obstacle(world, number, waId) : undefined;
    if (waId === undefined || code !== undefined) outcome.failed.push(failure(input, waId, code ?? 131009));
    else outcome.done.push({ input, waId });
  }
  if (action === "block" && blocked.size + outcome.done.length > MOST_BLOCKED) throw new ApiError(codeFailure(139101));
  for (const { waId } of outcome.done) {
    if (action === "block") blocked.add(waId);
    else blocked.delete(waId);
  }
  return answer(outcome, action);
}

/** Only who wrote within a day can be blocked, and nobody blocks itself. */
function obstacle(world: World, number: NumberRow, waId: string): KnownCode | undefined {
  if (waId === number.digits) return 131021;
  const last = world.contacts.find(number, waId)?.lastInboundMessageAt ?? Number.NEGATIVE_INFINITY;
  return world.now() - last < DAY ? undefined : 131047;
}

function failure(input: string, waId: string | undefined, code: KnownCode): Failed {
  const { body } = codeFailure(code);
  const details =
    code === 131047 ? "The user has not written within the last 24 hours." : `${input} cannot be blocked.`;
  const error = typeof body === "string" ? undefined : body["error"];
  const message = typeof error === "object" && error !== null && "message" in error ? String(error.message) : "";
  return { input, ...(waId !== undefined && { wa_id: waId }), errors: [{ message, code, error_data: { details } }] };
}

/** Part failure is HTTP 400, with both lists and error 139100 in one body. */
function answer({ done, failed }: Outcome, action: "block" | "unblock") {
  const users = done.map(({ input, waId }) => ({ input, wa_id: waId }));
  const lists = {
    [action === "block" ? "added_users" : "removed_users"]: users,
    ...(failed.length > 0 && { failed_users: failed }),
  };
  const success = { messaging_product: "whatsapp", block_users: lists };
  if (failed.length === 0) return success;
  const details = `${failed.length} of ${done.length + failed.length} users failed`;
  const { status, body } = graphFailure(400, 139100, titled(139100, "Failed to block or unblock some users"), {
    details,
  });
  throw new ApiError({ status, body: { ...success, ...(typeof body === "object" && body) } });
}
