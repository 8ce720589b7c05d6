import { setTimeout } from "node:timers/promises";

/** Time as tools that wait have it. */
export interface Timer {
  /** Milliseconds since any fixed instant; never goes back. */
  now(): number;
  /** Rejects as soon as `signal` aborts. */
  pause(ms: number, signal: AbortSignal): Promise<void>;
}

export const systemTimer: Timer = {
  now: () => performance.now(),
  pause: (ms, signal) => setTimeout(ms, undefined, { signal }),
};
