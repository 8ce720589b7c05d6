import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { readPerson } from "../../src/kapso/people.ts";
import { matchesAnySpelling, matchesOwnSpelling, readPattern } from "../../src/tools/definition/recipient-pattern.ts";
import { forms, madeIds, spelled, spelledTwice } from "./numbers-written.ts";

function patterns(...texts: string[]) {
  return texts.map((text) => {
    const pattern = readPattern(text);
    if (pattern === undefined) throw new Error(`no pattern: ${text}`);
    return pattern;
  });
}
const person = (text: string, isGroup = false) => readPerson(text, isGroup)!;
const denied = (list: string[], text: string) => matchesAnySpelling(patterns(...list), person(text));
const allowed = (list: string[], text: string) => matchesOwnSpelling(patterns(...list), person(text));

const international = (text: string) => /^(\+|00)/.test(text);

describe("an entry", () => {
  test.each([
    "*",
    "+*",
    "+55 *11",
    "55 11*",
    "BR.*",
    "+1234567890123456*",
    "+0*",
    "11 98765-0042",
    "(11) 98765-0042",
    "011987650042",
    "+5511",
    "55119",
    "+5511987650O42",
    "005511987650O42",
    "+44 (0)20 7946 0018",
    "a b",
    "José",
    "",
  ])("%j is refused", (text) => {
    expect(readPattern(text)).toBeUndefined();
  });

  test.each([
    ["+5511*", { kind: "prefix", digits: "5511" }],
    ["0055 (11) 9*", { kind: "prefix", digits: "55119" }],
    ["5511*", { kind: "prefix", digits: "5511" }],
    ["+55 11 98765-0042", { kind: "number", short: "551187650042" }],
    ["BR.1203774419085533", { kind: "id", id: "BR.1203774419085533" }],
    ["120363025912345678", { kind: "id", id: "120363025912345678" }],
    ["Y2FwaV9ncm91cDo+/w==", { kind: "id", id: "Y2FwaV9ncm91cDo+/w==" }],
  ])("%j is read", (text, pattern) => {
    expect(readPattern(text)).toEqual(pattern);
  });
});

describe("a number in a list", () => {
  test("fits its person in every spelling, and nobody else", () => {
    const entry = spelledTwice.filter(([one]) => international(one));
    fc.assert(
      fc.property(entry, forms, ([listed, addressed], [other = ""]) => {
        expect(denied([listed], addressed)).toBe(true);
        expect(allowed([listed], addressed)).toBe(true);
        const same = JSON.stringify(person(listed)) === JSON.stringify(person(other));
        expect(denied([listed], other)).toBe(same);
        expect(allowed([listed], other)).toBe(same);
      }),
    );
  });

  test("never fits an id", () => {
    fc.assert(
      fc.property(madeIds, forms, (id, [number = ""]) => {
        for (const list of [[`+${number}`], [`+${number.slice(0, 2)}*`]]) {
          expect(denied(list, id)).toBe(false);
          expect(allowed(list, id)).toBe(false);
        }
        expect(denied([id], id)).toBe(true);
        expect(allowed([id], id)).toBe(true);
      }),
    );
    expect(matchesAnySpelling(patterns("+5511*"), person("5511987650042", true))).toBe(false);
  });
});

describe("the beginning of a number", () => {
  /** A person's forms, a beginning of one of them, and how the person is addressed. */
  const cases = forms.chain((all) =>
    fc
      .tuple(fc.constantFrom(...all), fc.constantFrom(...all), fc.integer({ min: 1, max: 12 }))
      .chain(([listed, addressed, length]) =>
        fc.record({ all: fc.constant(all), beginning: fc.constant(listed.slice(0, length)), to: spelled(addressed) }),
      ),
  );

  test("keeps out whoever has a form that begins so", () => {
    fc.assert(fc.property(cases, ({ beginning, to }) => denied([`+${beginning}*`], to)));
  });

  test("lets in nobody whom it would not keep out, and judges all spellings of one person alike", () => {
    fc.assert(
      fc.property(cases, forms, ({ beginning }, all) => {
        const list = [`+${beginning}*`];
        const verdicts = new Set(all.map((number) => allowed(list, `+${number}`)));
        expect(verdicts.size).toBe(1);
        if (verdicts.has(true)) expect(denied(list, `+${all[0]}`)).toBe(true);
        if (!all.some((number) => number.startsWith(beginning))) expect(verdicts.has(true)).toBe(false);
      }),
    );
  });

  test("lets in a number that begins so where it has one form", () => {
    fc.assert(
      fc.property(cases, ({ all, beginning, to }) => {
        fc.pre(all.length === 1);
        expect(allowed([`+${beginning}*`], to)).toBe(true);
      }),
    );
  });

  test.each([
    ["+55119*", "+5511987650042"],
    ["+55119*", "551187650042"],
    ["+55118*", "+5511987650042"],
    ["+551198*", "+5511987650042"],
    ["+551198*", "551187650042"],
    ["+5255*", "+5215512345678"],
    ["+52155*", "+525512345678"],
    ["+5411*", "+5491123456789"],
    ["+54911*", "541123456789"],
  ])("%s lets %s in", (entry, to) => {
    expect(allowed([entry], to)).toBe(true);
  });

  test.each([
    // (11) 9876-5004 of old, (11) 99876-5004 now.
    ["+551198*", "551198765004"],
    ["+551198*", "5511998765004"],
    ["+5511*", "+5521987650042"],
  ])("%s keeps %s out of an allow list", (entry, to) => {
    expect(allowed([entry], to)).toBe(false);
  });

  test("a deny list takes either reading", () => {
    expect(denied(["+551198*"], "551198765004")).toBe(true);
    expect(denied(["+551198*"], "5511998765004")).toBe(true);
  });
});
