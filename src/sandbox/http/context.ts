import type { HttpBindings } from "@hono/node-server";
import type { Context } from "hono";
import type { NumberRow, Project } from "../store/rows.ts";
import { SECOND } from "../world/clock.ts";
import type { World } from "../world/world.ts";
import type { RequestBody } from "./body.ts";
import { graph, numberNotFound, titled } from "./errors.ts";

/** Whose data a request may see: a key reaches the numbers of its project, a token one number. */
export interface Access {
  project: Project;
  only?: NumberRow;
}

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

/** What `/{id}` alone may be. A new kind of object brings one of these. */
export interface ObjectKind
  extends Partial<Record<"GET" | "POST" | "DELETE", (c: Call, id: string) => Response | Promise<Response>>> {
  owns(c: Call, id: string): boolean;
}

export function pathParam(c: Call, name: string): string {
  return c.req.param(name) ?? "";
}

export function originOf(c: Call): string {
  return new URL(c.req.url).origin;
}

/** What of a record depends on who asks when: addresses, and whether Kapso has copied a file by now. */
export interface Scene {
  origin: string;
  now: number;
  copyLagMs: number;
}

export function sceneOf(c: Call): Scene {
  const { world } = c.var;
  return { origin: originOf(c), now: world.now(), copyLagMs: world.variants.copy_lag_seconds * SECOND };
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

/** The numbers that the query names for an object without one in its path: `phone_number_id` wins over the account. */
export function numbersOfQuery(c: Call): readonly NumberRow[] {
  const [numberId, accountId] = [c.req.query("phone_number_id"), c.req.query("business_account_id")];
  if (numberId !== undefined) return [numberById(c, numberId)];
  if (accountId === undefined) throw graph(400, 100, titled(100, "phone_number_id or business_account_id is required"));
  const found = ownNumbers(c).filter((number) => number.businessAccountId === accountId);
  if (found.length === 0) throw numberNotFound();
  return found;
}

/** The numbers that the caller's key or token reaches. */
export function ownNumbers(c: Call): readonly NumberRow[] {
  const { project, only } = c.var.access;
  return c.var.world.numbers.filter((each) => each.project === project && (only === undefined || each === only));
}
