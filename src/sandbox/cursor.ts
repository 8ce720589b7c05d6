import { iso } from "./clock.ts";
import { isObject, parseJson } from "./json.ts";
import type { Position } from "./store/ordered-list.ts";

/** Cursors are Base64 of `{"values":[<time>,<row number>],"columns":[<column>,"id"]}` (contract README section 5). */

export type SortColumn = "created_at" | "last_active_at" | "call_timestamp";

export function writeCursor({ at, seq }: Position, column: SortColumn): string {
  return Buffer.from(JSON.stringify({ values: [iso(at), seq], columns: [column, "id"] })).toString("base64");
}

/** Undefined for anything but a cursor of this column. */
export function readCursor(text: string, column: SortColumn): Position | undefined {
  if (!/^[A-Za-z0-9+/]+={0,2}$/.test(text)) return undefined;
  const parsed = parseJson(Buffer.from(text, "base64").toString("utf8"));
  if (!isObject(parsed) || !Array.isArray(parsed["values"]) || !Array.isArray(parsed["columns"])) return undefined;
  const [time, seq] = parsed["values"];
  const [sortedBy, id] = parsed["columns"];
  const at = typeof time === "string" ? Date.parse(time) : Number.NaN;
  if (Number.isNaN(at) || !Number.isSafeInteger(seq) || sortedBy !== column || id !== "id") return undefined;
  return { at, seq };
}
