import { setMaxListeners } from "node:events";
import { invalidRequest } from "./http/errors.ts";
import type { CallTag } from "./http/events.ts";
import type { Http } from "./http/http.ts";
import { Lanes, type Pace } from "./http/lanes.ts";
import type { RetryPolicy } from "./http/retry.ts";
import type { Query } from "./http/url.ts";
import type { Path } from "./ids.ts";
import { personKey } from "./people.ts";
import { type Reader, sendResponse } from "./records.ts";
import type { SendBody, SendResponse } from "./types.ts";

export interface SendOptions {
  /** Removes a send that waits its turn, or waits to be repeated after a refusal. A request under way goes on. */
  signal?: AbortSignal;
  /** Called when the send's turn has come, and again before it is repeated; when it fails, no request leaves. */
  beforeRequest?: () => void | Promise<void>;
}

/** A request that may reach a customer, and the lane in which it goes: one at a time. */
export interface Send<T> {
  to: Path;
  lane: string;
  query?: Query | undefined;
  body?: object | undefined;
  read: Reader<T>;
}

/** A message, in the lane of its recipient. */
export function messageTo(to: Path, phoneNumberId: string, body: SendBody): Send<SendResponse> {
  return { to, lane: laneOf(phoneNumberId, body), body, read: sendResponse };
}

/** @throws KapsoError `invalid_request` when the body names no recipient */
function laneOf(phoneNumberId: string, { to, recipient }: SendBody): string {
  const address = to || recipient; // `to` wins where both stand.
  if (!address) throw invalidRequest("to", "must name the recipient");
  return `${phoneNumberId} ${personKey(address)}`;
}

export type Sender = Pick<Sends, "send">;

/**
 * Sends one message at a time to a recipient of a number, since Kapso has one in flight for a conversation
 * (`contract/README.md` section 10), and never breaks off one that has begun.
 */
export class Sends {
  readonly #http: Http;
  readonly #policy: RetryPolicy;
  readonly #lanes: Lanes;
  readonly #running = new Set<Promise<unknown>>();
  readonly #closing = new AbortController();
  readonly #stopped = new AbortController();
  #queued = 0;

  constructor(http: Http, policy: RetryPolicy, pace: Pace) {
    this.#http = http;
    this.#policy = policy;
    this.#lanes = new Lanes(pace);
    // Every send that waits listens.
    setMaxListeners(0, this.#closing.signal, this.#stopped.signal);
  }

  /** Sends that wait their turn or are under way. */
  get pending(): number {
    return this.#queued + this.#running.size;
  }

  send<T>(send: Send<T>, options: SendOptions): Promise<T> {
    return this.#send(this.#http, send, options);
  }

  /** The same lanes, for the sends of one call. */
  forCall(tag: CallTag): Sender {
    const http = this.#http.forCall(tag);
    return { send: (send, options) => this.#send(http, send, options) };
  }

  async #send<T>(http: Http, send: Send<T>, options: SendOptions): Promise<T> {
    const leave = await this.#turn(send.lane, options.signal);
    const running = this.#run(http, send, options).finally(() => {
      leave();
      this.#running.delete(running);
    });
    this.#running.add(running);
    return running;
  }

  /** Takes no more sends, drops those that wait, and gives those that run `drainMs` to end. Returns how many did not. */
  async close(drainMs: number): Promise<number> {
    this.#closing.abort();
    let timer: NodeJS.Timeout | undefined;
    const drained = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, drainMs);
    });
    await Promise.race([Promise.allSettled(this.#running), drained]);
    clearTimeout(timer);
    const abandoned = this.#running.size;
    this.#stopped.abort();
    return abandoned;
  }

  async #turn(lane: string, signal: AbortSignal | undefined): Promise<() => void> {
    this.#queued += 1;
    try {
      return await this.#lanes.enter(lane, [signal, this.#closing.signal]);
    } finally {
      this.#queued -= 1;
    }
  }

  async #run<T>(http: Http, { to, query, body, read }: Send<T>, options: SendOptions): Promise<T> {
    const resume = async () => options.beforeRequest?.();
    await resume();
    const retry = { policy: { ...this.#policy, resume }, stops: [options.signal, this.#stopped.signal] };
    return http.write("POST", { to, query, ...(body !== undefined && { body }), read, repeatable: false, retry });
  }
}
