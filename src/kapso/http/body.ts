import type { Reader } from "../records.ts";
import { invalidResponse } from "./errors.ts";
import { parseJson } from "./json.ts";

/** What a 2xx answer says. @throws KapsoError `invalid_response` where it says nothing usable */
export function readBody<T>(text: string, status: number, read: Reader<T>): T {
  const body = parseJson(text);
  if (text.trim() === "") throw invalidResponse("empty_body", "The API answered with an empty body", status);
  if (body === undefined && isTruncatedJson(text)) {
    throw invalidResponse("truncated_body", "The API's JSON answer was cut off", status);
  }
  if (body === undefined) throw invalidResponse("not_json", "The API did not answer with JSON", status);
  const value = read(body);
  if (value !== undefined) return value;
  throw invalidResponse("unexpected_shape", "The API's answer does not have the expected shape", status);
}

/** Whether a body that would not parse begins as JSON does: then it was cut off. */
function isTruncatedJson(text: string): boolean {
  return /^\s*[[{]/.test(text);
}
