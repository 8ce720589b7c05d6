import { describe, expect, test } from "vitest";
import { cleanResult } from "../../../src/server/call/clean.ts";

const deep = (text: string) => ({ data: [{ a: { b: [text, [{ c: text }]] } }, { n: 1, t: true, x: null }] });

test("strings are cleaned wherever they stand, and counted at the top, first", () => {
  const clean = cleanResult(deep("o\u200Bk\u202E"));
  const removed_characters = { "data[0].a.b[0]": 2, "data[0].a.b[1][0].c": 2 };
  expect(clean).toEqual({ removed_characters, ...deep("ok") });
  expect(Object.keys(clean)[0]).toBe("removed_characters");
});

test("what has nothing to remove comes back as it is, without a count", () => {
  const result = deep("Olá 👨‍👩‍👧");
  expect(cleanResult(result)).toBe(result);
});

test("many places are told as ten and the rest", () => {
  const { removed_characters } = cleanResult({ rows: Array.from({ length: 25 }, () => "a\u200B") });
  expect(Object.keys(removed_characters as object)).toHaveLength(11);
  expect(removed_characters).toMatchObject({ "rows[0]": 1, "rows[9]": 1, elsewhere: 15 });
});

test("what was given is left as it was", () => {
  const result = deep("o\u200Bk");
  cleanResult(result);
  expect(result).toEqual(deep("o\u200Bk"));
});

describe("keys", () => {
  test("are cleaned like values", () => {
    expect(cleanResult({ metadata: { "na\u2060me": "x" } })).toEqual({
      removed_characters: { metadata: 1 },
      metadata: { name: "x" },
    });
  });

  test("that look alike keep their values; the one that was clean keeps its name", () => {
    const metadata = { "a\u200B": 1, a: 2, "a\u200B\u200B": 3, "a (2)": 4 };
    expect(cleanResult({ metadata })).toEqual({
      removed_characters: { metadata: 3 },
      metadata: { "a (3)": 1, a: 2, "a (4)": 3, "a (2)": 4 },
    });
  });

  test("that are names of the language's own go, also those that become one", () => {
    const metadata = JSON.parse('{"__proto__": {"polluted": true}, "constructor": 1, "prototype": 2, "a": 3}');
    expect(Object.keys(cleanResult({ metadata })["metadata"] as object)).toEqual(["a"]);
    const hidden = cleanResult({ metadata: { "__pro\u200Bto__": { polluted: true }, a: 1 } });
    expect(Object.keys(hidden["metadata"] as object)).toEqual(["a"]);
    expect((hidden["metadata"] as { polluted?: boolean }).polluted).toBeUndefined();
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
  expect(cleanResult(result)).toBe(result);
});
