import { z } from "zod";
import { type Call, numberOfPath, type Route } from "../http/context.ts";
import { invalidParameter } from "../http/errors.ts";
import { digText, isObject, type JsonObject } from "../http/json.ts";
import { fateOf } from "../templates/magic.ts";
import { MINUTE } from "../world/clock.ts";
import type { World } from "../world/world.ts";
import { fly } from "./routes.ts";
import { checkParams, coded } from "./send/check.ts";
import { takeOff } from "./send/send.ts";

/** Marketing templates by their own endpoint: row A5 of endpoints.md, messages.md section 10. */
export const marketingRoutes: Route[] = [{ method: "POST", path: "/:pnid/marketing_messages", handle: post }];

const options = z.object({
  product_policy: z.enum(["CLOUD_API_FALLBACK", "STRICT"], "must be one of {CLOUD_API_FALLBACK, STRICT}").optional(),
  message_activity_sharing: z.boolean().optional(),
});

/** How long a new template takes to reach this endpoint. */
const SYNC = 10 * MINUTE;

function post(c: Call): Response {
  const number = numberOfPath(c);
  const body = c.var.body.object();
  if (body["type"] !== "template" || body["recipient_type"] === "group") throw coded(131055);
  if (!isObject(body["template"])) throw invalidParameter("Param template is required");
  checkParams(options, body);
  const flight = takeOff(c.var.world, number, body);
  return fly(c, number, flight, () => checkTemplate(c.var.world, number.businessAccountId, body));
}

/** An unknown template is refused later, as every send refuses it. */
function checkTemplate(world: World, accountId: string, body: JsonObject): void {
  const name = digText(body, "template", "name") ?? "";
  const language = digText(body, "template", "language", "code");
  const found = world.templates.ofAccount(accountId).find((row) => row.name === name && row.language === language);
  if (found === undefined) return;
  if (found.category !== "MARKETING") throw coded(134100);
  if (fateOf(name)?.do === "refuse_marketing") throw coded(134102);
  if (found.status === "APPROVED" && world.now() - found.approvedAt < SYNC) throw coded(134101);
}
