type Present<T> = { [K in keyof T]?: Exclude<T[K], null | undefined> };

/** The fields that say something: null, undefined, "", [] and {} go. One level; nested records do their own. */
export function present<T extends object>(record: T): Present<T> {
  const kept: Present<T> = {};
  for (const key in record) {
    const value = record[key];
    if (isPresent(value)) kept[key] = value;
  }
  return kept;
}

function isPresent<V>(value: V): value is Exclude<V, null | undefined> {
  if (value === null || value === undefined || value === "") return false;
  return typeof value !== "object" || Object.keys(value).length > 0;
}

/** A row without what the caller has said of all rows. */
export function withoutKnown<T extends object>(record: T, known: { [K in keyof T]?: T[K] | undefined }): T {
  const rest = { ...record };
  for (const key in known) if (record[key] === known[key]) delete rest[key];
  return rest;
}

const SHORT_UTC = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/;

/** Unix seconds (number or text), or an ISO time, as ISO 8601 in UTC; undefined when it is neither. */
export function time(value: string | number | null | undefined): string | undefined {
  if (value === null || value === undefined || value === "") return undefined;
  // Most are written so already; to write them anew takes long on a page of a hundred.
  if (typeof value === "string" && SHORT_UTC.test(value)) return Number.isNaN(Date.parse(value)) ? undefined : value;
  const date = new Date(/^\d+$/.test(String(value)) ? Number(value) * 1000 : value);
  return Number.isNaN(date.getTime()) ? undefined : instant(date.getTime());
}

/** Milliseconds as ISO 8601 in UTC, without parts of a second where there are none: the one form of times in results. */
export function instant(ms: number): string {
  return new Date(ms).toISOString().replace(".000Z", "Z");
}

/** A number as E.164 with `+`, whichever way the record writes it. Anything else stays as it is. */
export function plus(number: string | null | undefined): string | undefined {
  if (!number) return undefined;
  return /^\d{5,15}$/.test(number) ? `+${number}` : number;
}
