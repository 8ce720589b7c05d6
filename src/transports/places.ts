export type Release = () => void;

/** Places that callers hold for a while, bounded for each caller and in all. */
export class Places {
  readonly #bounds: { perCaller: number; inAll: number };
  readonly #held = new Map<string, number>();
  #taken = 0;
  #whenEmpty: (() => void)[] = [];

  constructor(bounds: { perCaller: number; inAll: number }) {
    this.#bounds = bounds;
  }

  get taken(): number {
    return this.#taken;
  }

  /** Takes places, or says whose bound is reached. They are given back once; doing it again has no effect. */
  take(caller: string, count = 1): Release | "caller" | "all" {
    if (this.#taken + count > this.#bounds.inAll) return "all";
    if ((this.#held.get(caller) ?? 0) + count > this.#bounds.perCaller) return "caller";
    this.#add(caller, count);
    let held = true;
    return () => {
      if (held) this.#add(caller, -count);
      held = false;
    };
  }

  /** Settles when nobody holds a place. */
  async empty(): Promise<void> {
    if (this.#taken > 0) await new Promise<void>((resolve) => this.#whenEmpty.push(resolve));
  }

  #add(caller: string, count: number): void {
    this.#taken += count;
    const held = (this.#held.get(caller) ?? 0) + count;
    if (held > 0) this.#held.set(caller, held);
    else this.#held.delete(caller);
    if (this.#taken > 0) return;
    for (const resolve of this.#whenEmpty.splice(0)) resolve();
  }
}
