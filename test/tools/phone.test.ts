import fc from "fast-check";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { SANDBOX } from "../../src/sandbox/index.ts";
import { numberFault } from "../../src/tools/definition/phone/length.ts";
import { internationalDigits } from "../../src/tools/definition/phone/written.ts";
import { readPattern } from "../../src/tools/definition/recipient-pattern.ts";
import { FUZZ_TIMEOUT_MS, runs } from "../fuzz/runs.ts";
import { NO_RULES, type Shift, startShift } from "../helpers/harness.ts";

/** Ways to write a number, from its digits. */
const SPELLINGS: ((digits: string) => string)[] = [
  (digits) => digits,
  (digits) => `+${digits}`,
  (digits) => `00${digits}`,
  (digits) => `whatsapp:+${digits}`,
  (digits) => `tel:+${digits}`,
  (digits) => `tel:+${digits.slice(0, 2)}-${digits.slice(2, 5)}-${digits.slice(5)}`,
  (digits) => `+${digits.slice(0, 2)} (${digits.slice(2, 4)}) ${digits.slice(4)}`,
  (digits) => `+${digits.slice(0, 2)}\u2011${digits.slice(2, 6)}\u2013${digits.slice(6)}`,
  (digits) => `+${digits.slice(0, 2)}\u00a0${digits.slice(2, 6)}\u202f${digits.slice(6)}`,
  (digits) => `\u202a+${digits}\u202c`,
  (digits) => `+${digits.slice(0, 4)}\u200b${digits.slice(4)}`,
  (digits) => `"+${digits}"`,
  (digits) => `https://wa.me/${digits}`,
  (digits) => `wa.me/+${digits}?text=hello`,
  (digits) => `https://api.whatsapp.com/send?phone=${digits}&text=a`,
  (digits) => `https://api.whatsapp.com/send/?text=a&phone=%2B${digits}`,
  (digits) => `whatsapp://send?phone=+${digits}`,
  (digits) => `${digits}@s.whatsapp.net`,
  (digits) => `${digits}:12@s.whatsapp.net`,
  (digits) => `${digits}@c.us`,
  (digits) => `\uff0b${digits.replace(/\d/g, (digit) => String.fromCodePoint(0xff10 + Number(digit)))}`,
];

test(
  "a number is the same in every spelling",
  () => {
    const number = fc.stringMatching(/^[1-9]\d{7,14}$/);
    const property = fc.property(number, fc.constantFrom(...SPELLINGS), (digits, spell) => {
      expect(internationalDigits(spell(digits))).toBe(digits);
    });
    fc.assert(property, runs(400));
  },
  FUZZ_TIMEOUT_MS,
);

describe("the country's plan of numbers", () => {
  test.each([
    ["+4407911123456", "has digits that are dialled at home alone: the number is likely +447911123456"],
    ["+54111512345678", "has digits that are dialled at home alone: the number is likely +5491112345678"],
    ["+4901711234567", "the number is likely +491711234567"],
    ["+330612345678", "the number is likely +33612345678"],
    ["+3460012345", "is too short for a number of +34"],
    ["+346001234567", "is too long for a number of +34"],
    ["+1415555010", "is too short for a number of +1"],
  ])("%s: %s", (number, fault) => {
    expect(numberFault(number)).toContain(fault);
  });

  test.each([
    ["with Brazil's ninth digit", "+5511987650042"],
    ["without it", "+551187650042"],
    ["with the 1 that Mexico had", "+5215512345678"],
    ["without it", "+525512345678"],
    ["with Argentina's 9", "+5491123456789"],
    ["without it", "+541123456789"],
    ["with an Italian 0", "+390612345678"],
    ["for films", "+15555550100"],
    ["of a country that nobody knows", "+99912345678"],
    ["of the sandbox", `+${SANDBOX.closedCustomer.replace("+", "")}`],
  ])("one %s is right: %s", (_, number) => {
    expect(numberFault(number)).toBeUndefined();
  });
});

describe("a send", () => {
  let shift: Shift;
  beforeAll(async () => {
    shift = await startShift({ rules: { ...NO_RULES, deny: [readPattern(SANDBOX.closedCustomer)!] } });
  });
  afterAll(() => shift.close());
  beforeEach(() => shift.sandbox.reset());

  const send = (to: string) => shift.call("send_message", { to, type: "text", text: "Hi", allow_duplicate: true });
  const sent = () => shift.sandbox.requests().filter(({ method }) => method === "POST");

  test.each(SPELLINGS.map((spell) => spell(SANDBOX.openCustomer.replace("+", ""))))("to %s arrives", async (to) => {
    const { data } = await send(to);
    expect(data.to).toBe(SANDBOX.openCustomer);
  });

  test.each(SPELLINGS.map((spell) => spell(SANDBOX.closedCustomer.replace("+", ""))))(
    "to %s, whom the operator denied, is refused",
    async (to) => {
      const { isError } = await send(to);
      expect(isError).toBe(true);
      expect(sent()).toEqual([]);
    },
  );

  test.each([
    ["+44 0 7911 123456", "to: has digits that are dialled at home alone: the number is likely +447911123456"],
    ["+34 600 12 345", "to: is too short for a number of +34"],
    ["(11) 98765-0042", "to: must be a phone number with country code"],
    ["+55 (0)11 98765-0042", "to: must be a phone number with country code"],
    ["tel:+5511987650042;ext=12", "to: must be a phone number with country code"],
    ["120363041234567890@g.us", "to: is no person's number: a group has group_id"],
    ["123456789012345@lid", "to: is no person's number"],
    ["+".repeat(100_000), "to: must be a phone number with country code"],
    ["https://wa.me/message/ABCDEF", "to: must be a phone number with country code"],
  ])("to %s is refused before it leaves: %s", async (to, fault) => {
    const { text } = await send(to);
    expect(text).toContain(fault);
    expect(sent()).toEqual([]);
  });
});
