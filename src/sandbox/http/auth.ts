import type { MiddlewareHandler } from "hono";
import type { Access, Call, SandboxEnv } from "./context.ts";
import { ApiError } from "./errors.ts";
import { codeFailure, FAILURES } from "./failures.ts";

/** `X-API-Key` wins over `Authorization` when both are there (contract README section 2). */
export const authenticate: MiddlewareHandler<SandboxEnv> = async (c, next) => {
  c.set("access", readAccess(c));
  await next();
};

function readAccess(c: Call): Access {
  const key = c.req.header("X-API-Key");
  if (key !== undefined) {
    const project = c.var.world.projects.find((each) => each.apiKey === key);
    if (project === undefined) throw new ApiError(FAILURES.invalid_api_key);
    return { project };
  }
  const token = /^Bearer\s+(\S+)\s*$/i.exec(c.req.header("Authorization") ?? "")?.[1];
  if (token === undefined) throw new ApiError(FAILURES.invalid_api_key);
  const only = c.var.world.numbers.find((each) => each.accessToken === token);
  if (only === undefined) throw new ApiError(codeFailure(190));
  return { project: only.project, only };
}
