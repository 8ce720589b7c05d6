import { setTimeout as pause } from "node:timers/promises";

/** Time as tools that wait have it. */
export interface Timer {
  /** Milliseconds since any fixed instant; never goes back. */
  now(): number;
  /** Rejects as soon as `signal` aborts. */
  pause(ms: number, signal: AbortSignal): Promise<void>;
  /** Does something after so long, unless it is taken back: that is what it returns. */
  after(ms: number, act: () => void): () => void;
}

export const systemTimer: Timer = {
  now: () => performance.now(),
  pause: (ms, signal) => pause(ms, undefined, { signal }),
  after(ms, act) {
    const timeout = setTimeout(act, ms);
    return () => clearTimeout(timeout);
  },
};
