import { z } from "zod";
import { KAPSO_ADDRESSES, validateBaseUrl, validateGraphVersion } from "../kapso/http/url.ts";
import { TOOL_NAMES, TOOLSET_NAMES } from "../tools/index.ts";
import { type About, about, instant, list, truth, whole } from "./options/about.ts";
import { HTTP_OPTIONS } from "./options/http.ts";
import { SAFETY_OPTIONS } from "./options/safety.ts";

export type { About } from "./options/about.ts";

const names = (known: readonly string[]) => list.refine((entries) => entries.every((name) => known.includes(name)));
const digits = z.string().regex(/^\d{5,20}$/);
const token = z.string().regex(/^[!-~]+$/);

/** The one table of settings: flags, variables, `--help` and the README are made from it. */
export const OPTIONS = {
  apiKey: token.optional().register(about, {
    env: "KAPSO_API_KEY",
    secret: true,
    must: "an API key: printable characters without spaces",
    example: "KAPSO_API_KEY=kp_live_...",
    describe: "Kapso project API key, sent as X-API-Key.",
  }),
  accessToken: token.optional().register(about, {
    env: "KAPSO_ACCESS_TOKEN",
    secret: true,
    must: "an access token: printable characters without spaces",
    example: "KAPSO_ACCESS_TOKEN=EAAG...",
    describe: "Instead of the key: the access token of one WhatsApp configuration, sent as Bearer.",
  }),
  phoneNumberId: digits.optional().register(about, {
    env: "KAPSO_PHONE_NUMBER_ID",
    flag: "--phone-number-id <id>",
    must: "Meta's id of the business number, 5 to 20 digits (not the number itself)",
    example: "KAPSO_PHONE_NUMBER_ID=418290563317745",
    describe: "Business number that tools use when a call names none.",
  }),
  businessAccountId: digits.optional().register(about, {
    env: "KAPSO_BUSINESS_ACCOUNT_ID",
    flag: "--business-account-id <id>",
    must: "the id of the WhatsApp Business account, 5 to 20 digits",
    example: "KAPSO_BUSINESS_ACCOUNT_ID=728114020593361",
    describe: "WhatsApp Business account that tools use when a call names none.",
  }),
  baseUrl: z
    .string()
    .default("https://app.kapso.ai/api/meta")
    .refine((url) => validateBaseUrl(url) === undefined)
    .register(about, {
      env: "KAPSO_BASE_URL",
      flag: "--base-url <url>",
      must: `an https:// URL without credentials or query (http:// for this machine only); Kapso has ${KAPSO_ADDRESSES}`,
      example: "KAPSO_BASE_URL=https://api.kapso.ai/meta/whatsapp",
      describe: "Where Kapso's proxy is; the other address goes with version v24.0 (see below).",
      shown: "https://app.kapso.ai/api/meta",
    }),
  graphVersion: z
    .string()
    .refine((version) => validateGraphVersion(version) === undefined)
    .default("v23.0")
    .register(about, {
      env: "KAPSO_GRAPH_VERSION",
      flag: "--graph-version <version>",
      must: `a Graph API version; Kapso has ${KAPSO_ADDRESSES}`,
      example: "KAPSO_GRAPH_VERSION=v24.0",
      describe: "Graph API version in the path.",
      shown: "v23.0",
    }),
  toolsets: names(TOOLSET_NAMES)
    .default(["default"])
    .register(about, {
      env: "KAPSO_TOOLSETS",
      flag: "--toolsets <names>",
      must: `names, separated by commas, of: ${TOOLSET_NAMES.join(", ")}`,
      example: "KAPSO_TOOLSETS=support",
      describe: "Toolsets to offer.",
      shown: "default",
    }),
  tools: names(TOOL_NAMES)
    .default([])
    .register(about, {
      env: "KAPSO_TOOLS",
      flag: "--tools <names>",
      must: `tool names, separated by commas, of: ${TOOL_NAMES.join(", ")}`,
      example: "KAPSO_TOOLS=list_calls,get_call",
      describe: "Tools to offer beside those of the toolsets.",
    }),
  excludeTools: names(TOOL_NAMES)
    .default([])
    .register(about, {
      env: "KAPSO_EXCLUDE_TOOLS",
      flag: "--exclude-tools <names>",
      must: `tool names, separated by commas, of: ${TOOL_NAMES.join(", ")}`,
      example: "KAPSO_EXCLUDE_TOOLS=delete_media",
      describe: "Tools to leave out; beats the two above.",
    }),
  readOnly: truth.default(false).register(about, {
    env: "KAPSO_READ_ONLY",
    flag: "--read-only",
    must: "1 or 0",
    example: "KAPSO_READ_ONLY=1",
    describe: "Offer only tools that read; beats everything.",
    shown: "0",
  }),
  graphWrite: truth.default(false).register(about, {
    env: "KAPSO_GRAPH_WRITE",
    flag: "--graph-write",
    must: "1 or 0",
    example: "KAPSO_GRAPH_WRITE=1",
    describe: "With toolset graph: also offer graph_post and graph_delete, which write to any path without a tool.",
    shown: "0",
  }),
  mediaDir: z
    .string()
    .refine((dir) => !dir.includes("\0"))
    .optional()
    .register(about, {
      env: "KAPSO_MEDIA_DIR",
      flag: "--media-dir <folder>",
      must: "a folder",
      example: "KAPSO_MEDIA_DIR=/home/me/whatsapp-media",
      describe: "The one folder for files to upload, downloads and exports. Without it, file parameters are refused.",
    }),
  sandbox: truth.default(false).register(about, {
    env: "KAPSO_SANDBOX",
    flag: "--sandbox",
    must: "1 or 0",
    example: "KAPSO_SANDBOX=1",
    describe: "Run against the built-in sandbox; credentials and base URL are then ignored.",
    shown: "0",
  }),
  sandboxClock: instant.optional().register(about, {
    env: "KAPSO_SANDBOX_CLOCK",
    flag: "--clock <instant>",
    must: "an ISO 8601 time with a zone",
    example: "KAPSO_SANDBOX_CLOCK=2026-11-20T15:00:00Z",
    describe: "The time at which the sandbox's clock starts. Without it: now.",
  }),
  sandboxSeed: z.enum(["shop", "empty"]).default("shop").register(about, {
    env: "KAPSO_SANDBOX_SEED",
    flag: "--seed <kind>",
    must: "shop or empty",
    example: "KAPSO_SANDBOX_SEED=empty",
    describe: "What the sandbox holds at the start: a furniture shop's customers, or nobody yet.",
    shown: "shop",
  }),
  timeoutSeconds: whole(1, 600).default(30).register(about, {
    env: "KAPSO_TIMEOUT_SECONDS",
    flag: "--timeout <seconds>",
    must: "whole seconds from 1 to 600",
    example: "KAPSO_TIMEOUT_SECONDS=30",
    describe: "Longest time for one API call, retries of reads included. Transfers of media have four times that.",
    shown: "30",
  }),
  drainSeconds: whole(0, 600).default(10).register(about, {
    env: "MCP_DRAIN_SECONDS",
    flag: "--drain <seconds>",
    must: "whole seconds from 0 to 600",
    example: "MCP_DRAIN_SECONDS=10",
    describe: "How long a shutdown waits for sends that have begun.",
    shown: "10",
  }),
  logLevel: z.enum(["silent", "error", "warn", "info", "debug"]).default("info").register(about, {
    env: "MCP_LOG_LEVEL",
    flag: "--log-level <level>",
    must: "silent, error, warn, info or debug",
    example: "MCP_LOG_LEVEL=warn",
    describe: "What goes to stderr. No level logs message texts, phone numbers or secrets.",
    shown: "info",
  }),
  ...SAFETY_OPTIONS,
  ...HTTP_OPTIONS,
};

export const optionSchema = z.object(OPTIONS);

export type OptionKey = keyof typeof OPTIONS;

/** Names that are settled and not yet served. Ignoring a safety rule in silence would be worse than not starting. */
export const NOT_YET = ["KAPSO_CREDENTIALS", "MCP_OAUTH_ISSUER", "MCP_OAUTH_AUDIENCE", "MCP_SESSIONS", "MCP_REDIS_URL"];

export function optionTable(): { key: OptionKey; about: About }[] {
  return optionKeys().map((key) => ({ key, about: aboutOption(key) }));
}

function optionKeys(): OptionKey[] {
  return z.keyof(optionSchema).options;
}

function aboutOption(key: OptionKey): About {
  const found = about.get(OPTIONS[key]);
  if (found === undefined) throw new Error(`option ${key} is not described`);
  return found;
}
