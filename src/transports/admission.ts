import { setTimeout } from "node:timers/promises";
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
/** What a caller may send and get in a while, together: reading and writing it takes the time of all. */
const TRAFFIC_SECONDS = 15;
const trafficBytes = (callsPerMinute: number) => Math.max(64 * MIB, callsPerMinute * 4096);
/** POSTs of every kind in a minute, for each request that a caller may make in it: most bring a request. */
const POSTS_PER_CALL = 4;
/** So many of a minute's that bring no request may come within one second. */
const burst = (perMinute: number) => Math.max(40, Math.ceil(perMinute / 40));
/** Answers to a caller who asks too often come late, so that whoever goes on at once does not keep all others waiting. */
const MOST_HELD = 32;

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
  readonly #burst: RateLimiterMemory;
  readonly #traffic: RateLimiterMemory;
  readonly #held = new Places({ perCaller: MOST_HELD, inAll: 10 * MOST_HELD });
  readonly #limits: LimitSettings;
  #draining = false;

  constructor(limits: LimitSettings) {
    this.#limits = limits;
    this.calls = new Places({ perCaller: limits.maxConcurrentCalls, inAll: Number.POSITIVE_INFINITY });
    this.sessions = new Places({ perCaller: limits.maxCallerSessions, inAll: limits.maxSessions });
    const { callsPerMinute, maxBodyBytes } = limits;
    const posts = callsPerMinute * POSTS_PER_CALL;
    this.bodies = new Places({
      perCaller: Math.max(16 * MIB, 2 * maxBodyBytes),
      inAll: Math.max(128 * MIB, 4 * maxBodyBytes),
    });
    this.#rate = new RateLimiterMemory({ points: callsPerMinute, duration: 60 });
    this.#posts = new RateLimiterMemory({ points: posts, duration: 60 });
    this.#burst = new RateLimiterMemory({ points: burst(posts), duration: 1 });
    this.#traffic = new RateLimiterMemory({ points: trafficBytes(callsPerMinute), duration: TRAFFIC_SECONDS });
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
    const posts = this.#limits.callsPerMinute * POSTS_PER_CALL;
    const minute = await overRate(this.#posts, caller, 1);
    if (minute !== undefined) return tooMany(`No more than ${posts} POSTs in a minute.`, seconds(minute));
    const traffic = await this.#overTraffic(caller);
    if (traffic === undefined) return undefined;
    const bytes = trafficBytes(this.#limits.callsPerMinute);
    return tooMany(`No more than ${bytes} bytes in ${TRAFFIC_SECONDS} seconds.`, seconds(traffic));
  }

  /** Admits a POST that brings no request: those are bounded by nothing else. */
  async admitOther(caller: string): Promise<Refusal | undefined> {
    const most = burst(this.#limits.callsPerMinute * POSTS_PER_CALL);
    const second = await overRate(this.#burst, caller, 1);
    return second === undefined
      ? undefined
      : tooMany(`No more than ${most} POSTs without a request in a second.`, seconds(second));
  }

  /** Counts what a caller has sent or got. */
  count(caller: string, bytes: number): void {
    void this.#traffic.penalty(caller, bytes);
  }

  async #overTraffic(caller: string): Promise<number | undefined> {
    const counted = await this.#traffic.get(caller);
    return counted !== null && counted.remainingPoints <= 0 ? counted.msBeforeNext : undefined;
  }

  /** Settles when a refusal for asking too often is to be answered. */
  async hold(caller: string, ms: number): Promise<void> {
    const release = ms > 0 ? this.#held.take(caller) : "none";
    if (typeof release !== "function") return;
    await setTimeout(ms, undefined, { ref: false });
    release();
  }

  /** Takes a body piece by piece, within the bytes that a caller may have here; they are to be given back. */
  body(caller: string): { admit(bytes: number): Refusal | undefined; release: Release } {
    const taken: Release[] = [];
    return {
      admit: (bytes) => {
        const release = this.bodies.take(caller, bytes);
        if (typeof release !== "function") return tooMany("Too many bytes at the same time.", SOON);
        taken.push(release);
        this.count(caller, bytes);
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
    return tooMany(`No more than ${this.#limits.callsPerMinute} requests in a minute.`, seconds(waitMs));
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

const seconds = (ms: number) => Math.ceil(ms / 1000);

function tooMany(message: string, retryAfterSeconds: number): Refusal {
  return { status: 429, message, retryAfterSeconds };
}
