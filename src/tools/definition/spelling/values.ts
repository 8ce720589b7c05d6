import { isRecord, parseJson } from "../../../kapso/http/json.ts";

/** Single values as clients and models spell them. Each comes back as it is where it cannot be what is wanted. */

const NUMBER = /^[+-]?\d+(?:\.\d+)?$/;

/** `"5"`, `"-1.5"`, `"5.0"`. What would lose digits stays a text. */
export function asNumber(value: unknown): unknown {
  if (typeof value !== "string" || !NUMBER.test(value.trim())) return value;
  const number = Number(value);
  return Number.isInteger(number) && !Number.isSafeInteger(number) ? value : number;
}

export function asBoolean(value: unknown): unknown {
  const word = typeof value === "string" ? value.trim().toLowerCase() : value;
  if (word === "true") return true;
  return word === "false" ? false : value;
}

/** The key of a text where the API wraps it: `{"type": "text", "text": "..."}`, `{"body": "..."}`, a language's `{"code": "..."}`. */
const WRAPPED = ["text", "body", "code"];

/** A whole number, or a text that is wrapped as the API does. */
export function asText(value: unknown): unknown {
  if (typeof value === "number" && Number.isSafeInteger(value)) return String(value);
  if (!isRecord(value)) return value;
  const { type, ...rest } = value;
  const [[name = "", text] = [], ...others] = Object.entries(rest);
  if (typeof text !== "string" || others.length > 0 || !WRAPPED.includes(name)) return value;
  return type === undefined || type === name ? text : value;
}

/** One of the allowed values, in any case and with `-` or spaces for `_`. */
export function asOneOf(value: unknown, allowed: readonly unknown[]): unknown {
  if (typeof value !== "string" || allowed.includes(value)) return value;
  const same = allowed.filter((each) => typeof each === "string" && fold(each) === fold(value));
  if (same.length === 1) return same[0];
  return [asNumber(value), asBoolean(value)].find((each) => allowed.includes(each)) ?? value;
}

/** A word without what people write differently: case, `-` and spaces for `_`. */
export function fold(text: string): string {
  return text
    .trim()
    .toLowerCase()
    .replace(/[-\s]+/g, "_");
}

/** What a text says that is JSON of an array or an object; undefined where it is none. */
export function fromJson(value: unknown): unknown {
  if (typeof value !== "string" || !/^\s*[[{]/.test(value)) return undefined;
  return parseJson(value);
}
