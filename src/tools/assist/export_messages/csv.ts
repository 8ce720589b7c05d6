import { freeObject } from "../../definition/schemas.ts";
import type { Row } from "./walk.ts";
import type { Writer } from "./writer.ts";

/** Columns that are fields of the record; those of its media follow, and what has no column is JSON in the last. */
const FIELDS = [
  "time",
  "direction",
  "from",
  "to",
  "contact_name",
  "type",
  "text",
  "caption",
  "transcript",
  "status",
  "message_id",
  "reply_to_message_id",
  "conversation_id",
  "user_id",
];
const MEDIA_FIELDS = ["media_id", "mime_type", "filename"];
const HEADER = [...FIELDS, ...MEDIA_FIELDS, "more"];

/**
 * RFC 4180. No byte order mark: programs would read it as part of the first column's name. Numbers of phones keep their
 * plus, which begins nothing that could be computed.
 */
export function csv(): Writer {
  return { head: record(HEADER), block: (rows) => rows.map((row) => record(cells(row))).join("") };
}

function cells(row: Row): string[] {
  const media = freeObject.safeParse(row["media"]).data ?? {};
  const more = without(row, [...FIELDS, "media"]);
  const moreMedia = without(media, MEDIA_FIELDS);
  if (Object.keys(moreMedia).length > 0) more["media"] = moreMedia;
  return [
    ...FIELDS.map((field) => cell(row[field])),
    ...MEDIA_FIELDS.map((field) => cell(media[field])),
    Object.keys(more).length > 0 ? cell(more) : "",
  ];
}

function without(record: Row, fields: readonly string[]): Row {
  return Object.fromEntries(Object.entries(record).filter(([key]) => !fields.includes(key)));
}

const PHONE = /^\+\d{5,15}$/;
/** What spreadsheets take for a formula, in full width too, after whatever space. */
const FORMULA = /^(?:[\t\r\n]|[\s"]*[=+\-@\uFF1D\uFF0B\uFF0D\uFF20])/;
/**
 * The same behind what other programs, or other countries' settings, take for the end of a cell: there the text is cut in
 * two, whatever stands around it. Numbers of phones stay.
 */
const LATER_FORMULA = /(?<=[\s\S])([;|\t\r\n,][\s"']*)(?=[=+\-@\uFF1D\uFF0B\uFF0D\uFF20])(?!\+\d{5,15}(?:[\s;|,]|$))/g;

function cell(value: unknown): string {
  if (value === undefined || value === null) return "";
  const text = typeof value === "object" ? JSON.stringify(value) : String(value);
  const harmless = text.replace(LATER_FORMULA, "$1'");
  return FORMULA.test(text) && !PHONE.test(text) ? `'${harmless}` : harmless;
}

function record(values: readonly string[]): string {
  return `${values.map(quoted).join(",")}\r\n`;
}

function quoted(text: string): string {
  return /[",\r\n]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
