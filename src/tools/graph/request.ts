import { z } from "zod";
import { graphSegments } from "../../kapso/graph.ts";
import type { Fault } from "../definition/faults.ts";
import { refuse } from "../definition/refusal.ts";
import { freeObject } from "../definition/schemas.ts";
import { ownersOf } from "./owners.ts";
import type { Route } from "./routes.ts";

export const path = z
  .string()
  .superRefine((text, context) => {
    const read = graphSegments(text);
    if ("must" in read) context.addIssue({ code: "custom", message: `must ${read.must}` });
  })
  .describe("Below the version: /{id}/{edge}.");

export const query = z
  .record(
    z.string().regex(/^[\w.[\]]{1,64}$/, "must be a parameter's name"),
    z.union([z.string(), z.number(), z.boolean()]),
  )
  .meta({ description: "Query parameters, such as fields, limit, phone_number_id.", shallow: true })
  .optional();

export const body = freeObject.meta({ description: "JSON body.", shallow: true }).optional();

export const output = z.object({ response: z.unknown().describe("The API's answer as it is.") });

/** Graph reads these as another method, another object or another caller, in the query and in the body. */
export const STEERING = ["method", "_method", "batch", "ids", "access_token"];

export interface Args {
  path: string;
  query?: Record<string, string | number | boolean> | undefined;
  body?: Record<string, unknown> | undefined;
}

/**
 * `fields[0]` and `FIELDS` are `fields` to Graph; `.method` and ` method` are `method` to what else may read a request on
 * its way.
 */
export const bareName = (name: string) =>
  name.normalize("NFKC").toLowerCase().replace(/\[.*$/s, "").replace(/[^\w]/g, "");

export function steeringFaults(args: Args): Fault[] {
  const places = { query: args.query ?? {}, body: args.body ?? {} };
  const steering = Object.entries(places).flatMap(([place, names]) =>
    Object.keys(names)
      .filter((name) => STEERING.includes(bareName(name)) || isDisguised(name))
      .map((name) => ({ path: [place, name], message: "is not taken: it would make another request of this one" })),
  );
  return [...steering, ...twoAddresses(args.body ?? {})];
}

/** Names that decide what a request reads or whom it reaches, and that are judged by: they stand there plainly. */
export const JUDGED = ["fields", "to", "recipient", "group_id", "type"];

export function isDisguised(name: string): boolean {
  return name !== name.trim() || (JUDGED.includes(bareName(name)) && name.toLowerCase() !== bareName(name));
}

/** Rules look at one address: a second one could be the one that counts. */
export function twoAddresses(body: Record<string, unknown>): Fault[] {
  const given = Object.keys(body).filter((name) => ["to", "recipient", "group_id"].includes(bareName(name)));
  return given.slice(1).map((name) => ({ path: ["body", name], message: `cannot go together with ${given[0]}` }));
}

/** What has a tool goes through that tool, so that none of its rules is bypassed. */
export function refuseOwned(tool: string, method: Route["method"], args: Args): void {
  const read = graphSegments(args.path);
  const segments = "segments" in read ? read.segments : [];
  const tools = ownersOf({ method, segments, query: args.query ?? {}, body: args.body ?? {} });
  if (tools.length === 0) return;
  const alone = method === "GET" && segments.length === 1;
  const message =
    `${method} of this has tools of its own; the operator may have left them out` +
    (alone ? ". For what they do not show (an account, a metric, health_status), name its fields in query.fields" : "");
  refuse(tool, [{ path: ["path"], message }], tools);
}
