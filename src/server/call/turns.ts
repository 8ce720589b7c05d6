export interface TurnBounds {
  perCaller: number;
  inAll: number;
}

interface Waiting {
  caller: string;
  begin(): void;
}

/** Work that takes much of what all share is done in turn: so much at a time for a caller, and so much in all. */
export class Turns {
  readonly #bounds: TurnBounds;
  readonly #running = new Map<string, number>();
  readonly #waiting: Waiting[] = [];

  constructor(bounds: TurnBounds) {
    this.#bounds = bounds;
  }

  /** Does it when its turn has come. Whoever has been waiting longest is next. */
  async run<T>(caller: string, signal: AbortSignal, work: () => Promise<T>): Promise<T> {
    if (this.#mayRun(caller)) this.#count(caller, 1);
    else await this.#wait(caller, signal);
    try {
      signal.throwIfAborted();
      return await work();
    } finally {
      this.#count(caller, -1);
      this.#beginNext();
    }
  }

  /** Settles when the turn has come, and counts. What is cancelled before leaves the queue. */
  #wait(caller: string, signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    return new Promise((resolve, reject) => {
      const leave = () => {
        const index = this.#waiting.indexOf(waiting);
        if (index >= 0) this.#waiting.splice(index, 1);
        reject(signal.reason);
      };
      const waiting = { caller, begin: resolve };
      this.#waiting.push(waiting);
      signal.addEventListener("abort", leave, { once: true });
    });
  }

  #mayRun(caller: string): boolean {
    const inAll = [...this.#running.values()].reduce((sum, count) => sum + count, 0);
    return inAll < this.#bounds.inAll && (this.#running.get(caller) ?? 0) < this.#bounds.perCaller;
  }

  /** What begins counts at once, so that nobody else takes its place. */
  #beginNext(): void {
    const index = this.#waiting.findIndex(({ caller }) => this.#mayRun(caller));
    const [next] = index < 0 ? [] : this.#waiting.splice(index, 1);
    if (next === undefined) return;
    this.#count(next.caller, 1);
    next.begin();
  }

  #count(caller: string, change: number): void {
    const count = (this.#running.get(caller) ?? 0) + change;
    if (count > 0) this.#running.set(caller, count);
    else this.#running.delete(caller);
  }
}
