import { z } from "zod";
import { type RecipientPattern, readPattern } from "../../tools/definition/recipient-pattern.ts";
import type { Effect } from "../../tools/definition/tool.ts";
import { about, list, truth, whole } from "./about.ts";
import { readQuietHours } from "./quiet-hours.ts";

const recipients = list.transform((entries, context): RecipientPattern[] => {
  const patterns = entries.map(readPattern).filter((pattern) => pattern !== undefined);
  if (entries.length > 0 && patterns.length === entries.length) return patterns;
  context.addIssue("no recipients");
  return z.NEVER;
});

const RECIPIENTS =
  "recipients, separated by commas: numbers with country code, beginnings of numbers with * at the end, " +
  "business-scoped user ids, group ids";

const quietHours = z.string().transform((text, context) => {
  const read = readQuietHours(text);
  if (read !== undefined) return read;
  context.addIssue("no hours");
  return z.NEVER;
});

/** What each word of KAPSO_CONFIRM asks for. */
const CONFIRMED: Readonly<Record<string, readonly Effect[]>> = {
  none: [],
  delete: ["delete"],
  send: ["send"],
  "all-writes": ["create", "update", "send", "delete"],
};

const confirm = list.transform((words, context): Effect[] => {
  const alone = words.length === 1 || words.every((word) => word === "send" || word === "delete");
  if (words.length > 0 && alone && words.every((word) => Object.hasOwn(CONFIRMED, word)))
    return [...new Set(words.flatMap((word) => CONFIRMED[word] ?? []))];
  context.addIssue("no effects");
  return z.NEVER;
});

/** Standard output carries the protocol, and nothing else. */
const STDOUT = /^\/(dev\/(stdout|fd\/1)|proc\/self\/fd\/1)$/;

/** What the operator lets the tools do, and what is kept of it. */
export const SAFETY_OPTIONS = {
  allow: recipients.optional().register(about, {
    env: "KAPSO_ALLOW",
    flag: "--allow <recipients>",
    must: RECIPIENTS,
    example: "KAPSO_ALLOW=+5511*,+34600123456,BR.1203774419085533",
    describe: "Sends go to these recipients only. User ids and groups are let in only where they are listed.",
  }),
  deny: recipients.optional().register(about, {
    env: "KAPSO_DENY",
    flag: "--deny <recipients>",
    must: RECIPIENTS,
    example: "KAPSO_DENY=+1900*,+34600123456",
    describe: "Sends never go to these recipients; beats KAPSO_ALLOW. A number does not cover its owner's user id.",
  }),
  replyOnly: truth.default(false).register(about, {
    env: "KAPSO_REPLY_ONLY",
    flag: "--reply-only",
    must: "1 or 0",
    example: "KAPSO_REPLY_ONLY=1",
    describe: "Sends go only to people who have written to the number before.",
    shown: "0",
  }),
  templateOnly: truth.default(false).register(about, {
    env: "KAPSO_TEMPLATE_ONLY",
    flag: "--template-only",
    must: "1 or 0",
    example: "KAPSO_TEMPLATE_ONLY=1",
    describe: "Only templates are sent: nothing in the model's own words, no reactions.",
    shown: "0",
  }),
  dailySends: whole(1, 1_000_000)
    .optional()
    .register(about, {
      env: "KAPSO_DAILY_SENDS",
      flag: "--daily-sends <number>",
      must: "a whole number from 1 to 1000000",
      example: "KAPSO_DAILY_SENDS=200",
      describe:
        "Most sends in a day, of all numbers and callers of this process; a restart begins anew. " +
        "Days are those of the zone of KAPSO_QUIET_HOURS, else UTC.",
    }),
  quietHours: quietHours.optional().register(about, {
    env: "KAPSO_QUIET_HOURS",
    flag: "--quiet-hours <hours>",
    must: "two different times from 00:00 to 23:59 and a zone by its name: HH:MM-HH:MM@Area/City",
    example: "KAPSO_QUIET_HOURS=21:00-08:00@Europe/Madrid",
    describe: "Nothing is sent in these hours of the day; they may go over midnight.",
  }),
  confirm: confirm.default(["delete"]).register(about, {
    env: "KAPSO_CONFIRM",
    flag: "--confirm <effects>",
    must: "delete, send, both of them separated by a comma, all-writes, or none",
    example: "KAPSO_CONFIRM=send,delete",
    describe: "What a person is asked about before it is done.",
    shown: "delete",
  }),
  confirmFallback: z.enum(["allow", "refuse"]).optional().register(about, {
    env: "KAPSO_CONFIRM_FALLBACK",
    flag: "--confirm-fallback <what>",
    must: "allow or refuse",
    example: "KAPSO_CONFIRM_FALLBACK=refuse",
    describe: "What becomes of it where the client cannot ask a person.",
    shown: "allow on stdio, refuse over HTTP",
  }),
  dedupeSeconds: whole(1, 86_400).default(300).register(about, {
    env: "KAPSO_DEDUPE_SECONDS",
    flag: "--dedupe <seconds>",
    must: "whole seconds from 1 to 86400",
    example: "KAPSO_DEDUPE_SECONDS=300",
    describe: "How long the same send again returns the first result and sends nothing.",
    shown: "300",
  }),
  auditLog: z
    .string()
    .refine((file) => !file.includes("\0") && !STDOUT.test(file))
    .optional()
    .register(about, {
      env: "KAPSO_AUDIT_LOG",
      flag: "--audit-log <file>",
      must: "a file, and not standard output, which carries the protocol",
      example: "KAPSO_AUDIT_LOG=/var/log/kapso-whatsapp-mcp/audit.jsonl",
      describe:
        "File to which every write is recorded, without content; while it cannot be written, writes are refused.",
    }),
  auditKey: z
    .string()
    .regex(/^[!-~]{16,}$/)
    .optional()
    .register(about, {
      env: "KAPSO_AUDIT_KEY",
      secret: true,
      must: "16 or more printable characters without spaces",
      example: "KAPSO_AUDIT_KEY=4be1...",
      describe: "With KAPSO_AUDIT_LOG, and needed there: the key of the HMACs that stand for recipients.",
    }),
  stateSecret: z
    .string()
    .regex(/^[!-~]{32,}$/)
    .optional()
    .register(about, {
      env: "MCP_STATE_SECRET",
      secret: true,
      must: "32 or more printable characters without spaces",
      example: "MCP_STATE_SECRET=9c07...",
      describe:
        "Seals the questions put to a person. Instances behind one load balancer need the same; without it, each " +
        "process makes its own.",
    }),
};
