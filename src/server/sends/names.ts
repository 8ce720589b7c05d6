/** The names of one person: sends are kept under the current one, and earlier ones may stand under a former. */
export interface Known {
  current: string;
  former: readonly string[];
}

/** Which names are one person's. Bounded: what was joined first is forgotten first. */
export class Names {
  readonly #most: number;
  /** The current name of each former one. */
  readonly #current = new Map<string, string>();
  readonly #former = new Map<string, Set<string>>();

  constructor(most: number) {
    this.#most = most;
  }

  of(name: string): Known {
    const current = this.#current.get(name) ?? name;
    return { current, former: [...(this.#former.get(current) ?? [])] };
  }

  /** Both are one person's, and from now on the second is the current one. */
  join(name: string, current: string): void {
    const all = [name, current].flatMap((each) => [this.of(each).current, ...this.of(each).former]);
    const former = new Set([name, ...all].filter((each) => each !== current));
    for (const each of [current, ...former]) this.#forget(each);
    if (former.size === 0) return;
    for (const each of former) this.#current.set(each, current);
    this.#former.set(current, former);
    for (const oldest of this.#current.keys()) {
      if (this.#current.size <= this.#most) break;
      this.#forget(oldest);
    }
  }

  #forget(name: string): void {
    const current = this.#current.get(name);
    if (current === undefined) return;
    const former = this.#former.get(current);
    former?.delete(name);
    if (former?.size === 0) this.#former.delete(current);
    this.#current.delete(name);
  }

  clear(): void {
    this.#current.clear();
    this.#former.clear();
  }
}
