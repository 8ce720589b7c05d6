import { ApiError } from "../http/errors.ts";
import { codeFailure } from "../http/failures.ts";
import { digText, isObject } from "../http/json.ts";
import type { CallPermission } from "../numbers/state.ts";
import type { ContactRow, NumberRow } from "../store/rows.ts";
import { DAY, SECOND } from "../world/clock.ts";
import type { World } from "../world/world.ts";

/** Who may be called, and how often one may ask: phone-number.md section 5 and messages.md 7.12. */

const REQUESTS = [
  ["PT24H", DAY, 1],
  ["P7D", 7 * DAY, 2],
] as const;

const MOST_CALLS = 5;
const TEMPORARY = 7 * DAY;

type Person = Pick<ContactRow, "waId" | "userId">;
const keyOf = ({ waId, userId }: Person) => waId ?? userId ?? "";

export function permissionOf(world: World, number: NumberRow, person: Person): CallPermission | undefined {
  const permission = world.numberStates.of(number).permissions.get(keyOf(person));
  return permission?.status === "permanent" || world.now() < (permission?.expiresAt ?? 0) ? permission : undefined;
}

/** A request that is too many is refused, and so is one for what was given for ever. */
export function askPermission(world: World, number: NumberRow, person: Person): void {
  const refuse = (code: 138009 | 138017) => new ApiError(codeFailure(code));
  if (permissionOf(world, number, person)?.status === "permanent") throw refuse(138017);
  const { permissionRequests } = world.numberStates.of(number);
  const asked = permissionRequests.get(keyOf(person)) ?? [];
  const now = world.now();
  if (REQUESTS.some(([, span, most]) => since(asked, now - span).length >= most)) throw refuse(138009);
  permissionRequests.set(keyOf(person), [...asked, now]);
}

const since = (times: readonly number[], start: number) => times.filter((at) => at > start);

/** What a customer answers: `{response: "accept" or "reject", is_permanent?, expiration_timestamp?}`. */
export function hearReply(world: World, contact: ContactRow, payload: unknown): void {
  if (digText(payload, "type") !== "call_permission_reply" || !isObject(payload)) return;
  const reply = payload["call_permission_reply"];
  const { permissions } = world.numberStates.of(contact.number);
  if (digText(reply, "response") !== "accept") {
    permissions.delete(keyOf(contact));
    return;
  }
  const isPermanent = isObject(reply) && reply["is_permanent"] === true;
  permissions.set(keyOf(contact), {
    status: isPermanent ? "permanent" : "temporary",
    expiresAt: world.now() + TEMPORARY,
  });
}

/** A connected call makes it possible to ask again. */
export function forgetRequests(world: World, contact: ContactRow): void {
  world.numberStates.of(contact.number).permissionRequests.delete(keyOf(contact));
}

/** When the business was put through to this person within a day. */
export function connectedCalls(world: World, number: NumberRow, { waId }: Pick<ContactRow, "waId">): number[] {
  const scope = { scope: number.id, facets: [undefined, "outbound", undefined] };
  const { rows } = world.calls.table.page({ ...scope, from: world.now() - DAY, limit: 10_000 });
  return rows.flatMap((row) => (row.contact.waId === waId && row.startedAt !== null ? [row.startedAt] : []));
}

export const mayCallAgain = (calls: readonly number[]) => calls.length < MOST_CALLS;

export function permissionRecord(world: World, number: NumberRow, person: Person) {
  const permission = permissionOf(world, number, person);
  const now = world.now();
  const asked = world.numberStates.of(number).permissionRequests.get(keyOf(person)) ?? [];
  const limits = REQUESTS.map(([time_period, span, max_allowed]) =>
    limitOf(time_period, span, max_allowed, since(asked, now - span)),
  );
  const calls = connectedCalls(world, number, person);
  const isFree = limits.every((limit) => limit.current_usage < limit.max_allowed);
  return {
    messaging_product: "whatsapp",
    permission: {
      status: permission?.status ?? "no_permission",
      ...(permission?.status === "temporary" && { expiration_time: Math.floor(permission.expiresAt / SECOND) }),
    },
    actions: [
      {
        action_name: "send_call_permission_request",
        can_perform_action: isFree && permission?.status !== "permanent",
        limits,
      },
      {
        action_name: "start_call",
        can_perform_action: permission !== undefined && mayCallAgain(calls),
        limits: [limitOf("PT24H", DAY, MOST_CALLS, calls)],
      },
    ],
  };
}

function limitOf(time_period: string, span: number, max_allowed: number, times: readonly number[]) {
  const isReached = times.length >= max_allowed;
  return {
    time_period,
    max_allowed,
    current_usage: times.length,
    ...(isReached && { limit_expiration_time: Math.floor((Math.min(...times) + span) / SECOND) }),
  };
}
