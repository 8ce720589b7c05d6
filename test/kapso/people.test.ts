import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { personKey, readPerson, samePerson, spellings } from "../../src/kapso/people.ts";
import { forms, madeIds, spelled, spelledTwice } from "../tools/numbers-written.ts";

describe("a number's key", () => {
  test.each([
    ["+55 11 98765-0042", "551187650042"],
    ["0055 (11) 98765.0042", "551187650042"],
    ["5511987650042", "551187650042"],
    ["551187650042", "551187650042"],
    ["+52 1 55 1234 5678", "525512345678"],
    ["+52 55 1234 5678", "525512345678"],
    ["+54 9 11 2345-6789", "541123456789"],
    ["541123456789", "541123456789"],
    ["+34 600 12 34 56", "34600123456"],
    [" 34600123456 ", "34600123456"],
  ])("%j is %s", (text, key) => {
    expect(personKey(text)).toBe(key);
  });

  test("is that of all its spellings", () => {
    fc.assert(fc.property(spelledTwice, ([one, other]) => samePerson(one, other)));
  });

  test("is nobody else's", () => {
    fc.assert(
      fc.property(forms, forms, (some, others) => {
        fc.pre(!some.some((number) => others.includes(number)));
        for (const one of some) for (const other of others) expect(samePerson(`+${one}`, other)).toBe(false);
      }),
    );
  });

  test("is its own key", () => {
    fc.assert(fc.property(forms, ([number = ""]) => personKey(personKey(number)) === personKey(number)));
  });

  test("keeps a Brazilian landline apart from the mobile with a ninth digit before its number", () => {
    expect(samePerson("+55 11 3265-0042", "+55 11 93265-0042")).toBe(false);
  });
});

describe("an id", () => {
  test("is its own key, and nobody's number", () => {
    fc.assert(
      fc.property(madeIds, forms, (id, [number = ""]) => {
        expect(personKey(id)).toBe(id);
        expect(samePerson(id, number)).toBe(false);
        expect(samePerson(id, `+${number}`)).toBe(false);
      }),
    );
  });

  test("that has a number's digits in it is no number", () => {
    expect(samePerson("BR.5511987650042", "5511987650042")).toBe(false);
    expect(readPerson("BR.5511987650042")).toEqual({ kind: "id", id: "BR.5511987650042" });
  });

  test("counts with its case", () => {
    expect(samePerson("BR.1203x", "br.1203x")).toBe(false);
  });
});

describe("whom a text names", () => {
  test("a number, in both spellings where it has two", () => {
    const all = fc
      .tuple(forms, fc.nat())
      .chain(([numbers, n]) => fc.tuple(spelled(numbers[n % numbers.length]!), fc.constant([...numbers].sort())));
    fc.assert(
      fc.property(all, ([text, numbers]) => {
        const person = readPerson(text);
        expect(person && [...spellings(person)].sort()).toEqual(numbers);
      }),
    );
  });

  test("a group's id is never a number", () => {
    expect(readPerson("5511987650042", true)).toEqual({ kind: "id", id: "5511987650042" });
    expect(readPerson("+abc/d=", true)).toEqual({ kind: "id", id: "+abc/d=" });
  });

  test.each([
    "",
    "0",
    "+1234",
    "+5511987650042123",
    "011987650042",
    "+0055119876",
    "+44 (0)20 7946 0018",
    "++5511987650042",
    "+55\u200b11987650042",
    "٥٥١١٩٨٧٦٥٠٠٤٢",
    "５５１１９８７６５００４２",
    "12036302591234567",
    "BR 1203",
    "a".repeat(257),
  ])("%j names nobody", (text) => {
    expect(readPerson(text)).toBeUndefined();
  });
});
