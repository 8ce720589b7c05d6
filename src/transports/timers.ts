/** Time as sessions see it; tests turn it by hand. */
export interface Timers {
  now(): number;
  /** Acts again and again; the function that comes back ends it. */
  every(ms: number, act: () => void): () => void;
}

export const systemTimers: Timers = {
  now: () => performance.now(),
  every(ms, act) {
    const timer = setInterval(act, ms).unref();
    return () => clearInterval(timer);
  },
};
