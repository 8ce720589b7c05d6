import pRetry from "p-retry";
import { errorCode, KapsoError } from "./errors.ts";
import { joined, type Signals } from "./limit.ts";
import { aborted, isConnectFailure } from "./network.ts";

export type Sleep = (ms: number, signal?: AbortSignal) => Promise<void>;

/** A wait before the next attempt; `asked` when the service named its length. */
interface Wait {
  ms: number;
  asked: boolean;
}

/** When a failed attempt is repeated. `attempt` counts from 1, and is the one that failed. */
export interface RetryPolicy {
  /** All attempts and waits together begin no attempt after this time. */
  budgetMs: number;
  wait(error: KapsoError, attempt: number): Wait | undefined;
  /** Asked after a wait: when it fails, nothing is repeated. */
  resume?(): void | Promise<void>;
}

export interface Backoff {
  random: () => number;
  baseMs: number;
  budgetMs: number;
}

/** The throttling codes after which a send may be repeated: Meta clearly refused it (`contract/README.md` 12). */
export const throttlingCodes: ReadonlySet<number | string | null> = new Set([4, 80007, 130429, 131056]);

const RETRIES = 4;
const IN_FLIGHT_RETRIES = 5;
const LONGEST_RETRY_AFTER = 300_000;

/** Reads a `Retry-After` header, seconds or an HTTP date, clamped to 0..300 s (`contract/README.md` 9). */
export function retryAfterMs(header: string | undefined, now: number): number | undefined {
  if (header === undefined) return undefined;
  const text = header.trim();
  const ms = /^\d+$/.test(text) ? Number(text) * 1_000 : /^[A-Za-z]/.test(text) ? Date.parse(text) - now : Number.NaN;
  if (Number.isNaN(ms)) return undefined;
  return Math.min(Math.max(ms, 0), LONGEST_RETRY_AFTER);
}

/** Reads: on 429, throttling, 5xx, failed or broken connections and bodies that were cut off. */
export function readPolicy(backoff: Backoff): RetryPolicy {
  return {
    budgetMs: backoff.budgetMs,
    wait(error, attempt) {
      const known = errorCode(error.code, error.subcode);
      if (attempt > RETRIES || (known?.once && attempt > 1) || !isTransient(error)) return undefined;
      if (error.retryAfterMs !== undefined) return { ms: error.retryAfterMs, asked: true };
      if (typeof error.code === "number" && known?.delayMs !== undefined) return { ms: known.delayMs, asked: true };
      return { ms: fullJitter(backoff, attempt), asked: false };
    },
  };
}

function isTransient(error: KapsoError): boolean {
  if (error.retryable !== "L" && error.retryable !== "S") return false;
  if (error.kind === "network" || error.kind === "timeout" || error.kind === "invalid_response") return true;
  const status = error.httpStatus ?? 0;
  return status === 429 || status >= 500 || error.code === 613 || throttlingCodes.has(error.code);
}

/** Sends: only what the service clearly refused for now, and connections that were never made (README 10, 12). */
export function sendPolicy(backoff: Backoff): RetryPolicy {
  return {
    budgetMs: backoff.budgetMs,
    wait(error, attempt) {
      if (error.retryable !== "L" && error.retryable !== "S") return undefined;
      const wait = sendWait(error, attempt, backoff);
      if (!wait || error.retryAfterMs === undefined) return wait;
      return { ms: error.retryAfterMs, asked: true };
    },
  };
}

function sendWait(error: KapsoError, attempt: number, backoff: Backoff): Wait | undefined {
  if (error.reason === "in_flight") {
    if (attempt > IN_FLIGHT_RETRIES) return undefined;
    return { ms: withJitter(backoff, 500 * 2 ** (attempt - 1)), asked: false };
  }
  if (attempt > RETRIES) return undefined;
  if (throttlingCodes.has(error.code)) return { ms: withJitter(backoff, 1_000 * 4 ** (attempt - 1)), asked: true };
  if (error.httpStatus === 429 || isConnectFailure(error)) return { ms: fullJitter(backoff, attempt), asked: false };
  return undefined;
}

function fullJitter({ random, baseMs }: Backoff, attempt: number): number {
  return Math.round(random() * baseMs * 2 ** (attempt - 1));
}

function withJitter({ random }: Backoff, ms: number): number {
  return Math.round(ms * (1 + random() / 4));
}

/**
 * Runs until it succeeds, fails for good, or the policy gives up. A wait that would leave the budget is not begun: the
 * failure is thrown at once, with `retryAfterMs` when the service named the wait. An abort ends a wait at once.
 */
export function retrying<T>(
  run: (attempt: number) => Promise<T>,
  policy: RetryPolicy,
  { sleep, signals }: { sleep: Sleep; signals: Signals },
): Promise<T> {
  const startedAt = performance.now();
  let waited = 0;
  return pRetry(run, {
    retries: Number.POSITIVE_INFINITY, // The policy counts.
    minTimeout: 0,
    factor: 1,
    async shouldRetry({ error, attemptNumber }) {
      const wait = error instanceof KapsoError ? policy.wait(error, attemptNumber) : undefined;
      if (!(error instanceof KapsoError) || !wait) return false;
      const spent = Math.max(waited, performance.now() - startedAt);
      if (spent + wait.ms > policy.budgetMs) throw wait.asked ? error.with({ retryAfterMs: wait.ms }) : error;
      waited += wait.ms;
      await pause(wait.ms, sleep, signals);
      await policy.resume?.();
      return true;
    },
  });
}

async function pause(ms: number, sleep: Sleep, signals: Signals): Promise<void> {
  const { signal, release } = joined(signals);
  try {
    if (!signal.aborted) await sleep(ms, signal);
  } catch (cause) {
    throw aborted(false, cause);
  } finally {
    release();
  }
  if (signal.aborted) throw aborted(false, signal.reason);
}
