import { cursors, type ListKind } from "../../kapso/http/page.ts";
import type { List } from "../../kapso/types.ts";

interface PageQuery {
  limit: number;
  after?: string;
  before?: string;
}

/** A list as a tool returns it: projected rows, how many, and the cursors where there is more. */
export function toPage<Row, Record>(
  list: List<Row>,
  query: PageQuery,
  project: (row: Row, index: number) => Record,
  kind: ListKind = "stored",
) {
  const { next, previous } = cursors(list, query, kind);
  return {
    count: list.data.length,
    data: list.data.map(project),
    ...(list.unreadable !== undefined && { unreadable: list.unreadable }),
    ...(next !== undefined && { next_cursor: next }),
    ...(previous !== undefined && { previous_cursor: previous }),
  };
}
