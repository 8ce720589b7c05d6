/** One measured figure, as the table shows it. */
export interface Figure {
  name: string;
  value: number;
  unit?: string;
  /** At most (`<=`) or at least (`>=`); without one the figure is told for its own sake. */
  target?: { sign: "<=" | ">="; value: number };
  /** Quartiles of the rounds, where there are rounds. */
  spread?: [number, number];
}

/** How much of everything is done. */
export interface Scale {
  rounds: number;
  /** Calls of each side in a round. */
  calls: number;
  starts: number;
  pages: number;
  /** Calls before heap is first read, and before it is read again. */
  heapCalls: [number, number];
  storedMessages: number;
  walked: number;
  sends: number;
}

export const FULL: Scale = {
  rounds: 15,
  calls: 200,
  starts: 15,
  pages: 2000,
  heapCalls: [1_000, 100_000],
  storedMessages: 500_000,
  walked: 10_000,
  sends: 200,
};

export const QUICK: Scale = {
  rounds: 3,
  calls: 20,
  starts: 2,
  pages: 100,
  heapCalls: [200, 1_000],
  storedMessages: 20_000,
  walked: 1_000,
  sends: 20,
};

export function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((one, other) => one - other);
  const at = (sorted.length - 1) * share;
  const low = sorted[Math.floor(at)] ?? Number.NaN;
  const high = sorted[Math.ceil(at)] ?? low;
  return low + (high - low) * (at - Math.floor(at));
}

export const median = (values: readonly number[]): number => quantile(values, 0.5);

/** A figure from what its rounds gave. */
export function ofRounds(name: string, rounds: readonly number[], more: Pick<Figure, "unit" | "target"> = {}): Figure {
  return { name, value: median(rounds), spread: [quantile(rounds, 0.25), quantile(rounds, 0.75)], ...more };
}

export const atMost = (value: number): Figure["target"] => ({ sign: "<=", value });
export const atLeast = (value: number): Figure["target"] => ({ sign: ">=", value });

export function isMet({ value, target }: Figure): boolean {
  if (target === undefined) return true;
  return target.sign === "<=" ? value <= target.value : value >= target.value;
}

export async function timed(act: () => Promise<unknown>): Promise<number> {
  const began = performance.now();
  await act();
  return performance.now() - began;
}

/**
 * The medians of each subject in each round, in milliseconds. Within a round the subjects take turns, each call after
 * the other's, and who begins changes: what else the machine does hits all of them alike.
 */
export async function interleaved<K extends string>(
  subjects: Record<K, () => Promise<unknown>>,
  { rounds, calls }: Pick<Scale, "rounds" | "calls">,
): Promise<Record<K, number>[]> {
  const names = Object.keys(subjects) as K[];
  const medians: Record<K, number>[] = [];
  for (let round = -1; round < rounds; round++) {
    const times = new Map<K, number[]>(names.map((name) => [name, []]));
    for (let call = 0; call < calls; call++) {
      const first = call % names.length;
      for (const name of [...names.slice(first), ...names.slice(0, first)])
        times.get(name)?.push(await timed(subjects[name]));
    }
    // The first round warms up.
    if (round >= 0)
      medians.push(Object.fromEntries(names.map((name) => [name, median(times.get(name) ?? [])])) as Record<K, number>);
  }
  return medians;
}
