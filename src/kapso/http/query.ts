import { invalidRequest } from "./errors.ts";

export interface ReadOptions {
  signal?: AbortSignal | undefined;
}

/** A Kapso field selector: `kapso(default)`, `kapso(status,content)` or `kapso()` for no block at all. */
export interface Fields {
  fields?: string | undefined;
}

/** The contract leaves open what an absent selector means, so one is always sent (`contract/README.md` section 6). */
export const DEFAULT_FIELDS = "kapso(default)";

const timeWithZone = /^\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:?\d\d)$/i;

/** An ISO 8601 time with its zone, put into UTC as the filters of stored data want it (`contract/README.md` 14). */
export function toUtc(field: string, time: string | undefined): string | undefined {
  if (time === undefined) return undefined;
  const ms = timeWithZone.test(time) ? Date.parse(time) : Number.NaN;
  if (Number.isNaN(ms))
    throw invalidRequest(field, "must be an ISO 8601 time with a zone, such as 2026-11-20T14:03:11Z");
  return new Date(ms).toISOString().replace(".000Z", "Z");
}
