import { readPhone, waIdOf } from "../contacts/phone.ts";
import { type Call, numberOfPath, type Route } from "../http/context.ts";
import { ApiError } from "../http/errors.ts";
import { codeFailure } from "../http/failures.ts";
import { refuseParam } from "../numbers/params.ts";
import { SECOND } from "../world/clock.ts";
import { actOnCall } from "./calling.ts";
import { permissionRecord } from "./permissions.ts";

/** Calls and the permission to make them: rows I2 and I3 of endpoints.md. */
export const callActionRoutes: Route[] = [
  { method: "POST", path: "/:pnid/calls", handle: post },
  { method: "GET", path: "/:pnid/call_permissions", handle: getPermission },
];

function post(c: Call): Response {
  const call = actOnCall(c.var.world, numberOfPath(c), c.var.body.object());
  const outcome = call === undefined ? { success: true } : { calls: [{ id: call.callId }] };
  return c.json({ messaging_product: "whatsapp", ...outcome });
}

const MOST_READS_A_SECOND = 5;

function getPermission(c: Call): Response {
  const number = numberOfPath(c);
  const { world } = c.var;
  const phone = readPhone(c.req.query("user_wa_id") ?? "");
  if (phone === undefined) throw refuseParam("Param user_wa_id must be a WhatsApp id");
  const state = world.numberStates.of(number);
  state.permissionReads = state.permissionReads.filter((at) => world.now() - at < SECOND);
  if (state.permissionReads.length >= MOST_READS_A_SECOND) {
    throw new ApiError({ ...codeFailure(613), headers: { "Retry-After": "1" } });
  }
  state.permissionReads.push(world.now());
  const waId = waIdOf(phone);
  const userId = world.contacts.find(number, waId)?.userId ?? null;
  return c.json(permissionRecord(world, number, { waId, userId }));
}
