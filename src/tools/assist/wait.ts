import { z } from "zod";
import type { ToolContext } from "../tool.ts";

/** Clients break a call off after 60 s unless its progress keeps them waiting. */
const UNASKED_MAX_S = 50;

/** Less than this is not worth another look: timers may fire a little early. */
const SLACK_MS = 50;

const LONGEST_PAUSE_MS = 5_000;

export const timeoutInput = z.int().min(1).max(300).default(30).describe("Longest wait.");

export const CALL_AGAIN = "This is no error: call again to wait on.";

/** The time of one wait: how much has gone, whether there is more, and its pauses. */
export class Wait {
  readonly #context: ToolContext;
  readonly #startedAt: number;
  readonly #asked: number;
  readonly #seconds: number;

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

  get over(): boolean {
    return this.#leftMs < SLACK_MS;
  }

  /** Why less time was waited than was asked for. */
  get cut(): string | undefined {
    return this.#seconds < this.#asked
      ? `Waited ${this.#seconds} s of the ${this.#asked} asked for: without progress notifications clients break off after 60 s.`
      : undefined;
  }

  /** Pauses for so long, or for what is left. Rejects once the caller has cancelled. */
  async pause(ms: number): Promise<void> {
    const { timer, signal } = this.#context;
    signal.throwIfAborted();
    await timer.pause(Math.min(ms, this.#leftMs), signal);
    signal.throwIfAborted();
  }

  async tell(message: string): Promise<void> {
    await this.#context.progress(this.waited, this.#seconds, message);
  }

  get #leftMs(): number {
    return Math.max(0, this.#seconds * 1000 - this.waitedMs);
  }
}

/** The pause after each look, from the first on: 1 s, 2 s and so on, in the end 5 s. */
export function pauseAfter(look: number): number {
  return Math.min(look * 1_000, LONGEST_PAUSE_MS);
}
