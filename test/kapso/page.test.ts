import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { cursors } from "../../src/kapso/http/page.ts";
import type { List } from "../../src/kapso/types.ts";

const URL = "https://app.kapso.ai/api/meta/v23.0/1/messages?after=from-the-url";
const rows = (count: number) => Array.from({ length: count }, (_, row) => row);
const page = (count: number, paging: List<number>["paging"]): List<number> => ({ data: rows(count), paging });
const both = { before: "B", after: "A" };

describe("the cursors of a stored list", () => {
  const cases: [string, List<number>, Parameters<typeof cursors>[1], object][] = [
    ["a first page with more", page(20, { cursors: both, next: URL, previous: null }), {}, { next: "A" }],
    [
      "a page in the middle",
      page(20, { cursors: both, next: URL, previous: URL }),
      { after: "x" },
      { next: "A", previous: "B" },
    ],
    ["a short last page", page(3, { cursors: both, next: null, previous: URL }), { after: "x" }, { previous: "B" }],
    ["a short page that has a next all the same", page(3, { cursors: both, next: URL }), {}, { next: "A" }],
    ["a full page with next null is the last", page(20, { cursors: both, next: null }), {}, {}],
    ["a bare cursor in place of a URL", page(20, { cursors: both, next: "A", previous: null }), {}, { next: "A" }],
    ["a bare cursor and none beside it", page(3, { next: "A" }), {}, { next: "A" }],
    [
      "previous null in the middle, as live hosts have it",
      page(20, { cursors: both, next: "A", previous: null }),
      { after: "x" },
      { next: "A", previous: "B" },
    ],
    [
      "a page of which no row could be read",
      { ...page(0, { cursors: both, next: "A" }), unreadable: 20 },
      {},
      { next: "A" },
    ],
    ["cursors only, full", page(5, { cursors: both }), { limit: 5 }, { next: "A" }],
    ["cursors only, short", page(4, { cursors: both }), { limit: 5 }, {}],
    ["cursors only, after a page", page(5, { cursors: both }), { limit: 5, after: "x" }, { next: "A", previous: "B" }],
    [
      "cursors only, back and full",
      page(5, { cursors: both }),
      { limit: 5, before: "x" },
      { next: "A", previous: "B" },
    ],
    ["cursors only, back to a short first page", page(2, { cursors: both }), { limit: 5, before: "x" }, { next: "A" }],
    [
      "back to the beginning",
      page(2, { cursors: both, next: URL, previous: null }),
      { limit: 5, before: "x" },
      { next: "A" },
    ],
    [
      "an empty page after a cursor",
      page(0, { cursors: { before: "B", after: null }, previous: URL }),
      { after: "x" },
      { previous: "B" },
    ],
    ["an empty page before a cursor", page(0, { cursors: both, next: URL, previous: URL }), { before: "x" }, {}],
    ["an empty list", page(0, { cursors: { before: null, after: null }, next: null, previous: null }), {}, {}],
    ["a null cursor", page(20, { cursors: { before: "B", after: null }, next: URL }), {}, {}],
    ["no cursors", page(20, { next: URL, previous: URL }), {}, {}],
    ["null cursors", page(20, { cursors: null, next: URL }), {}, {}],
    ["no paging", { data: rows(20) }, {}, {}],
  ];
  test.each(cases)("%s", (_, list, query, expected) => {
    expect(cursors(list, query)).toEqual(expected);
  });
});

describe("the cursors of a list of Meta", () => {
  const cases: [string, List<number>, object][] = [
    ["cursors without links are the last page", page(20, { cursors: both }), {}],
    ["next is the signal", page(2, { cursors: both, next: URL }), { next: "A" }],
    ["previous likewise", page(2, { cursors: both, previous: URL }), { previous: "B" }],
  ];
  test.each(cases)("%s", (_, list, expected) => {
    expect(cursors(list, {}, "meta")).toEqual(expected);
  });
});

const link = fc.option(fc.constantFrom(URL, "bare"), { nil: null });
const optional = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined });
const cursor = optional(fc.option(fc.string({ maxLength: 5 }), { nil: null }));
const paging = optional(
  fc.option(
    fc.record({
      cursors: optional(fc.option(fc.record({ before: cursor, after: cursor }), { nil: null })),
      next: optional(link),
      previous: optional(link),
    }),
    { nil: null },
  ),
);
const query = fc.record({ limit: optional(fc.integer({ min: 1, max: 100 })), after: optional(fc.string()) });
const kind = fc.constantFrom("stored" as const, "meta" as const);

test("only the cursors that the answer gives come back, and never a part of a URL", () => {
  fc.assert(
    fc.property(fc.nat(30), paging, query, kind, (count, given, asked, list) => {
      const { next, previous } = cursors(page(count, given), asked, list);
      expect([undefined, given?.cursors?.after, "bare"]).toContain(next);
      expect([undefined, given?.cursors?.before, "bare"]).toContain(previous);
      expect(next).not.toBe("");
      expect(count === 0 && next !== undefined).toBe(false);
      expect(given?.next === null && next !== undefined).toBe(false);
    }),
  );
});

/** A service that pages over `all` as the contract says, with or without links. */
function serve(
  all: number[],
  links: boolean,
  { limit = 20, after, before }: { limit?: number; after?: string; before?: string },
): List<number> {
  const from = after !== undefined ? Number(after) + 1 : before !== undefined ? Math.max(Number(before) - limit, 0) : 0;
  const to = before !== undefined ? Number(before) : from + limit;
  const data = all.slice(from, to);
  const [first, last] = [data[0], data.at(-1)];
  return {
    data,
    paging: {
      cursors: { before: first === undefined ? null : String(first), after: last === undefined ? null : String(last) },
      ...(links && { next: to < all.length ? URL : null, previous: from > 0 && data.length > 0 ? URL : null }),
    },
  };
}

test("following next reads every row once and ends; following previous leads back to the beginning", () => {
  fc.assert(
    fc.property(fc.nat(90), fc.integer({ min: 1, max: 40 }), fc.boolean(), (size, limit, links) => {
      const all = rows(size);
      const seen: number[] = [];
      let asked: { limit: number; after?: string; before?: string } = { limit };
      let list = serve(all, links, asked);
      for (let pages = 0; pages <= size + 1; pages += 1) {
        seen.push(...list.data);
        const { next } = cursors(list, asked);
        if (next === undefined) break;
        asked = { limit, after: next };
        list = serve(all, links, asked);
      }
      expect(seen).toEqual(all);
      for (let pages = 0; pages <= size + 1 && list.data.length > 0; pages += 1) {
        const { previous } = cursors(list, asked);
        if (previous === undefined) break;
        asked = { limit, before: previous };
        list = serve(all, links, asked);
      }
      if (size > 0 && list.data.length > 0) expect(list.data[0]).toBe(0);
    }),
  );
});
