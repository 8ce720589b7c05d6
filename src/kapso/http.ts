import { FormData } from "undici";
import type { Clock } from "./clock.ts";
import { isAmbiguous, readRefusal } from "./envelope.ts";
import { KapsoError } from "./errors.ts";
import type { Path } from "./ids.ts";
import { invalidResponse, isTruncatedJson, parseJson } from "./json.ts";
import type { Signals } from "./limit.ts";
import type { Reader } from "./records.ts";
import { type RetryPolicy, retryAfterMs, retrying, type Sleep } from "./retry.ts";
import type { Method, Reply, Transport } from "./transport.ts";
import { type Query, withQuery } from "./url.ts";

/** What became of one attempt, for logs and metrics. No secret, no text, no phone number: the path is its template. */
export interface RequestEvent {
  method: Method;
  path: string;
  status?: number;
  code?: number | string | null;
  ms: number;
  attempt: number;
}

/** What every call of the API shares. */
export interface HttpContext {
  /** Base and version; every path is put behind it. */
  prefix: string;
  headers: Record<string, string>;
  transport: Transport;
  clock: Clock;
  sleep: Sleep;
  readPolicy: RetryPolicy;
  limits: {
    headersMs: number;
    bodyMs: number;
    callMs: number;
    transferMs: number;
    maxJsonBytes: number;
  };
  /** Removes the credentials from a text. */
  scrub: (text: string) => string;
  /** Ends every read when the client closes. */
  closing: AbortSignal;
  onRequest?: ((event: RequestEvent) => void) | undefined;
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
  retry?: { policy: RetryPolicy; stop: AbortSignal };
}

/** The one way to the API. */
export class Http {
  readonly #context: HttpContext;

  constructor(context: HttpContext) {
    this.#context = context;
  }

  /** A read: repeated by itself, within the whole-call time. */
  get<T>(call: Call<T>): Promise<T> {
    const { readPolicy, sleep, closing, limits } = this.#context;
    const signals = [call.signal, closing];
    const deadline = performance.now() + limits.callMs;
    return retrying(
      (attempt) =>
        this.#attempt("GET", call, {
          attempt,
          signals,
          timeoutMs: deadline - performance.now(),
        }),
      readPolicy,
      { sleep, signals },
    );
  }

  /** A write: one attempt, unless `retry` says otherwise. */
  write<T>(method: Method, write: Write<T>): Promise<T> {
    const { sleep, limits } = this.#context;
    const timeoutMs = write.transfer ? limits.transferMs : limits.callMs;
    const signals = [write.signal];
    const attempt = (number: number) => this.#attempt(method, write, { attempt: number, signals, timeoutMs });
    if (!write.retry) return attempt(1);
    return retrying(attempt, write.retry.policy, {
      sleep,
      signals: [write.retry.stop],
    });
  }

  async #attempt<T>(method: Method, call: Call<T> & Partial<Write<T>>, round: Round): Promise<T> {
    const repeatable = call.repeatable ?? true;
    const startedAt = performance.now();
    const event = { method, path: call.to.route, attempt: round.attempt };
    const elapsed = () => Math.round(performance.now() - startedAt);
    try {
      const reply = await this.#exchange(method, call, round);
      const value = this.#read(reply, call.read, repeatable);
      this.#report({ ...event, status: reply.status, ms: elapsed() });
      return value;
    } catch (error) {
      if (!(error instanceof KapsoError)) throw error;
      const failure = !repeatable && isAmbiguous(error) ? unknownOutcome(error) : error;
      const { httpStatus, code } = failure;
      this.#report({
        ...event,
        ...(httpStatus !== undefined && { status: httpStatus }),
        code,
        ms: elapsed(),
      });
      throw failure;
    }
  }

  async #exchange<T>(method: Method, call: Call<T> & Partial<Write<T>>, round: Round): Promise<Reply> {
    const { prefix, headers, transport, limits, clock } = this.#context;
    const { body } = call;
    const json = body !== undefined && !(body instanceof FormData);
    const reply = await transport.exchange({
      method,
      url: withQuery(prefix + call.to.path, call.query),
      headers: json ? { ...headers, "content-type": "application/json" } : headers,
      ...(body !== undefined && {
        body: body instanceof FormData ? body : JSON.stringify(body),
      }),
      maxBytes: limits.maxJsonBytes,
      timeoutMs: Math.max(round.timeoutMs, 1),
      headersMs: call.transfer ? limits.transferMs : limits.headersMs,
      bodyMs: limits.bodyMs,
      signals: round.signals,
    });
    if (reply.headers.age === undefined) clock.observe(reply.headers.date, reply.sentAt, reply.receivedAt);
    return reply;
  }

  #read<T>(reply: Reply, read: Reader<T>, repeatable: boolean): T {
    const { scrub, clock } = this.#context;
    const { status } = reply;
    const text = scrub(Buffer.from(reply.bytes).toString("utf8"));
    const body = parseJson(text);
    if (status >= 300) {
      const asked = retryAfterMs(reply.headers["retry-after"], clock.now());
      throw readRefusal({
        status,
        text,
        body,
        repeatable,
        ...(asked !== undefined && { retryAfterMs: asked }),
      });
    }
    if (text.trim() === "") throw invalidResponse("empty_body", "The API answered with an empty body", status);
    if (body === undefined && isTruncatedJson(text)) {
      throw invalidResponse("truncated_body", "The API's JSON answer was cut off", status);
    }
    if (body === undefined) throw invalidResponse("not_json", "The API did not answer with JSON", status);
    const value = read(body);
    if (value === undefined) {
      throw invalidResponse("unexpected_shape", "The API's answer does not have the expected shape", status);
    }
    return value;
  }

  /** A listener that fails is its own fault: a call does not fail for it, least of all a send. */
  #report(event: RequestEvent): void {
    try {
      this.#context.onRequest?.(event);
    } catch {}
  }
}

interface Round {
  attempt: number;
  signals: Signals;
  timeoutMs: number;
}

function unknownOutcome(error: KapsoError): KapsoError {
  return error.with({ kind: "unknown_outcome", retryable: "A", cause: error });
}
