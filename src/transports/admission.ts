import { RateLimiterMemory, RateLimiterRes } from "rate-limiter-flexible";
import { Places, type Release } from "./places.ts";
import type { Refusal } from "./refusal.ts";

export interface LimitSettings {
  maxSessions: number;
  maxCallerSessions: number;
  maxConcurrentCalls: number;
  callsPerMinute: number;
}

/** When a client may hope for a place that somebody else holds. */
const SOON = 1;
const LATER = 30;
const DRAINING: Refusal = { status: 503, message: "This server is shutting down.", retryAfterSeconds: 5 };

/** Who may begin what, now. */
export class Admission {
  readonly calls: Places;
  readonly sessions: Places;
  readonly #rate: RateLimiterMemory;
  readonly #limits: LimitSettings;
  #draining = false;

  constructor(limits: LimitSettings) {
    this.#limits = limits;
    this.calls = new Places({ perCaller: limits.maxConcurrentCalls, inAll: Number.POSITIVE_INFINITY });
    this.sessions = new Places({ perCaller: limits.maxCallerSessions, inAll: limits.maxSessions });
    this.#rate = new RateLimiterMemory({ points: limits.callsPerMinute, duration: 60 });
  }

  get draining(): boolean {
    return this.#draining;
  }

  /** From now on nothing new begins. */
  drain(): void {
    this.#draining = true;
  }

  /** Admits the requests of one POST; the places are to be given back when it has ended. */
  admitCalls(caller: string, count: number): Promise<Release | Refusal> {
    const { maxConcurrentCalls } = this.#limits;
    return this.#admit(caller, count, this.calls, {
      caller: tooMany(`No more than ${maxConcurrentCalls} requests at the same time.`, SOON),
      all: tooMany("Too many requests at the same time.", SOON),
    });
  }

  /** Admits a stream that stays open. */
  admitSession(caller: string): Promise<Release | Refusal> {
    const { maxCallerSessions } = this.#limits;
    return this.#admit(caller, 1, this.sessions, {
      caller: tooMany(`No more than ${maxCallerSessions} open sessions for a caller.`, LATER),
      all: { status: 503, message: "All sessions of this server are taken.", retryAfterSeconds: LATER },
    });
  }

  async #admit(caller: string, count: number, places: Places, full: Record<"caller" | "all", Refusal>) {
    if (this.#draining) return DRAINING;
    const release = places.take(caller, count);
    if (typeof release === "string") return full[release];
    const waitMs = await this.#overRate(caller, count);
    if (waitMs === undefined) return release;
    release();
    return tooMany(`No more than ${this.#limits.callsPerMinute} requests in a minute.`, Math.ceil(waitMs / 1000));
  }

  /** How long the caller must wait, if it asked too often. */
  async #overRate(caller: string, count: number): Promise<number | undefined> {
    try {
      await this.#rate.consume(caller, count);
      return undefined;
    } catch (limit) {
      if (limit instanceof RateLimiterRes) return limit.msBeforeNext;
      throw limit;
    }
  }
}

function tooMany(message: string, retryAfterSeconds: number): Refusal {
  return { status: 429, message, retryAfterSeconds };
}
