import { z } from "zod";
import { graphSegments } from "../../kapso/graph.ts";
import type { Fault } from "../definition/faults.ts";
import { refuse } from "../definition/refusal.ts";
import { freeObject } from "../definition/schemas.ts";
import { defineSend, outcome, requestInput } from "../definition/send.ts";
import { defineTool } from "../definition/tool.ts";
import { ownersOf } from "./owners.ts";
import type { Route } from "./routes.ts";
import { withoutSecrets } from "./secrets.ts";

const path = z
  .string()
  .superRefine((text, context) => {
    const read = graphSegments(text);
    if ("must" in read) context.addIssue({ code: "custom", message: `must ${read.must}` });
  })
  .describe("Below the version: /{id}/{edge}.");

const query = z
  .record(
    z.string().regex(/^[\w.[\]]{1,64}$/, "must be a parameter's name"),
    z.union([z.string(), z.number(), z.boolean()]),
  )
  .meta({ description: "Query parameters, such as fields, limit, phone_number_id.", shallow: true })
  .optional();

const body = freeObject.meta({ description: "JSON body.", shallow: true }).optional();

const output = z.object({ response: z.unknown().describe("The API's answer as it is.") });

/** Graph reads these as another method, another object or another caller, in the query and in the body. */
const STEERING = ["method", "_method", "batch", "ids", "access_token"];

interface Args {
  path: string;
  query?: Record<string, string | number | boolean> | undefined;
  body?: Record<string, unknown> | undefined;
}

/**
 * `fields[0]` and `FIELDS` are `fields` to Graph; `.method` and ` method` are `method` to what else may read a request on
 * its way.
 */
const bareName = (name: string) => name.normalize("NFKC").toLowerCase().replace(/\[.*$/s, "").replace(/[^\w]/g, "");

function steeringFaults(args: Args): Fault[] {
  const places = { query: args.query ?? {}, body: args.body ?? {} };
  const steering = Object.entries(places).flatMap(([place, names]) =>
    Object.keys(names)
      .filter((name) => STEERING.includes(bareName(name)) || isDisguised(name))
      .map((name) => ({ path: [place, name], message: "is not taken: it would make another request of this one" })),
  );
  return [...steering, ...twoAddresses(args.body ?? {})];
}

/** Names that decide what a request reads or whom it reaches, and that are judged by: they stand there plainly. */
const JUDGED = ["fields", "to", "recipient", "group_id", "type"];

function isDisguised(name: string): boolean {
  return name !== name.trim() || (JUDGED.includes(bareName(name)) && name.toLowerCase() !== bareName(name));
}

/** Rules look at one address: a second one could be the one that counts. */
function twoAddresses(body: Record<string, unknown>): Fault[] {
  const given = Object.keys(body).filter((name) => ["to", "recipient", "group_id"].includes(bareName(name)));
  return given.slice(1).map((name) => ({ path: ["body", name], message: `cannot go together with ${given[0]}` }));
}

/** What has a tool goes through that tool, so that none of its rules is bypassed. */
function refuseOwned(tool: string, method: Route["method"], args: Args): void {
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

/** From which number to whom: known of calls alone. Elsewhere anything in the body may name people. */
function addressee({ path, query = {}, body = {} }: Args): { phoneNumberId?: string; to?: string } {
  const read = graphSegments(path);
  const [id = "", edge, ...rest] = "segments" in read ? read.segments : [];
  if (!/^\d{5,20}$/.test(id)) return {};
  const { to } = body;
  const isCall = edge === "calls" && rest.length === 0 && Object.keys(query).length === 0 && typeof to === "string";
  return { phoneNumberId: id, ...(isCall && { to }) };
}

const graphGet = defineTool({
  name: "graph_get",
  title: "Read a path of the API",
  description:
    "Read any path of Kapso's Meta proxy that has no tool of its own, such as QR codes, commerce settings, groups or " +
    "analytics. Returns the answer as it is. Paths that have a tool are refused, and the tool is named.",
  scope: "project",
  effect: "read",
  input: z.strictObject({ path, query }),
  check: steeringFaults,
  output,
  async run(args, { kapso, signal }) {
    refuseOwned("graph_get", "GET", args);
    return { response: withoutSecrets((await kapso.graph.get(args, { signal })).body) };
  },
});

const graphPost = defineSend({
  name: "graph_post",
  title: "Write to a path of the API",
  description:
    "Post JSON to any path of Kapso's Meta proxy that has no tool of its own, such as QR codes, groups or answering a " +
    "call. It may reach customers and cannot be undone by itself. Paths that have a tool are refused, and it is named.",
  scope: "project",
  input: z.strictObject({ path, query, body, ...requestInput }),
  check: steeringFaults,
  output: z.object({ ...outcome, response: output.shape.response.optional() }),
  compose({ path, query, body }, { kapso }) {
    const request = { path, query, body };
    refuseOwned("graph_post", "POST", request);
    return {
      kind: "request",
      request,
      ...addressee(request),
      async leave(options) {
        const answer = await kapso.graph.post(request, options);
        return { data: { response: withoutSecrets(answer.body) }, aliases: [] };
      },
    };
  },
});

const graphDelete = defineTool({
  name: "graph_delete",
  title: "Delete at a path of the API",
  description:
    "Delete at any path of Kapso's Meta proxy that has no tool of its own, such as a QR code or a member of a group. It " +
    "cannot be undone. Paths that have a tool are refused, and the tool is named.",
  scope: "project",
  effect: "delete",
  idempotent: false,
  input: z.strictObject({ path, query, body }),
  check: steeringFaults,
  output,
  async run(args, { kapso, signal }) {
    refuseOwned("graph_delete", "DELETE", args);
    return { response: withoutSecrets((await kapso.graph.delete(args, { signal })).body) };
  },
});

/** What exists only where the operator has allowed writing. */
export const GRAPH_WRITES = [graphPost, graphDelete];

export default [graphGet, ...GRAPH_WRITES];
