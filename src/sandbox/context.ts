import type { HttpBindings } from "@hono/node-server";
import type { Context } from "hono";
import type { Access } from "./auth.ts";
import type { RequestBody } from "./body.ts";
import { numberNotFound } from "./errors.ts";
import type { NumberRow } from "./store/rows.ts";
import type { World } from "./world.ts";

/** What the middleware leaves for a handler. */
export interface SandboxEnv {
  Bindings: HttpBindings;
  Variables: {
    world: World;
    body: RequestBody;
    access: Access;
    /** Called once the answer is decided; the send's lock hangs on it. */
    whenAnswered: (() => void) | undefined;
  };
}

export type Call = Context<SandboxEnv>;

/** One endpoint; `path` is below the version. */
export interface Route {
  method: "GET" | "POST" | "PATCH" | "PUT" | "DELETE";
  path: string;
  handle: (c: Call) => Response | Promise<Response>;
}

export function pathParam(c: Call, name: string): string {
  return c.req.param(name) ?? "";
}

export function originOf(c: Call): string {
  return new URL(c.req.url).origin;
}

/** The business number of the path; 404 when the caller's project does not have it. */
export function numberOfPath(c: Call): NumberRow {
  return numberById(c, pathParam(c, "pnid"));
}

export function numberById(c: Call, id: string): NumberRow {
  const found = ownNumbers(c).find((number) => number.id === id);
  if (found === undefined) throw numberNotFound();
  return found;
}

/** The numbers that the caller's key or token reaches. */
export function ownNumbers(c: Call): readonly NumberRow[] {
  const { project, only } = c.var.access;
  return c.var.world.numbers.filter((each) => each.project === project && (only === undefined || each === only));
}
