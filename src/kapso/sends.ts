import { invalidRequest } from "./errors.ts";
import type { CallTag } from "./events.ts";
import type { Http } from "./http.ts";
import type { Path } from "./ids.ts";
import { Lanes, type Pace } from "./lanes.ts";
import { sendResponse } from "./records.ts";
import type { RetryPolicy } from "./retry.ts";
import type { SendBody, SendResponse } from "./types.ts";

export interface SendOptions {
  /** Removes a send that waits its turn, or waits to be repeated after a refusal. A request under way goes on. */
  signal?: AbortSignal;
  /** Called when the send's turn has come, before its first request leaves; when it fails, nothing leaves. */
  onBegun?: () => void | Promise<void>;
}

/** A message, and the lane of its number in which it goes. */
export interface Send {
  to: Path;
  phoneNumberId: string;
  body: SendBody;
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
  }

  /** Sends that wait their turn or are under way. */
  get pending(): number {
    return this.#queued + this.#running.size;
  }

  send(send: Send, options: SendOptions): Promise<SendResponse> {
    return this.#send(this.#http, send, options);
  }

  /** The same lanes, for the sends of one call. */
  forCall(tag: CallTag): Sender {
    const http = this.#http.forCall(tag);
    return { send: (send, options) => this.#send(http, send, options) };
  }

  async #send(http: Http, { to, phoneNumberId, body }: Send, options: SendOptions): Promise<SendResponse> {
    const leave = await this.#turn(`${phoneNumberId} ${recipientOf(body)}`, options.signal);
    const running = this.#run(http, to, body, options).finally(() => {
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

  async #run(http: Http, to: Path, body: SendBody, options: SendOptions): Promise<SendResponse> {
    await options.onBegun?.();
    const retry = { policy: this.#policy, stops: [options.signal, this.#stopped.signal] };
    return http.write("POST", { to, body, read: sendResponse, repeatable: false, retry });
  }
}

/** The recipient in one spelling: the digits of a phone number, else the id as it is. `to` wins over `recipient`. */
function recipientOf(body: SendBody): string {
  const recipient = body.to || body.recipient;
  if (!recipient) throw invalidRequest("to", "must name the recipient");
  return /^\+?[\d\s().-]+$/.test(recipient) ? recipient.replace(/\D/g, "") : recipient;
}
