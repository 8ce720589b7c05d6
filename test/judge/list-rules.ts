import { digits } from "./formats.ts";

/**
 * What a page must be beside its shape: no longer than asked, newest first, obedient to every filter of the query, with
 * a next page only where rows are left (README section 5, stored-data.md "List" sections). The page has passed its schema.
 */

type Row = Record<string, unknown>;
interface Page {
  data: Row[];
  paging: { next: string | null; previous: string | null };
}

/** `[query parameter, does this row obey it]` */
type Filter = [name: string, obeys: (row: Row, wanted: string) => boolean];

export interface ListKind {
  /** The sort value of a row as milliseconds; rows come in descending order. */
  sortedBy: (row: Row) => number;
  filters: Filter[];
}

const kapso = (row: Row): Row => (row.kapso ?? {}) as Row;
const same = (value: unknown, wanted: string) => value === undefined || value === wanted;
const sameCase = (value: unknown, wanted: string) => String(value).toLowerCase() === wanted.toLowerCase();
const time = (value: unknown) => Date.parse(String(value));
const sentAt = (row: Row) => Number(row.timestamp) * 1000;
const calledAt = (row: Row) => time(row.session_started_at ?? row.started_at ?? row.created_at);

export const LISTS = {
  messages: {
    sortedBy: sentAt,
    filters: [
      ["direction", (row, wanted) => same(kapso(row).direction, wanted)],
      ["status", (row, wanted) => same(kapso(row).status, wanted)],
      ["conversation_id", (row, wanted) => same(kapso(row).whatsapp_conversation_id, wanted)],
      // timestamps are whole seconds, the bounds need not be
      ["since", (row, wanted) => sentAt(row) + 999 >= time(wanted)],
      ["until", (row, wanted) => sentAt(row) <= time(wanted)],
    ],
  },
  conversations: {
    sortedBy: (row) => time(row.last_active_at),
    filters: [
      ["status", (row, wanted) => row.status === wanted],
      ["last_active_since", (row, wanted) => time(row.last_active_at) >= time(wanted)],
      ["last_active_until", (row, wanted) => time(row.last_active_at) <= time(wanted)],
      ["phone_number", (row, wanted) => digits(String(row.phone_number)) === digits(wanted)],
    ],
  },
  contacts: {
    sortedBy: (row) => time(row.created_at),
    filters: [
      ["wa_id", (row, wanted) => row.wa_id === digits(wanted)],
      ["customer_id", (row, wanted) => row.customer_id === wanted],
      ["has_customer", (row, wanted) => (row.customer_id !== null) === (wanted === "true")],
    ],
  },
  calls: {
    sortedBy: calledAt,
    filters: [
      ["direction", (row, wanted) => sameCase(row.direction, wanted)],
      ["status", (row, wanted) => sameCase(row.status, wanted)],
      ["call_id", (row, wanted) => row.call_id === wanted],
      ["since", (row, wanted) => calledAt(row) >= time(wanted)],
      ["until", (row, wanted) => calledAt(row) <= time(wanted)],
    ],
  },
} satisfies Record<string, ListKind>;

/** Query values that must have been answered with 400 (README section 5). */
export function badPaging(query: URLSearchParams): string | undefined {
  const limit = query.get("limit");
  if (limit !== null && !(/^\d+$/.test(limit) && Number(limit) >= 1 && Number(limit) <= 100)) return `limit=${limit}`;
  return query.has("after") && query.has("before") ? "both after and before" : undefined;
}

export function pageViolations(kind: ListKind, url: URL, page: Page): string[] {
  const query = url.searchParams;
  const faults: string[] = [];
  const limit = Number(query.get("limit") ?? 20);
  if (page.data.length > limit) faults.push(`data: ${page.data.length} rows for limit ${limit}`);
  if (page.data.length === 0 && page.paging.next !== null) faults.push("paging.next: set on an empty page");
  page.data.forEach((row, index) => {
    const before = page.data[index - 1];
    if (before && kind.sortedBy(before) < kind.sortedBy(row))
      faults.push(`data.${index}: newer than the row before it`);
    for (const [name, obeys] of kind.filters) {
      const wanted = query.get(name);
      if (wanted !== null && !obeys(row, wanted)) faults.push(`data.${index}: does not obey ${name}=${wanted}`);
    }
  });
  return faults;
}
