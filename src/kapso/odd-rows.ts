import { isRecord, type JsonRecord } from "./http/json.ts";

/** Which keys of a record hold what. Others stay as they came. */
export interface Shape {
  texts?: readonly string[];
  numbers?: readonly string[];
  records?: readonly string[];
  lists?: readonly string[];
}

/**
 * A record whose keys hold what the shape says: a number where a text stands is its digits, and a text where a number
 * stands the number; what fits in no way is left out, as if the API had not said it. The record itself where nothing is
 * odd, since nearly none is.
 */
export function shaped(record: JsonRecord, { texts = [], numbers = [], records = [], lists = [] }: Shape): JsonRecord {
  const odd: JsonRecord = {};
  const check = (keys: readonly string[], read: (value: unknown) => unknown) => {
    for (const key of keys) {
      const value = record[key];
      if (value === undefined || value === null) continue;
      const fit = read(value);
      if (fit !== value) odd[key] = fit;
    }
  };
  check(texts, textOf);
  check(numbers, numberOf);
  check(records, (value) => (isRecord(value) ? value : undefined));
  check(lists, (value) => (Array.isArray(value) ? value : undefined));
  return Object.keys(odd).length === 0 ? record : { ...record, ...odd };
}

function textOf(value: unknown): string | undefined {
  if (typeof value === "string") return value;
  return typeof value === "number" && Number.isFinite(value) ? String(value) : undefined;
}

function numberOf(value: unknown): number | undefined {
  const number = typeof value === "string" && value.trim() !== "" ? Number(value) : value;
  return typeof number === "number" && Number.isFinite(number) ? number : undefined;
}

/** An instant as Unix seconds in a text: from seconds, milliseconds or ISO 8601; "" where it tells none. */
export function unixSeconds(value: unknown): string {
  if (typeof value === "string" && /^\d{1,11}$/.test(value)) return value;
  const number = numberOf(value);
  if (number !== undefined) return number < 0 ? "" : String(Math.floor(number > 1e11 ? number / 1_000 : number));
  const at = typeof value === "string" ? Date.parse(value) : Number.NaN;
  return Number.isNaN(at) ? "" : String(Math.floor(at / 1_000));
}
