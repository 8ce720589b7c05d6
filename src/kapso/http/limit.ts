/** Signals that may end a call, any of them. */
export type Signals = readonly (AbortSignal | undefined)[];

/** Several signals as one, until released. (`AbortSignal.any` has no release: it would pile up on a lasting signal.) */
export function joined(signals: Signals): {
  signal: AbortSignal;
  /** Ends it by itself. */
  abort(): void;
  release(): void;
} {
  const controller = new AbortController();
  const abort = () => controller.abort();
  const watched = signals.filter((signal) => signal !== undefined);
  for (const signal of watched) {
    if (signal.aborted) abort();
    signal.addEventListener("abort", abort, { once: true });
  }
  return {
    signal: controller.signal,
    abort,
    release() {
      for (const signal of watched) signal.removeEventListener("abort", abort);
    },
  };
}

/** The bounds of one exchange: a whole-call timer and the signals that may end it. */
export interface CallLimit {
  readonly signal: AbortSignal;
  /** Why the call was cut short, if it was. */
  cutBy(): CutBy | undefined;
  /** Settles with `work`, or rejects at once when the call is cut, even while a connection is still being made. */
  race<T>(work: Promise<T>): Promise<T>;
  release(): void;
}

export type CutBy = "timeout" | "aborted";

export function callLimit(timeoutMs: number, signals: Signals): CallLimit {
  let late = false;
  const { signal, abort, release } = joined(signals);
  const timeout = setTimeout(() => {
    late = !signal.aborted;
    abort();
  }, timeoutMs);
  return {
    signal,
    cutBy: () => (late ? "timeout" : signal.aborted ? "aborted" : undefined),
    race: (work) => race(work, signal),
    release() {
      clearTimeout(timeout);
      release();
    },
  };
}

/** Settles with `work`, or rejects as soon as the signal aborts. */
export async function race<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  let stop = () => {};
  const ended = new Promise<never>((_, reject) => {
    stop = () => reject(signal.reason);
    if (signal.aborted) stop();
    signal.addEventListener("abort", stop, { once: true });
  });
  work.catch(() => {}); // The loser of the race may reject later, with nobody listening.
  try {
    return await Promise.race([work, ended]);
  } finally {
    signal.removeEventListener("abort", stop);
  }
}
