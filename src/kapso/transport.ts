import type { IncomingHttpHeaders } from "node:http";
import type { Readable } from "node:stream";
import { Agent, type Dispatcher, type FormData, request } from "undici";
import { invalidResponse } from "./json.ts";
import { type CallLimit, callLimit, type Signals } from "./limit.ts";
import { aborted, interrupted } from "./network.ts";

export type Method = "GET" | "POST" | "PATCH" | "DELETE";

/** One request, with all its bounds. */
export interface Exchange {
  method: Method;
  url: URL;
  headers: Record<string, string>;
  body?: string | FormData;
  maxBytes: number;
  /** The whole exchange: connection, headers and body. */
  timeoutMs: number;
  headersMs: number;
  bodyMs: number;
  signals: Signals;
}

/** An answer read to its end. Times are of the own clock. */
export interface Reply {
  status: number;
  headers: IncomingHttpHeaders;
  bytes: Buffer;
  sentAt: number;
  receivedAt: number;
}

/** HTTP and its bounds, and nothing of the API: one `Agent`, keep-alive, no redirects, no retries. */
export interface Transport {
  /** @throws KapsoError network, timeout, aborted or invalid_response; any status that arrives is a reply. */
  exchange(exchange: Exchange): Promise<Reply>;
  /** Breaks what is still running. */
  close(): Promise<void>;
}

export function createTransport(options: { connectMs: number; now: () => number }): Transport {
  const agent = new Agent({ connect: { timeout: options.connectMs } });
  return {
    async exchange(exchange) {
      const limit = callLimit(exchange.timeoutMs, exchange.signals);
      try {
        if (limit.cutBy() !== undefined) throw aborted(false);
        return await run(agent, exchange, limit, options.now);
      } finally {
        limit.release();
      }
    },
    close: () => agent.destroy(),
  };
}

async function run(agent: Agent, exchange: Exchange, limit: CallLimit, now: () => number): Promise<Reply> {
  let sentAt: number | undefined;
  let httpStatus: number | undefined;
  const { method, url, headers, body, headersMs, bodyMs, maxBytes } = exchange;
  const started = onStart(() => {
    sentAt ??= now();
  });
  try {
    const response = await limit.race(
      request(url, {
        dispatcher: agent.compose(started),
        method,
        headers,
        body,
        signal: limit.signal,
        headersTimeout: headersMs,
        bodyTimeout: bodyMs,
      }),
    );
    response.body.on("error", () => {}); // A body that is given up fails, with nobody else listening.
    const receivedAt = now();
    httpStatus = response.statusCode;
    const bytes = await readBody(response, maxBytes, limit);
    return {
      status: httpStatus,
      headers: response.headers,
      bytes,
      sentAt: sentAt ?? receivedAt,
      receivedAt,
    };
  } catch (cause) {
    if (cause instanceof TooLarge) {
      throw invalidResponse("too_large", `The answer is larger than ${maxBytes} bytes`, httpStatus);
    }
    throw interrupted(cause, {
      sent: sentAt !== undefined,
      cutBy: limit.cutBy(),
      httpStatus,
    });
  }
}

class TooLarge extends Error {}

/** Reads a body within its bound. Of an answer that refuses, the status is enough: its body may be cut or missing. */
async function readBody(response: Dispatcher.ResponseData, maxBytes: number, limit: CallLimit): Promise<Buffer> {
  try {
    if (Number(response.headers["content-length"]) > maxBytes) {
      response.body.destroy();
      throw new TooLarge();
    }
    return await collect(response.body, maxBytes);
  } catch (cause) {
    if (response.statusCode >= 300 && limit.cutBy() === undefined) return Buffer.alloc(0);
    throw cause;
  }
}

function collect(body: Readable, maxBytes: number): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    body.on("data", (chunk: Buffer) => {
      size += chunk.byteLength;
      if (size > maxBytes) body.destroy(new TooLarge());
      else chunks.push(chunk);
    });
    body.once("end", () => resolve(Buffer.concat(chunks, size)));
    body.once("error", reject);
  });
}

/** Tells when a request is about to be written to a connection that stands: before that, nothing can have arrived. */
function onStart(started: () => void): Dispatcher.DispatcherComposeInterceptor {
  return (dispatch) => (options, handler) =>
    dispatch(options, {
      onRequestStart(controller, context) {
        started();
        handler.onRequestStart?.(controller, context);
      },
      onRequestUpgrade: (...args) => handler.onRequestUpgrade?.(...args),
      onResponseStart: (...args) => handler.onResponseStart?.(...args),
      onResponseData: (...args) => handler.onResponseData?.(...args),
      onResponseEnd: (...args) => handler.onResponseEnd?.(...args),
      onResponseError: (...args) => handler.onResponseError?.(...args),
    });
}
