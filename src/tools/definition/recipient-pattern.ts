import { isId, type Person, readPerson, spellings } from "../../kapso/people.ts";
import { unwrapped } from "./phone/written.ts";

/** An entry of the operator's lists of recipients. */
export type RecipientPattern =
  | { kind: "number"; short: string }
  | { kind: "prefix"; digits: string }
  | { kind: "id"; id: string };

/**
 * `+55 11 98765-0042`, `5511987650042`, `+5511*`, or an id as it is. Undefined for what is none of these, and for what
 * may be a slip: a number without its country code, a number with a letter in it.
 */
export function readPattern(given: string): RecipientPattern | undefined {
  const text = unwrapped(given);
  if (text.endsWith("*")) {
    const digits = internationalDigits(text.slice(0, -1));
    return digits !== undefined && digits.length <= 15 ? { kind: "prefix", digits } : undefined;
  }
  const digits = internationalDigits(text);
  const person = digits !== undefined && /^\d{8,15}$/.test(digits) ? readPerson(digits) : undefined;
  if (person?.kind === "number") return { kind: "number", short: person.short };
  const looksLikeId = /[A-Za-z]/.test(text) || /^[1-9]\d{15,}$/.test(text);
  return isId(text) && looksLikeId && !/^(?:\+|00)\d/.test(text) ? { kind: "id", id: text } : undefined;
}

/**
 * The digits of a number, or of the beginning of one. After `+` or `00` it may have spaces and punctuation; without,
 * bare digits alone are taken, since whoever writes a number as at home leaves the country out.
 */
function internationalDigits(text: string): string | undefined {
  const marked = /^(?:\+|00)([\d\s().-]+)$/.exec(text)?.[1];
  if (text.includes("(0)")) return undefined;
  const digits = marked === undefined ? text : marked.replace(/\D/g, "");
  return /^[1-9]\d*$/.test(digits) ? digits : undefined;
}

/** Whether one of the patterns fits the person in any spelling: how a list that keeps people out is read. */
export function matchesAnySpelling(patterns: readonly RecipientPattern[], person: Person): boolean {
  return patterns.some((pattern) => {
    if (pattern.kind !== "prefix") return names(pattern, person);
    return person.kind === "number" && spellings(person).some((digits) => digits.startsWith(pattern.digits));
  });
}

/**
 * Whether one of the patterns fits the person in the spelling in which it is written: how a list that lets people in is
 * read. `+55119*` has the ninth digit, so it means the numbers with it: (11) 9876-0042 is nowadays (11) 99876-0042, and
 * must not be let in by `+551198*`. A prefix that goes another way, such as `+55118*`, means the numbers without.
 */
export function matchesOwnSpelling(patterns: readonly RecipientPattern[], person: Person): boolean {
  return patterns.some((pattern) => {
    if (pattern.kind !== "prefix") return names(pattern, person);
    if (person.kind !== "number") return false;
    const { short, long, marked } = person;
    return (marked !== "" && pattern.digits.startsWith(marked) ? long : short).startsWith(pattern.digits);
  });
}

function names(pattern: Exclude<RecipientPattern, { kind: "prefix" }>, person: Person): boolean {
  if (pattern.kind === "number") return person.kind === "number" && person.short === pattern.short;
  return person.kind === "id" && person.id === pattern.id;
}
