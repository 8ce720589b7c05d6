import type { Parameters } from "fast-check";

const asked = Number(process.env["FUZZ_RUNS"] ?? "");

/** What everybody's run tries is the same; a night tries what nobody has tried. */
const SEED = 20261122;

/** How often a property runs: by default so often that all of them take seconds, and `FUZZ_RUNS` times for a night. */
export function runs<T>(byDefault: number): Parameters<T> {
  return asked > 0 ? { numRuns: asked } : { numRuns: byDefault, seed: SEED };
}

/** What a property may take: without an end where somebody asked for many runs. */
export const FUZZ_TIMEOUT_MS = asked > 0 ? 24 * 3_600_000 : 20_000;
