import { FormData } from "undici";
import type { Path } from "../ids.ts";
import type { Reader } from "../records.ts";
import { readBody } from "./body.ts";
import type { Clock } from "./clock.ts";
import { isAmbiguous, readRefusal } from "./envelope.ts";
import { KapsoError } from "./errors.ts";
import type { CallTag, RequestEvent } from "./events.ts";
import { parseJson } from "./json.ts";
import type { Signals } from "./limit.ts";
import { type RetryPolicy, retryAfterMs, retrying, type Sleep } from "./retry.ts";
import type { Exchange, Method, Reply, Transport } from "./transport.ts";
import { type Query, withQuery } from "./url.ts";

export interface Limits {
  headersMs: number;
  bodyMs: number;
  /** The whole of a JSON call; of a read, with its repetitions. */
  callMs: number;
  /** The whole of an upload or a download. */
  transferMs: number;
  maxJsonBytes: number;
}

/** What all calls share. */
export interface HttpContext {
  /** Base and version; every path is put behind it. */
  prefix: string;
  /** The one header that holds a credential; it goes to the prefix and nowhere else. */
  credential: Record<string, string>;
  userAgent: string;
  transport: Transport;
  clock: Clock;
  sleep: Sleep;
  readPolicy: RetryPolicy;
  limits: Limits;
  /** Takes the credentials out of a text. */
  scrub: (text: string) => string;
  /** Ends every read when the client closes. */
  closing: AbortSignal;
  onRequest?: ((event: RequestEvent) => void) | undefined;
  tag?: CallTag;
}

/** A call of the API: where it goes, and how its answer is read. */
export interface Call<T> {
  to: Path;
  query?: Query | undefined;
  read: Reader<T>;
  signal?: AbortSignal | undefined;
}

export interface Write<T> extends Call<T> {
  body?: object | FormData;
  /** Whether doing it twice does no harm (`contract/README.md` 12). If not, an unclear failure is `unknown_outcome`. */
  repeatable: boolean;
  /** Moves a file: bounded by the transfer time in place of the call time. */
  transfer?: boolean;
  /** Writes are not repeated by themselves, unless a policy says when. */
  retry?: { policy: RetryPolicy; stops: Signals };
  /** Reads what a refusal reports as done all the same: of a list, part may have been taken. */
  readPartial?: Reader<T>;
}

/** A file at an absolute URL, fetched without credentials. Whether its host may be asked is decided before. */
export interface FileCall {
  url: URL;
  /** What stands for the URL in logs: URLs of files hold tokens. */
  route: string;
  maxBytes: number;
  signal?: AbortSignal | undefined;
}

/** One attempt: what it is called in logs, how it is made, how its answer is read. */
interface Attempt<T> {
  method: Method;
  route: string;
  number: number;
  repeatable: boolean;
  exchange(): Promise<Reply>;
  read(reply: Reply): T;
}

/** The one way to the API. */
export class Http {
  readonly #context: HttpContext;

  constructor(context: HttpContext) {
    this.#context = context;
  }

  /** The same way, for the requests of one call. */
  forCall(tag: CallTag): Http {
    return new Http({ ...this.#context, tag });
  }

  /** A read: repeated by itself, within the whole-call time. */
  get<T>({ to, query, read, signal }: Call<T>): Promise<T> {
    const { readPolicy, sleep, closing, limits } = this.#context;
    const signals = [signal, closing];
    const deadline = performance.now() + limits.callMs;
    const attempt = (number: number) =>
      this.#attempt({
        method: "GET",
        route: to.route,
        number,
        repeatable: true,
        exchange: () => this.#ask({ method: "GET", to, query, signals, timeoutMs: deadline - performance.now() }),
        read: (reply) => this.#json(reply, read, true),
      });
    return retrying(attempt, readPolicy, { sleep, signals });
  }

