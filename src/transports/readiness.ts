/** A cheap request to the service; it rejects when the service does not serve. */
export type Probe = (signal: AbortSignal) => Promise<unknown>;

export interface ReadinessOptions {
  now(): number;
  /** How long an answer is good for; no shorter than `timeoutMs`, so that one question is under way at most. */
  cacheMs?: number;
  timeoutMs?: number;
}

/** Whether the service answers. It is asked seldom, however often this is called, and never for long. */
export function createReadiness(probe: Probe, options: ReadinessOptions): () => Promise<boolean> {
  const { now, cacheMs = 5_000, timeoutMs = 4_000 } = options;
  let known: { answer: Promise<boolean>; askedAt: number } | undefined;
  return () => {
    if (known === undefined || now() - known.askedAt >= cacheMs)
      known = { answer: ask(probe, timeoutMs), askedAt: now() };
    return known.answer;
  };
}

async function ask(probe: Probe, timeoutMs: number): Promise<boolean> {
  try {
    await probe(AbortSignal.timeout(timeoutMs));
    return true;
  } catch {
    return false; // Why is in the log of upstream requests; whoever asks here need not know.
  }
}
