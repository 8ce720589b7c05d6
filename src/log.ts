import { type DestinationStream, type Logger, pino } from "pino";

export type Log = Logger;

/** Keys whose values never reach a line, should somebody log an object that has them. */
const SECRET = new Set([
  "apiKey",
  "accessToken",
  "authorization",
  "x-api-key",
  "token",
  "text",
  "body",
  "caption",
  "to",
  "from",
  "wa_id",
  "phone_number",
]);

/** What waits for a host that does not read stderr. Lines beyond it are dropped: no call waits for a log. */
const MOST_UNREAD_BYTES = 1024 * 1024;

/** Lines of one turn of the event loop, written together when it ends: what a caller waits for goes first. */
class Stderr implements DestinationStream {
  readonly #lines: string[] = [];

  constructor() {
    process.once("exit", () => this.#flush());
    process.stderr.on("error", () => undefined); // A host may have closed it; then nobody reads logs, and calls go on.
  }

  write(line: string): void {
    if (this.#lines.length === 0) setImmediate(() => this.#flush());
    this.#lines.push(line);
  }

  #flush(): void {
    const text = this.#lines.splice(0).join("");
    if (text !== "" && process.stderr.writableLength < MOST_UNREAD_BYTES) process.stderr.write(text);
  }
}

let stderr: Stderr | undefined;

/** Logs are lines of JSON on stderr; stdout belongs to the protocol. */
export function createLog(level: string, destination?: DestinationStream): Log {
  stderr ??= new Stderr();
  return pino(
    {
      name: "kapso-whatsapp-mcp",
      level,
      timestamp: pino.stdTimeFunctions.isoTime,
      redact: { paths: [...SECRET].map((key) => `["${key}"]`), censor: HIDDEN },
      // pino takes ten times as long where keys may stand at any depth, and every call has its line.
      formatters: { level: (label) => ({ level: label }), log: (facts) => redacted(facts) },
    },
    visible(destination ?? stderr),
  );
}

/** JSON escapes controls below the space alone: those that terminals take for commands are escaped here. */
function visible(destination: DestinationStream): DestinationStream {
  return {
    write: (line) =>
      destination.write(
        line.replace(
          /[\u007f-\u009f\u2028\u2029]/g,
          (control) => `\\u${control.charCodeAt(0).toString(16).padStart(4, "0")}`,
        ),
      ),
  };
}

const HIDDEN = "[redacted]";
const MOST_DEPTH = 5;

function redacted(facts: object, depth = 1): Record<string, unknown> {
  const entries = Object.entries(facts);
  return Object.fromEntries(entries.map(([key, value]) => [key, SECRET.has(key) ? HIDDEN : inside(value, depth)]));
}

function inside(value: unknown, depth: number): unknown {
  if (typeof value !== "object" || value === null) return value;
  if (depth === MOST_DEPTH) return "[too deep]";
  return Array.isArray(value) ? value.map((part) => inside(part, depth + 1)) : redacted(value, depth + 1);
}
