import { endOfSpan, type LocalClock, localClock } from "./local-time.ts";

/** One send of a day's budget. */
export interface Reservation {
  /** For a send of which it is clear that nothing left. More than once does no more. */
  giveBack(): void;
}

/** A clock that is corrected back over midnight finds its former day again. More days need not be known. */
const DAYS_KEPT = 3;

const DAY_MINUTES = 24 * 60;

/** How many sends may leave in a day of a zone. The count is this process's, and begins anew with it. */
export class DailySends {
  readonly #limit: number;
  readonly #zone: string;
  readonly #clock: LocalClock;
  readonly #spent = new Map<string, number>();

  constructor(limit: number, zone = "UTC") {
    this.#limit = limit;
    this.#zone = zone;
    this.#clock = localClock(zone);
  }

  /** When there is budget again, in the zone's time; undefined while there is some left. */
  spentUntil(now: number): string | undefined {
    const { day } = this.#clock(now);
    if (this.#spentOn(day) < this.#limit) return undefined;
    const midnight = endOfSpan(now, this.#clock, (time) => (time.day === day ? DAY_MINUTES - time.minute : 0));
    return `${this.#clock(midnight).iso} (${this.#zone})`;
  }

  /** Takes one send out of the budget. Whether there is one left, `spentUntil` tells before. */
  reserve(now: number): Reservation {
    const { day } = this.#clock(now);
    this.#spent.set(day, this.#spentOn(day) + 1);
    const [oldest] = this.#spent.keys();
    if (this.#spent.size > DAYS_KEPT && oldest !== undefined) this.#spent.delete(oldest);
    let held = true;
    return {
      giveBack: () => {
        if (held && this.#spent.has(day)) this.#spent.set(day, this.#spentOn(day) - 1);
        held = false;
      },
    };
  }

  #spentOn(day: string): number {
    return this.#spent.get(day) ?? 0;
  }
}
