import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { cleanResult } from "../../src/server/clean.ts";
import { cleanRecord } from "../../src/tools/clean-record.ts";

/** The record; its JSON is always that of the record. */
function clean(result: Record<string, unknown>): Record<string, unknown> {
  const { record, json } = cleanResult(result);
  expect(json).toBe(JSON.stringify(record));
  return record;
}

const deep = (text: string) => ({ data: [{ a: { b: [text, [{ c: text }]] } }, { n: 1, t: true, x: null }] });

test("strings are cleaned wherever they stand, and counted at the top, first", () => {
  const cleaned = clean(deep("o\u200Bk\u202E"));
  expect(cleaned).toEqual({ removed_characters: 4, ...deep("ok") });
  expect(Object.keys(cleaned)[0]).toBe("removed_characters");
});

test("what has nothing to remove comes back as it is, without a count", () => {
  const result = deep("Olá 👨‍👩‍👧");
  expect(clean(result)).toBe(result);
});

test("what was given is left as it was", () => {
  const result = deep("o\u200Bk");
  clean(result);
  expect(result).toEqual(deep("o\u200Bk"));
});

describe("keys", () => {
  test("are cleaned like values", () => {
    expect(clean({ metadata: { "na\u2060me": "x" } })).toEqual({
      removed_characters: 1,
      metadata: { name: "x" },
    });
  });

  test("that look alike keep their values; the one that was clean keeps its name", () => {
    const metadata = { "a\u200B": 1, a: 2, "a\u200B\u200B": 3, "a (2)": 4 };
    expect(clean({ metadata })).toEqual({
      removed_characters: 3,
      metadata: { "a (3)": 1, a: 2, "a (4)": 3, "a (2)": 4 },
    });
  });

  test("that become names of the language's own are only data", () => {
    const { metadata } = clean({ metadata: { "__pro\u200Bto__": { polluted: true } } });
    expect(Object.keys(metadata as object)).toEqual(["__proto__"]);
    expect((metadata as { polluted?: boolean }).polluted).toBeUndefined();
  });
});

test("ids, cursors, times and addresses go through untouched", () => {
  const result = {
    next_cursor: "eyJ2YWx1ZXMiOlsiMjAyNi0xMS0yMFQxMzoxMDowMFoiLDE0XX0=",
    message_id: "wamid.HBgNNTUxMTk4NzY1MDA0MhUCABIYFDNFQjAwMDAwMDAwMDAwMDAwMQA=",
    conversation_id: "c0000000-0000-4000-8000-000000000001",
    user_id: "BR.1203774419085533",
    time: "2026-11-20T14:03:11Z",
    from: "+5511987650042",
    link: "https://lookaside.example/a%20b?x=1&y=%E2%80%8B#z",
  };
  expect(clean(result)).toBe(result);
});

test("nothing is overlooked where the JSON tells that there is nothing to clean", () => {
  const odd = fc.constantFrom(
    "\u0000",
    "\b",
    "\f",
    "\r",
    "\r\n",
    "\u007f",
    "\u200b",
    "\ud800",
    "\udc00",
    "\\b",
    "\\r",
    "é",
    "👍🏽",
  );
  const text = fc.oneof(
    odd,
    fc.string({ unit: "binary", maxLength: 5 }),
    fc.string({ unit: "grapheme", maxLength: 5 }),
  );
  const record = fc.dictionary(text, fc.oneof(text, fc.array(text), fc.dictionary(text, text)), { maxKeys: 4 });
  fc.assert(
    fc.property(record, (result) => {
      const { record: slowly, removed } = cleanRecord(result);
      expect(clean(result)).toEqual(removed === 0 ? result : { removed_characters: removed, ...slowly });
    }),
    { numRuns: 1_000 },
  );
});
