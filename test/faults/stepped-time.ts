import type { Timer } from "../../src/tools/definition/timer.ts";

/** How much faster time passes that is really waited for: a busy machine must get 10 MB through in a look of 5 s. */
const SPEED = 15;

/** Time as tools that wait have it: pauses take none of it really, what a limit cuts off a little. */
export class SteppedTime implements Timer {
  #ms = 0;
  readonly pauses: number[] = [];
  /** What happens in the pause of that number, from 1. */
  during: (pause: number) => unknown = () => {};

  now(): number {
    return this.#ms;
  }

  async pause(ms: number, signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    this.pauses.push(ms);
    await this.during(this.pauses.length);
    this.#ms += ms;
  }

  after(ms: number, act: () => void): () => void {
    const timeout = setTimeout(() => {
      this.#ms += ms;
      act();
    }, ms / SPEED);
    return () => clearTimeout(timeout);
  }

  /** As if nobody had waited yet. */
  restart(during: (pause: number) => unknown): void {
    this.pauses.length = 0;
    this.during = during;
  }
}
