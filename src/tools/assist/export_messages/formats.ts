import { csv } from "./csv.ts";
import { markdown } from "./markdown.ts";
import type { Row } from "./walk.ts";
import type { Subject, Writer } from "./writer.ts";

interface Format {
  extension: string;
  mimeType: string;
  begin(subject: Subject): Writer;
}

/** U+2028 and U+2029 end no line in JSON, but some readers of lines think so. */
const separators = /[\u2028\u2029]/g;

function json(row: Row): string {
  return JSON.stringify(row).replace(separators, (char) => (char === "\u2028" ? "\\u2028" : "\\u2029"));
}

export const FORMATS = {
  jsonl: {
    extension: "jsonl",
    mimeType: "application/x-ndjson",
    begin: () => ({ head: "", block: (rows) => rows.map((row) => `${json(row)}\n`).join("") }),
  },
  csv: { extension: "csv", mimeType: "text/csv", begin: csv },
  markdown: { extension: "md", mimeType: "text/markdown", begin: markdown },
} satisfies Record<string, Format>;

export type FormatName = keyof typeof FORMATS;
