import { MINUTE } from "./clock.ts";

/** Shown in the headers while no limit is enforced: the Platform plan's. */
const SHOWN_LIMIT = 1000;

export interface Allowance {
  limit: number;
  remaining: number;
  allowed: boolean;
}

/** Requests for each key in fixed one-minute windows (contract README section 9). Counted always, enforced on demand. */
export class RateLimit {
  #enforced: number | undefined;
  #window = -1;
  readonly #counts = new Map<string, number>();

  enforce(limit: number | undefined): void {
    this.#enforced = limit;
    this.#counts.clear();
  }

  get enforced(): number | undefined {
    return this.#enforced;
  }

  count(caller: string, now: number): Allowance {
    const window = Math.floor(now / MINUTE);
    if (window !== this.#window) {
      this.#window = window;
      this.#counts.clear();
    }
    const used = (this.#counts.get(caller) ?? 0) + 1;
    this.#counts.set(caller, used);
    const limit = this.#enforced ?? SHOWN_LIMIT;
    return { limit, remaining: Math.max(0, limit - used), allowed: this.#enforced === undefined || used <= limit };
  }
}
