import { setTimeout as timer } from "node:timers/promises";
import { invalidRequest } from "./http/errors.ts";
import type { RequestEvent } from "./http/events.ts";
import type { Sleep } from "./http/retry.ts";
import { validateBaseUrl, validateGraphVersion } from "./http/url.ts";

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

const MIB = 1024 * 1024;

const DEFAULT_TIMEOUTS: Timeouts = {
  connectMs: 10_000,
  headersMs: 30_000,
  bodyMs: 30_000,
  callMs: 30_000,
  transferMs: 120_000,
};

export type Settings = ReturnType<typeof settings>;

/**
 * The configuration with its defaults.
 * @throws KapsoError `invalid_request` when it cannot work; `field` is the part that is wrong
 */
export function settings(config: KapsoConfig) {
  check(config);
  return {
    baseUrl: config.baseUrl,
    graphVersion: config.graphVersion,
    credential: credential(config),
    scrub: scrubber([config.apiKey, config.accessToken]),
    userAgent: `kapso-whatsapp-mcp/${config.version ?? "dev"}`,
    timeouts: { ...DEFAULT_TIMEOUTS, ...config.timeouts },
    maxJsonBytes: config.maxJsonBytes ?? 10 * MIB,
    maxMediaBytes: config.maxMediaBytes ?? 100 * MIB,
    sendSpacingMs: config.sendSpacingMs ?? 1_200,
    retryBaseMs: config.retryBaseMs ?? 1_000,
    random: config.random ?? Math.random,
    sleep: config.sleep ?? wait,
    now: config.now ?? Date.now,
    onRequest: config.onRequest,
  };
}

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

/**
 * Services repeat what they were sent: no credential comes out of an answer, however it is spelled there. Very short ones
 * would hit by chance.
 */
function scrubber(secrets: readonly (string | undefined)[]): (text: string) => string {
  const patterns = secrets.flatMap((secret) => (secret !== undefined && secret.length >= 8 ? [spelled(secret)] : []));
  return (text) => patterns.reduce((rest, pattern) => rest.replace(pattern, "[redacted]"), text);
}

/** A credential as it is, in JSON's escapes, in those of URLs, mixed too, and inside Base64. */
function spelled(secret: string): RegExp {
  const plain = [...secret].map((char) => {
    const hex = char.charCodeAt(0).toString(16).padStart(2, "0");
    const either = [...hex].map((digit) => `[${digit}${digit.toUpperCase()}]`).join("");
    return `(?:${literally(char)}|\\\\u00${either}|%${either})`;
  });
  const inBase64 = [0, 1, 2].flatMap((before) => {
    const whole = Buffer.concat([Buffer.alloc(before), Buffer.from(secret)])
      .toString("base64")
      .replace(/=+$/, "");
    // The first and the last characters also hold bits of what stands beside it.
    const part = whole.slice(before === 0 ? 0 : before + 1, (before + secret.length) % 3 === 0 ? undefined : -1);
    return [part, part.replaceAll("+", "-").replaceAll("/", "_")].map(literally);
  });
  return new RegExp([plain.join(""), ...inBase64].join("|"), "g");
}

const literally = (text: string) => text.replace(/[\\^$.*+?()[\]{}|/-]/g, "\\$&");

async function wait(ms: number, signal?: AbortSignal): Promise<void> {
  await timer(ms, undefined, signal ? { signal } : {});
}
