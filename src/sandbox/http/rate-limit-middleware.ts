import type { MiddlewareHandler } from "hono";
import type { SandboxEnv } from "./context.ts";
import { ApiError } from "./errors.ts";
import { FAILURES } from "./failures.ts";

/** Counts for each key, or for each address without one. Set on the raw response, so that every answer carries it. */
export const limitRate: MiddlewareHandler<SandboxEnv> = async (c, next) => {
  const { world } = c.var;
  const { incoming, outgoing } = c.env;
  const caller = c.req.header("X-API-Key") ?? c.req.header("Authorization") ?? incoming.socket.remoteAddress ?? "";
  const { limit, remaining, allowed } = world.rateLimit.count(caller, world.now());
  outgoing.setHeader("X-RateLimit-Limit", String(limit));
  outgoing.setHeader("X-RateLimit-Remaining", String(remaining));
  if (!allowed) throw new ApiError(FAILURES.rate_limited);
  await next();
};
