import type { Position } from "../store/ordered-list.ts";
import { isoMicros } from "../world/clock.ts";
import { isObject, parseJson } from "./json.ts";

/** Cursors are Base64 of `{"values":[<time>,"<row number>"],"columns":[<column>,"id"]}` (`contract/live.md` section 3). */

export type SortColumn = "created_at" | "last_active_at" | "call_timestamp";

export function writeCursor({ at, seq }: Position, column: SortColumn): string {
  return Buffer.from(JSON.stringify({ values: [isoMicros(at), String(seq)], columns: [column, "id"] })).toString(
    "base64",
  );
}

/** Undefined for anything but a cursor of this column. */
export function readCursor(text: string, column: SortColumn): Position | undefined {
  if (!/^[A-Za-z0-9+/]+={0,2}$/.test(text)) return undefined;
  const parsed = parseJson(Buffer.from(text, "base64").toString("utf8"));
  if (!isObject(parsed) || !Array.isArray(parsed["values"]) || !Array.isArray(parsed["columns"])) return undefined;
  const [time, row] = parsed["values"];
  const seq = typeof row === "string" && /^\d{1,15}$/.test(row) ? Number(row) : Number.NaN;
  const [sortedBy, id] = parsed["columns"];
  const at = typeof time === "string" ? Date.parse(time) : Number.NaN;
  if (Number.isNaN(at) || Number.isNaN(seq) || sortedBy !== column || id !== "id") return undefined;
  return { at, seq };
}
