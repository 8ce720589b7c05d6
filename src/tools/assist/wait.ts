import { z } from "zod";
import { KapsoError } from "../../kapso/http/errors.ts";
import { joined } from "../../kapso/http/limit.ts";
import type { ToolContext } from "../definition/tool.ts";

/** Clients break a call off after 60 s unless its progress keeps them waiting. */
const UNASKED_MAX_S = 50;

/** Less than this is not worth another look: timers may fire a little early. */
const SLACK_MS = 50;

const LONGEST_PAUSE_MS = 5_000;

/** What the last look may take beyond the time of a wait. */
const LAST_LOOK_MS = 5_000;
/**
 * What a look may take of the wait, so that one that hangs is not all of it. With the pause that follows it is as long as
 * a read waits where the API asks it to: no request comes sooner than was asked for.
 */
const LOOK_MS = 15_000;

export const timeoutInput = z.int().min(1).max(300).default(30).describe("Longest wait.");

export const CALL_AGAIN = "This is no error: call again to wait on.";

/** One reading of what is waited for. */
export type Look<T> = (signal: AbortSignal) => Promise<T>;

/** The time of one wait: how much has gone, whether there is more, its looks and its pauses. */
export class Wait {
  readonly #context: ToolContext;
  readonly #startedAt: number;
  readonly #asked: number;
  readonly #seconds: number;
  #failure: KapsoError | undefined;

  constructor(context: ToolContext, seconds: number) {
    this.#context = context;
    this.#startedAt = context.timer.now();
    this.#asked = seconds;
    this.#seconds = context.progressAsked ? seconds : Math.min(seconds, UNASKED_MAX_S);
  }

  get waitedMs(): number {
    return this.#context.timer.now() - this.#startedAt;
  }

  /** In seconds, to a tenth. */
  get waited(): number {
    return Math.round(this.waitedMs / 100) / 10;
  }

  /** No time is left, or the last look failed in a way that no further look can mend in time. */
  get over(): boolean {
    return this.#leftMs < SLACK_MS || (this.#failure !== undefined && !this.#mayPass(this.#failure));
  }

  /** Why the last look failed; undefined where it did not. Then nothing is known of the time since the look before. */
  get failure(): KapsoError | undefined {
    return this.#failure;
  }

  /** Why less time was waited than was asked for. */
  get cut(): string | undefined {
    return this.#seconds < this.#asked
      ? `Waited ${this.#seconds} s of the ${this.#asked} asked for: without progress notifications clients break off after 60 s.`
      : undefined;
  }

  /** A look before the wait has really begun: where it fails, the call does. */
  first<T>(look: Look<T>): Promise<T> {
    return this.#within(this.#allowedMs, look);
  }

  /** A further look. What the API refuses or the network loses is no end of the wait: see `failure`. */
  async again<T>(look: Look<T>): Promise<T | undefined> {
    try {
      const value = await this.#within(Math.min(this.#allowedMs, LOOK_MS), look);
      this.#failure = undefined;
      return value;
    } catch (error) {
      if (!(error instanceof KapsoError) || error.kind === "aborted") throw error;
      this.#failure = error;
      return undefined;
    }
  }

  /** Pauses for so long, longer after a failed look, or for what is left. Rejects once the caller has cancelled. */
  async pause(ms: number): Promise<void> {
    const { timer, signal } = this.#context;
    signal.throwIfAborted();
    const least = this.#failure === undefined ? 0 : Math.max(LONGEST_PAUSE_MS, this.#failure.retryAfterMs ?? 0);
    await timer.pause(Math.min(Math.max(ms, least), this.#leftMs), signal);
    signal.throwIfAborted();
  }

  async tell(message: string): Promise<void> {
    await this.#context.progress(this.waited, this.#seconds, message);
  }

  get #leftMs(): number {
    return Math.max(0, this.#seconds * 1000 - this.waitedMs);
  }

  /** What a look that begins now may take. */
  get #allowedMs(): number {
    return Math.max(1, this.#seconds * 1000 + LAST_LOOK_MS - this.waitedMs);
  }

  #mayPass({ kind, retryable, retryAfterMs = 0 }: KapsoError): boolean {
    // After a good answer, one that cannot be read comes from something in between.
    const passes = kind === "invalid_response" || retryable === "L" || retryable === "S";
    return passes && retryAfterMs < this.#leftMs;
  }

  async #within<T>(ms: number, look: Look<T>): Promise<T> {
    const { timer, signal: caller } = this.#context;
    const cut = new AbortController();
    const stop = timer.after(ms, () => cut.abort());
    const { signal, release } = joined([caller, cut.signal]);
    try {
      return await look(signal);
    } catch (error) {
      const isLate = error instanceof KapsoError && error.kind === "aborted";
      if (!isLate || caller.aborted || !cut.signal.aborted) throw error;
      throw error.with({
        kind: "timeout",
        code: "call_timeout",
        title: "The API did not answer in the time of a wait",
      });
    } finally {
      stop();
      release();
    }
  }
}

/** The pause after each look, from the first on: 1 s, 2 s and so on, in the end 5 s. */
export function pauseAfter(look: number): number {
  return Math.min(look * 1_000, LONGEST_PAUSE_MS);
}
