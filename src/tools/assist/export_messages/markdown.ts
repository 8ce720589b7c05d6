import type { Row } from "./walk.ts";
import type { Subject, Writer } from "./writer.ts";

/**
 * A transcript to read. What others wrote stands in quotes or within a line of ours, and is escaped in both: it cannot
 * end its quote, nor look like a heading, a link or a picture.
 */
export function markdown(subject: Subject): Writer {
  let day: string | undefined;
  const section = (row: Row) => {
    const time = typeof row["time"] === "string" ? row["time"] : "";
    const own = time.slice(0, 10) || "Without a date";
    const heading = own === day ? "" : `## ${inline(own)}\n\n`;
    day = own;
    return heading + message(row, time.slice(11, 19));
  };
  return { head: head(subject), block: (rows) => rows.map(section).join("") };
}

function head({ contactName, address, phoneNumberId, count, from, to, hasOlder }: Subject): string {
  const who = person(contactName, address) || `the number ${inline(phoneNumberId)}`;
  const span = from === undefined ? "" : `, ${from} to ${to}`;
  const older = hasOlder ? " Older messages are not in this file." : "";
  return (
    `# WhatsApp messages of ${who}\n\n${count} messages${span}, oldest first.${older} Times are UTC. ` +
    "Names and quoted texts are as they were written.\n\n"
  );
}

/** Shown in the line of the message, or of no use to a reader. */
const NOT_LISTED = new Set(
  ["time", "direction", "from", "to", "user_id", "contact_name", "type", "status", "text"].concat([
    "message_id",
    "conversation_id",
    "reply_to_message_id",
  ]),
);

function message(row: Row, clock: string): string {
  const outbound = row["direction"] === "outbound";
  const who = person(row["contact_name"], (outbound ? row["to"] : row["from"]) ?? row["user_id"]) || "unknown";
  const facts = [
    row["type"],
    outbound ? row["status"] : undefined,
    row["reply_to_message_id"] === undefined ? undefined : "a reply",
  ];
  const line = [`${outbound ? "to" : "from"} ${who}`, ...facts.filter((fact) => fact !== undefined).map(inline)];
  const more = Object.entries(row).filter(([key]) => !NOT_LISTED.has(key));
  return [
    `**${inline(clock) || "no time"}** ${line.join(", ")}\n`,
    more.map(([key, value]) => `- ${inline(key)}: ${told(value)}\n`).join(""),
    row["text"] === undefined ? "" : quote(String(row["text"])),
  ]
    .filter((part) => part !== "")
    .map((part) => `${part}\n`)
    .join("");
}

function person(name: unknown, address: unknown): string {
  const known = [
    name === undefined ? "" : `**${inline(name)}**`,
    address === undefined ? "" : name === undefined ? inline(address) : `(${inline(address)})`,
  ];
  return known.filter((part) => part !== "").join(" ");
}

/** A part of a record in a line. */
function told(value: unknown): string {
  if (Array.isArray(value)) return value.map(told).join("; ");
  if (typeof value !== "object" || value === null) return inline(value);
  return Object.entries(value)
    .map(([key, part]) => `${inline(key)} ${typeof part === "object" ? `(${told(part)})` : inline(part)}`)
    .join(", ");
}

/** Everything that can end a line, here or in another reader. */
const LINE_ENDS = /\r\n|[\n\r\v\f\u0085\u2028\u2029]/;

function quote(text: string): string {
  return text
    .split(LINE_ENDS)
    .map((line, index, lines) => {
      const shown = line.trim() === "" ? "" : ` ${escapedLine(line)}`;
      // Two spaces keep the end of a line where it was.
      return `>${shown}${shown !== "" && index < lines.length - 1 ? "  " : ""}\n`;
    })
    .join("");
}

/** What means something at the beginning of a line alone. Indentation is made of spaces that mean nothing. */
function escapedLine(line: string): string {
  return escaped(line.trimEnd())
    .replace(/^[ \t]+/, (indent) => "\u00A0".repeat(indent.length))
    .replace(/^(\s*)([#+\-=:])/, "$1\\$2")
    .replace(/^(\s*\d{1,9})([.)])/, "$1\\$2");
}

function inline(value: unknown): string {
  return escaped(String(value).replace(/\s+/g, " ").trim());
}

function escaped(text: string): string {
  return text.replace(/[\\`*_{}[\]<>&|~$]/g, "\\$&");
}
