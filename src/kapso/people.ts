/** Who is the same recipient, however it is spelled (contract README section 13, messages.md section 1). */

/** A number in the two spellings that it can have; most numbers have one, which then stands in both places. */
export interface Numbered {
  kind: "number";
  /** Without the digit that a country puts between its code and the subscriber: what names the person. */
  short: string;
  long: string;
  /** The beginning of `long` up to that digit, and with it. Empty where there is no such digit. */
  marked: string;
}

/** Somebody who is known by a name of the API's making: a business-scoped user id, a group id. */
export interface Named {
  kind: "id";
  id: string;
}

export type Person = Numbered | Named;

/**
 * Where a `wa_id` can differ from the number that was dialled: head, mark and tail. Brazil's mobile numbers got a ninth
 * digit, before eight that begin with 6 to 9 (the others are landlines, which have eight for good). Mexico's once had
 * a 1, Argentina's have a 9 when they are called from abroad.
 */
const REWRITTEN = [
  { mark: "9", pattern: /^(55\d{2})9?([6-9]\d{7})$/ },
  { mark: "1", pattern: /^(52)1?(\d{10})$/ },
  { mark: "9", pattern: /^(54)9?(\d{10})$/ },
];

/** The characters that user ids and group ids are made of. */
export const isId = (text: string): boolean => /^[A-Za-z0-9+/=_.@-]{1,256}$/.test(text);

/** Whom a send names. Undefined where nobody can tell: neither a number nor an id. */
export function readPerson(text: string, isGroup = false): Person | undefined {
  const digits = isGroup ? undefined : readNumber(text);
  if (digits !== undefined) return toNumbered(digits);
  // A user id has letters in it; what has none and is no number may be a number that is written in an odd way.
  return isId(text) && (isGroup || /[A-Za-z]/.test(text)) ? { kind: "id", id: text } : undefined;
}

/** Every form in which a person can be addressed and stored: the digits of both spellings, or the id. */
export function spellings(person: Person): readonly string[] {
  if (person.kind === "id") return [person.id];
  return [...new Set([person.short, person.long])];
}

/** One key for all spellings of a number; everything else is its own key, and never that of a number. */
export function personKey(text: string): string {
  const digits = readNumber(text);
  return digits === undefined ? text : toNumbered(digits).short;
}

export function samePerson(a: string, b: string): boolean {
  return personKey(a) === personKey(b);
}

/** The digits of a number with its country code. `(0)` is a digit for some callers and none for others: no number. */
function readNumber(text: string): string | undefined {
  const spelled = text.trim();
  if (!/^(?:\+|00)?[\d\s().-]+$/.test(spelled) || spelled.includes("(0)")) return undefined;
  const digits = spelled.replace(/^00/, "").replace(/\D/g, "");
  return /^[1-9]\d{4,14}$/.test(digits) ? digits : undefined;
}

function toNumbered(digits: string): Numbered {
  for (const { mark, pattern } of REWRITTEN) {
    const [, head, tail] = pattern.exec(digits) ?? [];
    if (head === undefined || tail === undefined) continue;
    return { kind: "number", short: head + tail, long: head + mark + tail, marked: head + mark };
  }
  return { kind: "number", short: digits, long: digits, marked: "" };
}
