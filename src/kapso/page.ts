import { invalidRequest } from "./errors.ts";
import type { List } from "./types.ts";

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
 * The cursors of the neighbouring pages, by `contract/README.md` section 5. The absolute URLs `next` and `previous`
 * only tell whether a page exists; they are never followed, and no cursor is read from them.
 */
export function cursors<T>(list: List<T>, query: PageQuery, kind: ListKind = "stored"): Cursors {
  const given = list.paging?.cursors;
  const next = hasNext(list, query, kind) ? cursor(given?.after) : undefined;
  const previous = hasPrevious(list, query, kind) ? cursor(given?.before) : undefined;
  return {
    ...(next !== undefined && { next }),
    ...(previous !== undefined && { previous }),
  };
}

function hasNext<T>(list: List<T>, query: PageQuery, kind: ListKind): boolean {
  const next = list.paging?.next;
  if (list.data.length === 0) return false;
  if (kind === "meta" || isLink(next)) return isLink(next);
  // A short page that was reached backwards ends at the beginning: the page it was reached from still follows.
  if (query.before !== undefined && next === undefined) return true;
  return isFull(list, query);
}

function hasPrevious<T>(list: List<T>, query: PageQuery, kind: ListKind): boolean {
  const previous = list.paging?.previous;
  if (query.before !== undefined && list.data.length === 0) return false;
  if (kind === "meta" || previous === null || isLink(previous)) return isLink(previous);
  if (query.before !== undefined) return isFull(list, query);
  return query.after !== undefined;
}

function isFull<T>(list: List<T>, query: PageQuery): boolean {
  return list.data.length >= (query.limit ?? DEFAULT_LIMIT);
}

function isLink(value: string | null | undefined): boolean {
  return typeof value === "string" && value !== "";
}

function cursor(value: string | null | undefined): string | undefined {
  return typeof value === "string" && value !== "" ? value : undefined;
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
