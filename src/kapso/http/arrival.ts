import type { IncomingHttpHeaders } from "node:http";
import type { Dispatcher } from "undici";

/** An answer read to its end. Times are of the own clock. */
export interface Reply {
  status: number;
  headers: IncomingHttpHeaders;
  bytes: Buffer;
  sentAt: number;
  receivedAt: number;
}

/** An answer of more bytes than were asked for at most. */
export class TooLarge extends Error {}

interface Outcome {
  resolve(reply: Reply): void;
  reject(cause: unknown): void;
}

interface Bounds {
  maxBytes: number;
  now: () => number;
}

/** One answer on its way: what undici tells of it, and what is known when it does not come. */
export class Arrival implements Dispatcher.DispatchHandler {
  readonly #bounds: Bounds;
  readonly #settle: Outcome;
  readonly #chunks: Buffer[] = [];
  #controller: Dispatcher.DispatchController | undefined;
  #head: Omit<Reply, "bytes"> | undefined;
  #size = 0;
  #givenUp = false;
  /** When the request was about to be written to a connection that stands: before that, nothing can have arrived. */
  sentAt: number | undefined;

  constructor(bounds: Bounds, settle: Outcome) {
    this.#bounds = bounds;
    this.#settle = settle;
  }

  get status(): number | undefined {
    return this.#head?.status;
  }

  /** Ends the exchange, or keeps it from beginning. */
  giveUp(): void {
    this.#givenUp = true;
    this.#controller?.abort(new Error("given up"));
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.#controller = controller;
    if (this.#givenUp) controller.abort(new Error("given up"));
    else this.sentAt ??= this.#bounds.now();
  }

  onResponseStart(controller: Dispatcher.DispatchController, status: number, headers: IncomingHttpHeaders): void {
    if (status < 200) return; // An answer in between.
    const receivedAt = this.#bounds.now();
    this.#head = { status, headers, receivedAt, sentAt: this.sentAt ?? receivedAt };
    if (Number(headers["content-length"]) > this.#bounds.maxBytes) controller.abort(new TooLarge());
  }

  onResponseData(controller: Dispatcher.DispatchController, chunk: Buffer): void {
    this.#size += chunk.byteLength;
    if (this.#size > this.#bounds.maxBytes) controller.abort(new TooLarge());
    else this.#chunks.push(chunk);
  }

  onResponseEnd(): void {
    if (this.#head === undefined) this.#settle.reject(new Error("An answer without a head"));
    else this.#settle.resolve({ ...this.#head, bytes: Buffer.concat(this.#chunks, this.#size) });
  }

  /** Of an answer that refuses, the status is enough: its body may be cut or missing. */
  onResponseError(_: Dispatcher.DispatchController, cause: Error): void {
    const refuses = this.#head !== undefined && this.#head.status >= 300 && !this.#givenUp;
    if (refuses && this.#head !== undefined) this.#settle.resolve({ ...this.#head, bytes: Buffer.alloc(0) });
    else this.#settle.reject(cause);
  }
}
