import type { Call } from "./context.ts";
import { invalidParameter } from "./errors.ts";
import { isObject, type JsonObject, parseJson } from "./json.ts";

/**
 * A page of a passthrough list, in Meta's manner: opaque cursors that are there on the last page too, and `next` and
 * `previous` only where there is such a page (contract README section 5). The rows of these lists are few.
 */
export function graphList<T extends { id: string }>(
  c: Call,
  rows: readonly T[],
  defaultLimit: number,
  record: (row: T) => unknown,
): JsonObject {
  const limit = readLimit(c, defaultLimit);
  const [after, before] = [readPlace(c, "after"), readPlace(c, "before")];
  if (after !== undefined && before !== undefined) throw invalidParameter("Params after and before exclude each other");
  const end = before === undefined ? rows.length : indexOf(rows, before);
  const start = before === undefined ? (after === undefined ? 0 : indexOf(rows, after) + 1) : Math.max(0, end - limit);
  const page = rows.slice(start, before === undefined ? start + limit : end);
  const [first, last] = [page[0], page.at(-1)];
  if (first === undefined || last === undefined) return { data: [] };
  const cursors = { before: writePlace(first.id), after: writePlace(last.id) };
  return {
    data: page.map(record),
    paging: {
      cursors,
      ...(start + page.length < rows.length && { next: link(c, "after", cursors.after) }),
      ...(start > 0 && { previous: link(c, "before", cursors.before) }),
    },
  };
}

/** A cursor names a row, and is worth nothing once the row has gone: to begin anew in silence would show rows twice. */
function indexOf(rows: readonly { id: string }[], place: string): number {
  const index = rows.findIndex(({ id }) => id === place);
  if (index < 0) throw invalidParameter("The cursor is of a row that this list no longer has");
  return index;
}

function readLimit(c: Call, defaultLimit: number): number {
  const limit = c.req.query("limit") ?? String(defaultLimit);
  if (/^\d{1,3}$/.test(limit) && Number(limit) >= 1 && Number(limit) <= 100) return Number(limit);
  throw invalidParameter("Param limit must be an integer between 1 and 100");
}

const writePlace = (id: string) => Buffer.from(JSON.stringify({ id })).toString("base64url");

export function readPlace(c: Call, name: "after" | "before"): string | undefined {
  const text = c.req.query(name);
  if (text === undefined) return undefined;
  const place = parseJson(Buffer.from(text, "base64url").toString("utf8"));
  if (isObject(place) && typeof place["id"] === "string") return place["id"];
  throw invalidParameter(`Param ${name} is not a cursor of this list`);
}

function link(c: Call, name: "after" | "before", cursor: string): string {
  const url = new URL(c.req.url);
  url.searchParams.delete("after");
  url.searchParams.delete("before");
  url.searchParams.set(name, cursor);
  return url.href;
}

/** `fields=a,b` of Meta: `id` and what was asked for; an unknown name is refused. */
export function pickFields(c: Call, record: JsonObject, defaults: readonly string[]): JsonObject {
  const asked = c.req
    .query("fields")
    ?.split(",")
    .map((name) => name.trim())
    .filter((name) => name !== "");
  const names = asked === undefined || asked.length === 0 ? defaults : asked;
  const unknown = names.find((name) => !Object.hasOwn(record, name));
  if (unknown !== undefined) throw invalidParameter(`Tried accessing nonexisting field (${unknown})`);
  return Object.fromEntries([...new Set([...names, "id"])].map((name) => [name, record[name]]));
}
