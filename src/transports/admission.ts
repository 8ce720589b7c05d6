import { RateLimiterMemory, RateLimiterRes } from "rate-limiter-flexible";
import { Places, type Release } from "./places.ts";
import type { Refusal } from "./refusal.ts";

export interface LimitSettings {
  maxSessions: number;
  maxCallerSessions: number;
  maxConcurrentCalls: number;
  callsPerMinute: number;
  maxBodyBytes: number;
}

const MIB = 1024 * 1024;
/** POSTs of every kind in a minute, for each request that a caller may make in it: most bring a request. */
const POSTS_PER_CALL = 4;

/** When a client may hope for a place that somebody else holds. */
const SOON = 1;
const LATER = 30;
const DRAINING: Refusal = { status: 503, message: "This server is shutting down.", retryAfterSeconds: 5 };

/** Who may begin what, now. */
export class Admission {
  readonly calls: Places;
  readonly sessions: Places;
  /** Bytes of bodies that are being read, or whose requests run. */
  readonly bodies: Places;
  readonly #rate: RateLimiterMemory;
  readonly #posts: RateLimiterMemory;
  readonly #limits: LimitSettings;
  #draining = false;

  constructor(limits: LimitSettings) {
    this.#limits = limits;
    this.calls = new Places({ perCaller: limits.maxConcurrentCalls, inAll: Number.POSITIVE_INFINITY });
    this.sessions = new Places({ perCaller: limits.maxCallerSessions, inAll: limits.maxSessions });
    this.bodies = new Places({
      perCaller: Math.max(48 * MIB, 2 * limits.maxBodyBytes),
      inAll: Math.max(192 * MIB, 4 * limits.maxBodyBytes),
    });
    this.#rate = new RateLimiterMemory({ points: limits.callsPerMinute, duration: 60 });
    this.#posts = new RateLimiterMemory({ points: limits.callsPerMinute * POSTS_PER_CALL, duration: 60 });
  }

  get draining(): boolean {
    return this.#draining;
  }

  /** From now on nothing new begins. */
  drain(): void {
    this.#draining = true;
  }

  /** Counts a POST, before anything of its body is read: also one that brings no request, or nothing that can be read. */
  async admitPost(caller: string): Promise<Refusal | undefined> {
    const waitMs = await overRate(this.#posts, caller, 1);
    if (waitMs === undefined) return undefined;
    const message = `No more than ${this.#limits.callsPerMinute * POSTS_PER_CALL} POSTs in a minute.`;
    return tooMany(message, Math.ceil(waitMs / 1000));
  }

  /** Takes a body piece by piece, within the bytes that a caller may have here; they are to be given back. */
  body(caller: string): { admit(bytes: number): Refusal | undefined; release: Release } {
    const taken: Release[] = [];
    return {
      admit: (bytes) => {
        const release = this.bodies.take(caller, bytes);
        if (typeof release !== "function") return tooMany("Too many bytes at the same time.", SOON);
        taken.push(release);
        return undefined;
      },
      release() {
        for (const release of taken.splice(0)) release();
      },
    };
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
    const waitMs = await overRate(this.#rate, caller, count);
    if (waitMs === undefined) return release;
    release();
    return tooMany(`No more than ${this.#limits.callsPerMinute} requests in a minute.`, Math.ceil(waitMs / 1000));
  }
}

/** How long the caller must wait, if it asked too often. */
async function overRate(rate: RateLimiterMemory, caller: string, count: number): Promise<number | undefined> {
  try {
    await rate.consume(caller, count);
    return undefined;
  } catch (limit) {
    if (limit instanceof RateLimiterRes) return limit.msBeforeNext;
    throw limit;
  }
}

function tooMany(message: string, retryAfterSeconds: number): Refusal {
  return { status: 429, message, retryAfterSeconds };
}
