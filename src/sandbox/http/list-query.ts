import type { Context } from "hono";
import type { List } from "../../kapso/types.ts";
import type { Range, Row, Slice } from "../store/ordered-list.ts";
import type { SandboxEnv } from "./context.ts";
import { readCursor, type SortColumn, writeCursor } from "./cursor.ts";
import { type GraphDetails, invalidParameter } from "./errors.ts";
import { readSelection, type Selection } from "./selector.ts";

/** What the lists of one resource have in common. */
export interface ListKind {
  column: SortColumn;
  errorType: NonNullable<GraphDetails["type"]>;
}

export interface ListQuery {
  range: Pick<Range, "after" | "before" | "limit">;
  selection: Selection;
}

/** `limit`, `after`, `before` and `fields`, with the 400s of contract README section 5. */
export function readListQuery(c: Context<SandboxEnv>, { column, errorType }: ListKind): ListQuery {
  const refuse = (details: string) => invalidParameter(details, errorType);
  const limit = c.req.query("limit") ?? "20";
  if (!/^\d{1,9}$/.test(limit) || Number(limit) < 1 || Number(limit) > 100) {
    throw refuse("Param limit must be an integer between 1 and 100");
  }
  const cursors = { after: c.req.query("after"), before: c.req.query("before") };
  if (cursors.after !== undefined && cursors.before !== undefined) {
    throw refuse("Params after and before cannot be used together");
  }
  const read = (name: "after" | "before") => {
    const text = cursors[name];
    const position = text === undefined ? undefined : readCursor(text, column);
    if (text !== undefined && position === undefined) throw refuse(`Param ${name} is not a cursor of this list`);
    return position;
  };
  return {
    range: { limit: Number(limit), after: read("after"), before: read("before") },
    selection: readSelection(c.req.query("fields"), errorType),
  };
}

/** A page in the envelope of the stored lists: `next` is the bare cursor, `previous` null, as on live hosts. */
export function listBody<R extends Row, T>(
  { rows, hasOlder }: Slice<R>,
  column: SortColumn,
  sortValue: (row: R) => number,
  record: (row: R) => T,
): List<T> {
  const cursor = (row: R | undefined) => (row && writeCursor({ at: sortValue(row), seq: row.seq }, column)) ?? null;
  const [before, after] = [cursor(rows[0]), cursor(rows.at(-1))];
  return {
    data: rows.map(record),
    paging: {
      cursors: { before, after },
      next: hasOlder ? after : null,
      previous: null,
    },
  };
}

/** One of `values`, in their spelling unless `anyCase`; 400 for another. */
export function readChoice(
  c: Context<SandboxEnv>,
  name: string,
  values: readonly string[],
  { errorType, anyCase = false }: { errorType: ListKind["errorType"]; anyCase?: boolean },
): string | undefined {
  const given = c.req.query(name);
  const value = anyCase ? given?.toLowerCase() : given;
  if (value === undefined || values.includes(value)) return value;
  throw invalidParameter(`Param ${name} must be one of {${values.join(", ")}}`, errorType);
}

/** ISO 8601 with a zone, as milliseconds; 400 for anything else. */
export function readTime(c: Context<SandboxEnv>, name: string, errorType: ListKind["errorType"]): number | undefined {
  const text = c.req.query(name);
  if (text === undefined) return undefined;
  const time = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:?\d{2})$/.test(text)
    ? Date.parse(text)
    : NaN;
  if (Number.isNaN(time)) throw invalidParameter(`Param ${name} must be an ISO 8601 time with a zone`, errorType);
  return time;
}