  /** A write: one attempt, unless `retry` says otherwise. */
  write<T>(method: Method, call: Write<T>): Promise<T> {
    const { to, query, read, signal, body, repeatable, transfer, retry, readPartial } = call;
    const { sleep, limits } = this.#context;
    const times = transfer
      ? { timeoutMs: limits.transferMs, headersMs: limits.transferMs }
      : { timeoutMs: limits.callMs };
    const attempt = (number: number) =>
      this.#attempt({
        method,
        route: to.route,
        number,
        repeatable,
        exchange: () => this.#ask({ method, to, query, body, signals: [signal], ...times }),
        read: (reply) => this.#partial(reply, readPartial) ?? this.#json(reply, read, repeatable),
      });
    return retry ? retrying(attempt, retry.policy, { sleep, signals: retry.stops }) : attempt(1);
  }

  /** A file: repeated as a read is, but for 404 and 502, which ask for a new URL. Redirects come back as they are. */
  file({ url, route, maxBytes, signal }: FileCall): Promise<Reply> {
    const { readPolicy, sleep, closing, limits, transport, userAgent } = this.#context;
    const signals = [signal, closing];
    const deadline = performance.now() + limits.transferMs;
    const headers = { accept: "*/*", "user-agent": userAgent };
    const attempt = (number: number) =>
      this.#attempt({
        method: "GET",
        route,
        number,
        repeatable: true,
        exchange: () => {
          const timeoutMs = Math.max(deadline - performance.now(), 1);
          return transport.exchange({ ...limits, method: "GET", url, headers, maxBytes, signals, timeoutMs });
        },
        read: (reply) => (reply.status >= 400 ? this.#refuse(reply, true, true) : reply),
      });
    const policy = {
      ...readPolicy,
      wait: (error: KapsoError, number: number) => waitForFile(error, number, readPolicy),
    };
    return retrying(attempt, policy, { sleep, signals });
  }

  async #attempt<T>({ method, route, number, repeatable, exchange, read }: Attempt<T>): Promise<T> {
    const startedAt = performance.now();
    const report = (outcome: Pick<RequestEvent, "status" | "code" | "reason">) =>
      this.#report({ method, path: route, ...outcome, ms: Math.round(performance.now() - startedAt), attempt: number });
    try {
      const reply = await exchange();
      const value = read(reply);
      report({ status: reply.status });
      return value;
    } catch (error) {
      if (!(error instanceof KapsoError)) throw error;
      const { httpStatus, code, reason } = error;
      report({
        ...(httpStatus !== undefined && { status: httpStatus }),
        code,
        ...(reason !== undefined && { reason }),
      });
      if (reason === "no_such_route") throw error.with({ details: `${method} ${this.#context.prefix}${route}` });
      if (repeatable || !isAmbiguous(error)) throw error;
      throw error.with({ kind: "unknown_outcome", retryable: "A", cause: error });
    }
  }

  async #ask(ask: Ask): Promise<Reply> {
    const { prefix, credential, userAgent, transport, limits, clock, tag } = this.#context;
    const { method, to, query, body, signals, timeoutMs, headersMs = limits.headersMs } = ask;
    const headers: Record<string, string> = { accept: "application/json", "user-agent": userAgent, ...credential };
    if (tag?.traceparent !== undefined) headers["traceparent"] = tag.traceparent;
    if (body !== undefined && !(body instanceof FormData)) headers["content-type"] = "application/json";
    const reply = await transport.exchange({
      method,
      url: withQuery(prefix + to.path, query),
      headers,
      ...(body !== undefined && { body: body instanceof FormData ? body : JSON.stringify(body) }),
      maxBytes: limits.maxJsonBytes,
      timeoutMs: Math.max(timeoutMs, 1),
      headersMs,
      bodyMs: limits.bodyMs,
      signals,
    });
    // A cached answer carries the Date of when it was made.
    if (reply.headers.age === undefined) clock.observe(reply.headers.date, reply.sentAt, reply.receivedAt);
    return reply;
  }

  #json<T>(reply: Reply, read: Reader<T>, repeatable: boolean): T {
    if (reply.status >= 300) return this.#refuse(reply, repeatable);
    return readBody(this.#text(reply), reply.status, read);
  }

  #partial<T>(reply: Reply, read: Reader<T> | undefined): T | undefined {
    return reply.status >= 300 ? read?.(parseJson(this.#text(reply))) : undefined;
  }

  #refuse(reply: Reply, repeatable: boolean, isFile = false): never {
    const text = this.#text(reply);
    const asked = retryAfterMs(reply.headers["retry-after"], this.#context.clock.now());
    throw readRefusal({
      status: reply.status,
      text,
      body: parseJson(text),
      repeatable,
      isFile,
      ...(asked !== undefined && { retryAfterMs: asked }),
    });
  }

  #text(reply: Reply): string {
    return this.#context.scrub(reply.bytes.toString("utf8"));
  }

  /** A listener that fails is its own fault: no call fails for it, least of all a send. */
  #report(event: RequestEvent): void {
    try {
      const { onRequest, tag } = this.#context;
      onRequest?.({ ...event, ...(tag && { requestId: tag.requestId }) });
    } catch {}
  }
}

interface Ask extends Pick<Exchange, "method" | "signals" | "timeoutMs"> {
  to: Path;
  query: Query | undefined;
  body?: object | FormData | undefined;
  headersMs?: number;
}

function waitForFile(error: KapsoError, attempt: number, policy: RetryPolicy) {
  return error.httpStatus === 404 || error.httpStatus === 502 ? undefined : policy.wait(error, attempt);
}
