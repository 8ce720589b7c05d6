import { z } from "zod";
import { readPhone, waIdOf } from "../contacts/phone.ts";
import { ApiError } from "../http/errors.ts";
import { codeFailure, type KnownCode } from "../http/failures.ts";
import { digText } from "../http/json.ts";
import { readParams, refuseParam } from "../numbers/params.ts";
import { contactAt } from "../store/activity.ts";
import type { CallRow, NumberRow } from "../store/rows.ts";
import { SECOND, wholeSecond } from "../world/clock.ts";
import type { World } from "../world/world.ts";
import { connectedCalls, forgetRequests, mayCallAgain, permissionOf } from "./permissions.ts";
import { recordCall } from "./record-call.ts";

/** Calling actions: row I2 of endpoints.md, phone-number.md section 5. No sound is carried. */

const refuse = (code: KnownCode) => new ApiError(codeFailure(code));

const session = (type: "offer" | "answer") =>
  z.object({
    sdp_type: z.literal(type, `must be ${type}`),
    sdp: z.string().refine((text) => text.startsWith("v=0"), "must be a session description, which starts with v=0"),
  });
const product = { messaging_product: z.literal("whatsapp", "must be whatsapp") };
const opaque = z
  .string()
  .refine((text) => [...text].length <= 512, "must be at most 512 characters")
  .optional();

const existing = { ...product, call_id: z.string().min(1) };

const action = z.discriminatedUnion(
  "action",
  [
    z.object({
      ...product,
      action: z.literal("connect"),
      to: z.string(),
      session: session("offer"),
      biz_opaque_callback_data: opaque,
    }),
    z.object({ ...existing, action: z.literal("pre_accept"), session: session("answer") }),
    z.object({
      ...existing,
      action: z.literal("accept"),
      session: session("answer"),
      biz_opaque_callback_data: opaque,
    }),
    z.object({ ...existing, action: z.literal("reject") }),
    z.object({ ...existing, action: z.literal("terminate") }),
  ],
  { error: "must be connect, pre_accept, accept, reject or terminate" },
);

/** A customer picks up after so long. */
const ANSWERED_AFTER = 9 * SECOND;
const RUNNING = ["initiated", "ringing", "answered"];

/** The call that was started, or undefined for the actions on one that was there. */
export function actOnCall(world: World, number: NumberRow, body: unknown): CallRow | undefined {
  const wanted = readParams(action, body);
  const { calling } = world.numberStates.of(number).settings;
  if (digText(calling, "sip", "status") === "ENABLED") throw refuse(131055);
  if (digText(calling, "status") !== "ENABLED") throw refuse(138000);
  if (wanted.action === "connect") return connect(world, number, wanted.to);
  const call = findCall(world, number, wanted.call_id);
  if (wanted.action === "terminate") end(world, call, call.status === "answered" ? "completed" : "failed");
  else if (call.direction !== "inbound" || call.status === "answered") {
    throw refuseParam(
      `Param action: the call cannot be ${wanted.action}ed, it is ${call.direction} and ${call.status}`,
    );
  } else if (wanted.action === "reject") end(world, call, "failed");
  else if (wanted.action === "accept") answer(world, call, world.now());
  return undefined;
}

function connect(world: World, number: NumberRow, to: string): CallRow {
  const phone = readPhone(to);
  if (phone === undefined) throw refuseParam("Param to must be a phone number");
  const waId = waIdOf(phone);
  if (waId === number.digits) throw refuse(131021);
  const contact = world.contacts.find(number, waId);
  if (permissionOf(world, number, { waId, userId: contact?.userId ?? null }) === undefined) throw refuse(138006);
  const called = contact ?? contactAt(world, number, { waId, userId: null }, world.now());
  if (running(world, number).some((call) => call.contact === called)) throw refuse(138003);
  if (!mayCallAgain(connectedCalls(world, number, called))) throw refuse(138012);
  const draft = { contact: called, direction: "outbound", status: "ringing", durationSeconds: null } as const;
  const call = recordCall(world, draft, world.now());
  world.events.schedule(world.now() + ANSWERED_AFTER, (at) => {
    if (call.status === "ringing") answer(world, call, at);
  });
  return call;
}

function running(world: World, number: NumberRow): CallRow[] {
  return RUNNING.flatMap(
    (status) => world.calls.table.page({ scope: number.id, facets: [undefined, undefined, status], limit: 1000 }).rows,
  );
}

function findCall(world: World, number: NumberRow, callId: string): CallRow {
  const [call] = world.calls.table.page({ scope: number.id, facets: [callId, undefined, undefined], limit: 1 }).rows;
  if (call === undefined) throw refuseParam(`Param call_id: there is no call ${callId}`);
  if (!RUNNING.includes(call.status)) throw refuseParam(`Param call_id: the call is over, it is ${call.status}`);
  return call;
}

function answer(world: World, call: CallRow, at: number): void {
  world.calls.table.update(call, () => {
    call.status = "answered";
    call.startedAt = wholeSecond(at);
    call.updatedAt = wholeSecond(at);
  });
  forgetRequests(world, call.contact);
}

function end(world: World, call: CallRow, status: "completed" | "failed"): void {
  const now = wholeSecond(world.now());
  world.calls.table.update(call, () => {
    call.status = status;
    call.endedAt = now;
    call.updatedAt = now;
    if (call.startedAt !== null) call.durationSeconds = Math.max(0, Math.floor((now - call.startedAt) / SECOND));
  });
}
