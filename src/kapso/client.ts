import { setTimeout as timer } from "node:timers/promises";
import { Calls } from "./calls.ts";
import { createClock } from "./clock.ts";
import { Contacts } from "./contacts.ts";
import { Conversations } from "./conversations.ts";
import { invalidRequest } from "./errors.ts";
import { Http, type RequestEvent } from "./http.ts";
import { Media } from "./media.ts";
import { Messages } from "./messages.ts";
import { Numbers } from "./numbers.ts";
import { readPolicy, type Sleep, sendPolicy } from "./retry.ts";
import { Sends } from "./sends.ts";
import { createTransport } from "./transport.ts";
import { apiPrefix, validateBaseUrl, validateGraphVersion } from "./url.ts";

export type { CallQuery } from "./calls.ts";
export type { ContactPatch, ContactQuery } from "./contacts.ts";
export type { ConversationQuery } from "./conversations.ts";
export type { Download } from "./downloads.ts";
export type { RequestEvent } from "./http.ts";
export type { Upload } from "./media.ts";
export type { MessageQuery, ReadReceipt } from "./messages.ts";
export type { Fields, ReadOptions } from "./query.ts";
export type { Sleep } from "./retry.ts";
export type { SendOptions } from "./sends.ts";
export { validateBaseUrl, validateGraphVersion } from "./url.ts";

/** Times in milliseconds. */
export interface Timeouts {
  /** Making a connection. 10 s. */
  connectMs: number;
  /** From the request to the head of the answer. 30 s. */
  headersMs: number;
  /** Between two pieces of an answer. 30 s. */
  bodyMs: number;
  /** A whole JSON call; for a read, its repetitions are in it. 30 s. */
  callMs: number;
  /** A whole upload or download. 120 s. */
  transferMs: number;
}

export interface KapsoConfig {
  /** `https://app.kapso.ai/api/meta`, with or without a trailing slash or version. */
  baseUrl: string;
  /** `v23.0`. */
  graphVersion: string;
  /** Sent as `X-API-Key`. Wins over `accessToken`. */
  apiKey?: string | undefined;
  /** Sent as `Authorization: Bearer`. */
  accessToken?: string | undefined;
  /** The product's version, for `User-Agent`. */
  version?: string | undefined;
  timeouts?: Partial<Timeouts> | undefined;
  /** 10 MiB. */
  maxJsonBytes?: number | undefined;
  /** 100 MiB. */
  maxMediaBytes?: number | undefined;
  /** The pause between two sends to one recipient. 1,200 ms. */
  sendSpacingMs?: number | undefined;
  /** The first back-off of repetitions, doubled each time. 1,000 ms. */
  retryBaseMs?: number | undefined;
  random?: (() => number) | undefined;
  sleep?: Sleep | undefined;
  now?: (() => number) | undefined;
  /** Hears of every attempt. */
  onRequest?: ((event: RequestEvent) => void) | undefined;
}

/** Kapso's WhatsApp proxy. Every method rejects with a `KapsoError` and nothing else. */
export interface Kapso {
  readonly messages: Messages;
  readonly conversations: Conversations;
  readonly contacts: Contacts;
  readonly calls: Calls;
  readonly media: Media;
  readonly numbers: Numbers;
  /** The service's time in milliseconds: the own clock, corrected by the `Date` headers of answers. */
  now(): number;
  /** Sends that wait their turn or are under way. */
  pendingSends(): number;
  /** Ends reads and queued sends, gives running sends `drainMs` to end, then breaks the connections. */
  close(options: { drainMs: number }): Promise<{ abandonedSends: number }>;
}

const MIB = 1024 * 1024;
const SEND_BUDGET_MS = 30_000;

/** @throws KapsoError `invalid_request` when the configuration cannot work */
export function createKapso(config: KapsoConfig): Kapso {
  check(config);
  const { random = Math.random, sleep = wait, now = Date.now, retryBaseMs = 1_000, sendSpacingMs = 1_200 } = config;
  const timeouts = { ...DEFAULT_TIMEOUTS, ...config.timeouts };
  const maxMediaBytes = config.maxMediaBytes ?? 100 * MIB;
  const closing = new AbortController();
  const clock = createClock(now);
  const transport = createTransport({ connectMs: timeouts.connectMs, now });
  const backoff = { random, baseMs: retryBaseMs };
  const http = new Http({
    prefix: apiPrefix(config.baseUrl, config.graphVersion),
    credential: credential(config),
    userAgent: `kapso-whatsapp-mcp/${config.version ?? "dev"}`,
    transport,
    clock,
    sleep,
    // A read waits no longer than leaves a third of the call for the attempt that follows.
    readPolicy: readPolicy({ ...backoff, budgetMs: (timeouts.callMs * 2) / 3 }),
    limits: { ...timeouts, maxJsonBytes: config.maxJsonBytes ?? 10 * MIB },
    scrub: scrubber([config.apiKey, config.accessToken]),
    closing: closing.signal,
    onRequest: config.onRequest,
  });
  const sends = new Sends(http, sendPolicy({ ...backoff, budgetMs: SEND_BUDGET_MS }), {
    spacingMs: sendSpacingMs,
    sleep,
    now,
  });
  return {
    messages: new Messages(http, sends),
    conversations: new Conversations(http),
    contacts: new Contacts(http),
    calls: new Calls(http),
    media: new Media(http, { baseUrl: new URL(config.baseUrl), maxBytes: maxMediaBytes }),
    numbers: new Numbers(http),
    now: clock.now,
    pendingSends: () => sends.pending,
    async close({ drainMs }) {
      closing.abort();
      const abandonedSends = await sends.close(drainMs);
      await transport.close();
      return { abandonedSends };
    },
  };
}

const DEFAULT_TIMEOUTS: Timeouts = {
  connectMs: 10_000,
  headersMs: 30_000,
  bodyMs: 30_000,
  callMs: 30_000,
  transferMs: 120_000,
};

function check({ baseUrl, graphVersion, apiKey, accessToken }: KapsoConfig): void {
  const faults = { baseUrl: validateBaseUrl(baseUrl), graphVersion: validateGraphVersion(graphVersion) };
  if (faults.baseUrl) throw invalidRequest("baseUrl", `must ${faults.baseUrl}`);
  if (faults.graphVersion) throw invalidRequest("graphVersion", `must ${faults.graphVersion}`);
  const secret = apiKey || accessToken;
  if (!secret) throw invalidRequest("apiKey", "or accessToken must be given");
  if (!/^[\x21-\x7e]+$/.test(secret)) {
    throw invalidRequest(apiKey ? "apiKey" : "accessToken", "must be printable ASCII without spaces");
  }
}

/** One credential, and one header (`contract/README.md` section 2). */
function credential({ apiKey, accessToken }: KapsoConfig): Record<string, string> {
  return apiKey ? { "x-api-key": apiKey } : { authorization: `Bearer ${accessToken}` };
}

/** Services repeat what they were sent: no credential comes out of an answer. Very short ones would hit by chance. */
function scrubber(secrets: readonly (string | undefined)[]): (text: string) => string {
  const known = secrets.filter((secret) => secret !== undefined && secret.length >= 8);
  return (text) =>
    known.reduce<string>((rest, secret) => (secret ? rest.replaceAll(secret, "[redacted]") : rest), text);
}

async function wait(ms: number, signal?: AbortSignal): Promise<void> {
  await timer(ms, undefined, signal ? { signal } : {});
}
