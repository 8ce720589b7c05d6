import type { List } from "../types.ts";
import { invalidRequest } from "./errors.ts";

/** The paging parameters of every stored list (`contract/README.md` section 5). */
export interface PageQuery {
  limit?: number;
  after?: string;
  before?: string;
}

/** Where a list goes on. Absent at its ends. */
export interface Cursors {
  next?: string;
  previous?: string;
}

/** `stored`: Kapso's lists. `meta`: passed-through lists, which give cursors on their last page too. */
export type ListKind = "stored" | "meta";

const DEFAULT_LIMIT = 20;

/**
 * The cursors of the neighbouring pages, by `contract/live.md` section 3 and README section 5. `next` is a URL, the bare
 * cursor, or null at the end; where it is absent, a full page may have another one behind it. Nothing is followed.
 */
export function cursors<T>(list: List<T>, query: PageQuery, kind: ListKind = "stored"): Cursors {
  const { cursors: given, next: ahead, previous: behind } = list.paging ?? {};
  const next = hasNext(list, query, kind) ? (text(given?.after) ?? bare(ahead)) : undefined;
  const previous = hasPrevious(list, query, kind) ? (text(given?.before) ?? bare(behind)) : undefined;
  return {
    ...(next !== undefined && { next }),
    ...(previous !== undefined && { previous }),
  };
}

function hasNext<T>(list: List<T>, query: PageQuery, kind: ListKind): boolean {
  const next = list.paging?.next;
  if (rowsOf(list) === 0) return false;
  if (kind === "meta" || next === null || text(next) !== undefined) return text(next) !== undefined;
  // A short page that was reached backwards ends at the beginning: the page it was reached from still follows.
  return query.before !== undefined || isFull(list, query);
}

/** Kapso says null of a previous page that is there: one that was reached by a cursor has others before it. */
function hasPrevious<T>(list: List<T>, query: PageQuery, kind: ListKind): boolean {
  const previous = text(list.paging?.previous);
  if (query.before !== undefined && rowsOf(list) === 0) return false;
  if (kind === "meta" || previous !== undefined) return previous !== undefined;
  return query.before === undefined ? query.after !== undefined : isFull(list, query);
}

function isFull<T>(list: List<T>, query: PageQuery): boolean {
  return rowsOf(list) >= (query.limit ?? DEFAULT_LIMIT);
}

/** With those that could not be read: they have their place on the page. */
function rowsOf<T>({ data, unreadable = 0 }: List<T>): number {
  return data.length + unreadable;
}

function text(value: unknown): string | undefined {
  return typeof value === "string" && value !== "" ? value : undefined;
}

/** The cursor that stands in place of a URL, where an answer has no cursors beside it. No URL is read for one. */
function bare(link: unknown): string | undefined {
  const given = text(link);
  return given === undefined || /^[a-z]+:/i.test(given) ? undefined : given;
}

/** Refuses what the API would answer with 400, but for a cursor that only the API can read. */
export function checkPage(query: PageQuery): void {
  const { limit, after, before } = query;
  if (limit !== undefined && !(Number.isInteger(limit) && limit >= 1 && limit <= 100)) {
    throw invalidRequest("limit", "must be an integer from 1 to 100");
  }
  if (after !== undefined && before !== undefined) throw invalidRequest("before", "must not stand together with after");
  if (after === "") throw invalidRequest("after", "must not be empty");
  if (before === "") throw invalidRequest("before", "must not be empty");
}
