import { type Call, numberOfPath, ownNumbers, type Route } from "../http/context.ts";
import { ApiError } from "../http/errors.ts";
import { codeFailure } from "../http/failures.ts";
import { graphList, readPlace } from "../http/graph-list.ts";
import { changeBlockList } from "./block-list.ts";
import { profileRecord, updateProfile } from "./profile.ts";
import { deregister, register, requestCode, verifyCode } from "./registration.ts";
import { hasCallsApp, settingsRecord, updateSettings } from "./settings.ts";
import type { NumberState } from "./state.ts";
import { controlThread } from "./threads.ts";
import { claimUsername, suggestUsernames, usernameRecord } from "./usernames.ts";

/** What a number can be told about itself: rows A6, E1, E2, E6 to E13, F1, F2 and J1 to J3 of endpoints.md. */
export const settingsRoutes: Route[] = [
  { method: "GET", path: "/:pnid/settings", handle: getSettings },
  { method: "POST", path: "/:pnid/settings", handle: postSettings },
  { method: "GET", path: "/:pnid/whatsapp_business_profile", handle: getProfile },
  {
    method: "POST",
    path: "/:pnid/whatsapp_business_profile",
    handle: change((c, s) => updateProfile(s.profile, bodyOf(c))),
  },
  { method: "POST", path: "/:pnid/request_code", handle: change((c, state) => requestCode(state, bodyOf(c))) },
  { method: "POST", path: "/:pnid/verify_code", handle: change((c, state) => verifyCode(state, bodyOf(c))) },
  { method: "POST", path: "/:pnid/register", handle: change((c, state) => register(state, bodyOf(c), now(c))) },
  { method: "POST", path: "/:pnid/deregister", handle: change((c, state) => deregister(state, now(c))) },
  { method: "GET", path: "/:pnid/username", handle: (c) => c.json(usernameRecord(stateOf(c))) },
  { method: "POST", path: "/:pnid/username", handle: postUsername },
  { method: "DELETE", path: "/:pnid/username", handle: change((_, state) => forgetUsername(state)) },
  { method: "GET", path: "/:pnid/username_suggestions", handle: getSuggestions },
  { method: "GET", path: "/:pnid/block_users", handle: listBlocked },
  { method: "POST", path: "/:pnid/block_users", handle: (c) => changeBlocked(c, "block") },
  { method: "DELETE", path: "/:pnid/block_users", handle: (c) => changeBlocked(c, "unblock") },
  { method: "POST", path: "/:pnid/thread_control", handle: postThread },
];

const bodyOf = (c: Call) => c.var.body.object();
const now = (c: Call) => c.var.world.now();
const stateOf = (c: Call): NumberState => c.var.world.numberStates.of(numberOfPath(c));

/** Most of them change something and say that it worked. */
function change(act: (c: Call, state: NumberState) => void): Route["handle"] {
  return (c) => {
    act(c, stateOf(c));
    return c.json({ success: true });
  };
}

function getSettings(c: Call): Response {
  return c.json(settingsRecord(stateOf(c).settings, c.req.query("include_sip_credentials") === "true"));
}

function postSettings(c: Call): Response {
  const number = numberOfPath(c);
  updateSettings(c.var.world.numberStates.of(number).settings, bodyOf(c), hasCallsApp(number.id));
  return c.json({ success: true });
}

function getProfile(c: Call): Response {
  return c.json({ data: [profileRecord(stateOf(c).profile, c.req.query("fields"))] });
}

function postUsername(c: Call): Response {
  const others = ownNumbers(c).map((number) => c.var.world.numberStates.of(number));
  return c.json(claimUsername(stateOf(c), others, bodyOf(c)));
}

function forgetUsername(state: NumberState): void {
  state.username = "";
  state.requestedUsername = undefined;
}

function getSuggestions(c: Call): Response {
  return c.json({ data: [{ username_suggestions: suggestUsernames(numberOfPath(c).verifiedName) }] });
}

/** In the shape of Meta's reference. A cursor whose user was unblocked meanwhile is a concurrent change. */
function listBlocked(c: Call): Response {
  const { blocked } = stateOf(c);
  const place = readPlace(c, "after") ?? readPlace(c, "before");
  if (place !== undefined && !blocked.has(place)) throw new ApiError(codeFailure(139102));
  const rows = [...blocked].map((id) => ({ id }));
  return c.json(graphList(c, rows, 20, ({ id }) => ({ messaging_product: "whatsapp", wa_id: id })));
}

function changeBlocked(c: Call, action: "block" | "unblock"): Response {
  return c.json(changeBlockList(c.var.world, numberOfPath(c), bodyOf(c), action));
}

function postThread(c: Call): Response {
  controlThread(stateOf(c), bodyOf(c));
  return c.json({ messaging_product: "whatsapp", request_id: `thread-${c.var.world.ids.next("thread control")}` });
}
