import { graphCodes, kapsoCodes, type RetryClass, type Row } from "./code-table.ts";

export interface ErrorCode {
  code: number | string;
  name: string;
  retry: RetryClass;
  /** How long to wait before the first repetition, where the contract gives a figure. */
  delayMs?: number;
  /** One repetition is worth trying, more are not. */
  once?: boolean;
}

const repeatOnce: ReadonlySet<number | string> = new Set([1, 131000, 131027]);

/** Every code of the tables. */
export function allErrorCodes(): ErrorCode[] {
  return [...Object.keys(graphCodes).map(Number), ...Object.keys(kapsoCodes)].flatMap((code) => errorCode(code) ?? []);
}

/** What the contract says of a code. With code 100, 1 or none, a known `subcode` says more and wins. */
export function errorCode(code: number | string | null, subcode?: number): ErrorCode | undefined {
  if (subcode !== undefined && (code === 100 || code === 1 || code === null)) {
    if (subcode === 33) return { code: 33, name: "Object missing", retry: "F" };
    return errorCode(subcode) ?? errorCode(code);
  }
  const row = code === null ? undefined : find(code);
  if (code === null || !row) return undefined;
  const [name, retry, delayMs] = row;
  return {
    code,
    name,
    retry,
    ...(delayMs !== undefined && { delayMs }),
    ...(repeatOnce.has(code) && { once: true }),
  };
}

function find(code: number | string): Row | undefined {
  if (typeof code === "string") return Object.hasOwn(kapsoCodes, code) ? kapsoCodes[code] : undefined;
  return graphCodes[code >= 200 && code <= 299 ? 200 : code];
}
