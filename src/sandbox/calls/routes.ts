import { type Call, numberOfPath, type Route } from "../http/context.ts";
import { type ListKind, listBody, readChoice, readListQuery, readTime } from "../http/list-query.ts";
import { callRecord } from "./answer.ts";

/** Stored calls: row I1 of endpoints.md. `fields` is read and selects nothing: calls have no `kapso` block. */
export const callRoutes: Route[] = [{ method: "GET", path: "/:pnid/calls", handle: list }];

const KIND: ListKind = { column: "call_timestamp", errorType: "OAuthException" };
const ANY_CASE = { errorType: KIND.errorType, anyCase: true };

export const CALL_STATUSES = ["initiated", "ringing", "answered", "completed", "failed"] as const;

function list(c: Call): Response {
  const number = numberOfPath(c);
  const { range } = readListQuery(c, KIND);
  const facets = [
    c.req.query("call_id"),
    readChoice(c, "direction", ["inbound", "outbound"], ANY_CASE),
    readChoice(c, "status", CALL_STATUSES, ANY_CASE),
  ];
  const from = readTime(c, "since", KIND.errorType);
  const to = readTime(c, "until", KIND.errorType);
  const slice = c.var.world.calls.table.page({ scope: number.id, facets, from, to, ...range });
  return c.json(listBody(slice, KIND.column, (row) => row.sessionStartedAt, callRecord));
}
