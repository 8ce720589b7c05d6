import fc from "fast-check";

/** Phone numbers as people and programs write them, for properties. */

const digits = (length: number, first = "0123456789") =>
  fc
    .tuple(
      fc.constantFrom(...first),
      fc.string({ unit: fc.constantFrom(..."0123456789"), minLength: length - 1, maxLength: length - 1 }),
    )
    .map(([head, tail]) => head + tail);

/** Countries whose numbers have two forms: code and area, the digit between, the rest. */
const brazil = fc.tuple(digits(2, "123456789"), digits(8, "6789")).map(([area, rest]) => [`55${area}`, "9", rest]);
const mexico = digits(10, "23456789").map((rest) => ["52", "1", rest]);
const argentina = digits(10, "123").map((rest) => ["54", "9", rest]);

/** One person's number, in every form of digits that it has. */
export const rewritten = fc
  .oneof(brazil, mexico, argentina)
  .map(([head = "", mark = "", rest = ""]) => [`${head}${mark}${rest}`, `${head}${rest}`]);

/** Numbers of countries where nothing is rewritten, and Brazilian landlines. */
export const steady = fc.oneof(
  fc
    .tuple(fc.constantFrom("1", "34", "44", "56", "91", "971"), digits(9, "123456789"))
    .map((parts) => [parts.join("")]),
  fc.tuple(digits(2, "123456789"), digits(8, "2345")).map(([area, rest]) => [`55${area}${rest}`]),
);

export const forms = fc.oneof(rewritten, steady);

const gap = fc.constantFrom("", "", "", " ", "-", ".", " (", ") ", "\u00a0");
const prefix = fc.constantFrom("+", "00", "+ ", "");

/** Any spelling of these digits: with `+`, `00` or neither, and punctuation between. */
export function spelled(number: string): fc.Arbitrary<string> {
  const gaps = fc.array(gap, { minLength: number.length, maxLength: number.length });
  return fc
    .tuple(prefix, gaps)
    .map(
      ([start, between]) => start + [...number].map((digit, i) => (i === 0 ? digit : `${between[i]}${digit}`)).join(""),
    )
    .filter((text) => !text.includes("(0)"));
}

/** A person and two spellings of the number. */
export const spelledTwice = forms.chain((all) =>
  fc
    .tuple(fc.constantFrom(...all), fc.constantFrom(...all))
    .chain(([one, other]) => fc.tuple(spelled(one), spelled(other))),
);

/** Ids of the API's making: user ids with their country, group ids in Base64. */
export const madeIds = fc.oneof(
  fc.tuple(fc.constantFrom("BR.", "MX.", "user."), digits(16)).map((parts) => parts.join("")),
  fc
    .uint8Array({ minLength: 12, maxLength: 40 })
    .map((bytes) => `Y2FwaV9ncm91cDo${Buffer.from(bytes).toString("base64")}`),
);
