import { joined, race, type Signals } from "./limit.ts";
import { aborted } from "./network.ts";
import type { Sleep } from "./retry.ts";

/** One queue: its members go one after the other, with a pause between them. */
interface Lane {
  /** Settles when the last member has left. */
  tail: Promise<void>;
  members: number;
  /** When the last member that had its turn left; the clock is the one that was given. */
  leftAt: number;
}

export interface Pace {
  spacingMs: number;
  sleep: Sleep;
  now: () => number;
}

/** Queues by key. Whoever gives up while waiting is gone, and holds nobody up. */
export class Lanes {
  readonly #pace: Pace;
  readonly #lanes = new Map<string, Lane>();

  constructor(pace: Pace) {
    this.#pace = pace;
  }

  /** Waits for the turn in a lane. Resolves with the function that ends it; rejects when a signal aborts before. */
  async enter(key: string, signals: Signals): Promise<() => void> {
    const lane = this.#lane(key);
    const turn = lane.tail;
    const { promise: left, resolve } = settleable();
    lane.tail = turn.then(() => left);
    lane.members += 1;
    const leave = () => {
      lane.members -= 1;
      resolve();
    };
    const { signal, release } = joined(signals);
    try {
      await unlessAborted(turn, signal);
      await unlessAborted(this.#space(lane, signal), signal);
    } catch (error) {
      leave();
      throw error;
    } finally {
      release();
    }
    return () => {
      lane.leftAt = this.#pace.now();
      leave();
    };
  }

  /** Waits until the pause since the former member is over. The bound keeps a clock that jumps from holding it up. */
  async #space(lane: Lane, signal: AbortSignal): Promise<void> {
    const { spacingMs, now, sleep } = this.#pace;
    const wait = Math.min(lane.leftAt + spacingMs - now(), spacingMs);
    if (wait > 0) await sleep(wait, signal);
  }

  /** The lane of a key; lanes that are empty and past their pause are forgotten. */
  #lane(key: string): Lane {
    const { spacingMs, now } = this.#pace;
    for (const [other, lane] of this.#lanes) {
      if (lane.members === 0 && now() - lane.leftAt > spacingMs) this.#lanes.delete(other);
    }
    const lane = this.#lanes.get(key) ?? { tail: Promise.resolve(), members: 0, leftAt: Number.NEGATIVE_INFINITY };
    this.#lanes.set(key, lane);
    return lane;
  }
}

function settleable(): { promise: Promise<void>; resolve: () => void } {
  let resolve = () => {};
  const promise = new Promise<void>((settle) => {
    resolve = settle;
  });
  return { promise, resolve };
}

async function unlessAborted(work: Promise<void>, signal: AbortSignal): Promise<void> {
  try {
    await race(work, signal);
  } catch (cause) {
    throw signal.aborted ? aborted(false, cause) : cause;
  }
  if (signal.aborted) throw aborted(false);
}
