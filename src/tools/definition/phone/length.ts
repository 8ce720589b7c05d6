import { createRequire } from "node:module";
import { readPerson, spellings } from "../../../kapso/people.ts";

type Library = typeof import("libphonenumber-js/min");

let library: Library | undefined;

/** Loaded when the first number is judged: most starts never do. */
function load(): Library {
  const loaded: Library = library ?? createRequire(import.meta.url)("libphonenumber-js/min");
  library = loaded;
  return loaded;
}

/**
 * Why a number in E.164 cannot reach anybody, as its country's plan of numbers has it: it has digits that are dialled at
 * home alone (a trunk 0, Argentina's 15), or too few or too many. One that is merely unusual is right: plans change, and
 * WhatsApp writes some countries' numbers in its own way.
 */
export function numberFault(number: string): string | undefined {
  const { parsePhoneNumberFromString: parse, validatePhoneNumberLength: lengthFault } = load();
  const person = readPerson(number);
  const written = person === undefined ? [number] : spellings(person).map((digits) => `+${digits}`);
  if (written.some((each) => parse(each)?.number === each && lengthFault(each) === undefined)) return undefined;
  const read = parse(number);
  if (read === undefined) return undefined;
  if (read.number !== number && read.isPossible()) {
    return `has digits that are dialled at home alone: the number is likely ${read.number}`;
  }
  const fault = lengthFault(number);
  const plan = `a number of +${read.countryCallingCode}`;
  if (fault === "TOO_SHORT") return `is too short for ${plan}`;
  return fault === "TOO_LONG" ? `is too long for ${plan}` : undefined;
}
