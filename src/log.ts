import { type Logger, pino } from "pino";

export type Log = Logger;

/** Keys whose values never reach a line, wherever they stand, should somebody log an object that has them. */
const REDACTED = [
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
].flatMap((key) => {
  const name = /^\w+$/.test(key) ? key : `["${key}"]`;
  return /^\w+$/.test(key) ? [name, `*.${name}`, `*.*.${name}`] : [name, `*${name}`, `*.*${name}`];
});

/** Logs are lines of JSON on stderr; stdout belongs to the protocol. Lines are written at once, so none is lost. */
export function createLog(level: string, destination = pino.destination({ dest: 2, sync: true })): Log {
  return pino(
    {
      name: "kapso-whatsapp-mcp",
      level,
      redact: { paths: REDACTED, censor: "[redacted]" },
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
    },
    destination,
  );
}
