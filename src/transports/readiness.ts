import type { Timers } from "./timers.ts";

/** A cheap request to the service; it rejects when the service does not serve. */
export type Probe = (signal: AbortSignal) => Promise<unknown>;

/** How long an answer is good for. */
const CACHE_MS = 5_000;
/** Shorter, so that one question at most is under way. */
const TIMEOUT_MS = 4_000;

/** Whether the service answers. It is asked seldom, however often this is called, and never for long. */
export function createReadiness(probe: Probe, timers: Timers): () => Promise<boolean> {
  let known: { answer: Promise<boolean>; askedAt: number } | undefined;
  return () => {
    const now = timers.now();
    if (known === undefined || now - known.askedAt >= CACHE_MS) known = { answer: ask(probe), askedAt: now };
    return known.answer;
  };
}

async function ask(probe: Probe): Promise<boolean> {
  try {
    await probe(AbortSignal.timeout(TIMEOUT_MS));
    return true;
  } catch {
    return false; // Why is in the log of upstream requests; whoever asks here need not know.
  }
}
