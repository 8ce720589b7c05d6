export const SECOND = 1000;
export const MINUTE = 60 * SECOND;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

/** Starts at an instant, runs at the speed of `realNow`, and can be pushed forward. Milliseconds throughout. */
export class Clock {
  readonly #realNow: () => number;
  readonly #start: number;
  readonly #realStart: number;
  #advanced = 0;

  constructor(realNow: () => number, start: number) {
    this.#realNow = realNow;
    this.#start = start;
    this.#realStart = realNow();
  }

  now(): number {
    return this.#start + (this.#realNow() - this.#realStart) + this.#advanced;
  }

  advance(ms: number): void {
    this.#advanced += ms;
  }
}

/** Messages, contacts and calls carry whole seconds, as Meta's timestamps do. */
export function wholeSecond(ms: number): number {
  return Math.floor(ms / SECOND) * SECOND;
}

/** `2026-11-20T15:00:00Z`, with the fraction only where there is one. */
export function iso(ms: number): string {
  return new Date(ms).toISOString().replace(".000Z", "Z");
}

/** With six digits behind the second, as calls and cursors have them. */
export function isoMicros(ms: number): string {
  return new Date(ms).toISOString().replace("Z", "000Z");
}

export function isoOrNull(ms: number | null): string | null {
  return ms === null ? null : iso(ms);
}
