import { KapsoError } from "./errors.ts";

export type JsonRecord = Record<string, unknown>;

export function isRecord(value: unknown): value is JsonRecord {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Parses JSON; undefined when the text is not JSON. */
export function parseJson(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text);
    return value;
  } catch {
    return undefined;
  }
}

/** Whether a body that would not parse begins as JSON does: then it was cut off. */
export function isTruncatedJson(text: string): boolean {
  return /^\s*[[{]/.test(text);
}

/** A 2xx answer that says nothing usable. Only a body that was cut off is worth asking for again. */
export function invalidResponse(
  code:
    | "empty_body"
    | "truncated_body"
    | "not_json"
    | "unexpected_shape"
    | "too_large"
    | "host_not_allowed"
    | "sha256_mismatch",
  title: string,
  httpStatus?: number,
): KapsoError {
  const interrupted = code === "empty_body" || code === "truncated_body";
  return new KapsoError({
    kind: "invalid_response",
    code,
    title,
    httpStatus,
    retryable: interrupted ? "L" : code === "too_large" ? "F" : "H",
    requestSent: true,
  });
}
