import type { MiddlewareHandler } from "hono";
import { iso } from "../world/clock.ts";
import { RequestBody } from "./body.ts";
import type { SandboxEnv } from "./context.ts";
import { isCut } from "./faults-middleware.ts";

/** Reads the body once, keeps what arrived for `GET /_sandbox/requests`, and ends what hangs on the answer. */
export const recordRequest: MiddlewareHandler<SandboxEnv> = async (c, next) => {
  const body = await RequestBody.read(c.req.raw);
  c.set("body", body);
  const url = new URL(c.req.url);
  const recorded = c.var.world.requests.add({
    at: iso(c.var.world.now()),
    method: c.req.method,
    path: url.pathname,
    query: Object.fromEntries(url.searchParams),
    headers: c.req.header(),
    body: body.summary(),
  });
  try {
    await next();
  } finally {
    c.var.whenAnswered?.();
  }
  recorded.status = isCut(c.res) ? null : c.res.status;
};
