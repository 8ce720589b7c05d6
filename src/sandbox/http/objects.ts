import { flowObject } from "../flows/routes.ts";
import { mediaObject } from "../media/routes.ts";
import { numberObject } from "../numbers/routes.ts";
import { templateObject } from "../templates/routes.ts";
import { type Call, numberById, type ObjectKind, pathParam, type Route } from "./context.ts";
import { methodNotAllowed, noSuchObject, numberNotFound, unknownPath } from "./errors.ts";

type Method = "GET" | "POST" | "DELETE";

/** In the contract's order: number, media (then flow, template and account; the sandbox has no groups). */
const KINDS: readonly ObjectKind[] = [numberObject, mediaObject, flowObject, templateObject];

export const objectRoutes: Route[] = (["GET", "POST", "DELETE"] as const).map((method) => ({
  method,
  path: "/:id",
  handle: (c) => dispatch(c, method),
}));

function dispatch(c: Call, method: Method): Response | Promise<Response> {
  const id = pathParam(c, "id");
  if (!/^\d+$/.test(id)) throw unknownPath();
  const kind = KINDS.find((each) => each.owns(c, id));
  if (kind === undefined) throw unknownObject(c, id);
  const handle = kind[method];
  if (handle === undefined) throw methodNotAllowed();
  return handle(c, id);
}

/** With the number in the query it is an object that Meta does not know, without it a number that Kapso does not. */
function unknownObject(c: Call, id: string): Error {
  const numberId = c.req.query("phone_number_id");
  if (numberId === undefined) return numberNotFound();
  numberById(c, numberId);
  return noSuchObject(c.req.method, id);
}
