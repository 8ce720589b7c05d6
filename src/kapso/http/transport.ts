import { Agent, type Dispatcher, type FormData } from "undici";
import { Arrival, type Reply, TooLarge } from "./arrival.ts";
import { invalidResponse } from "./errors.ts";
import { callLimit, type Signals } from "./limit.ts";
import { interrupted } from "./network.ts";

export type { Reply } from "./arrival.ts";

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
    exchange: (exchange) => run(agent, exchange, options.now),
    close: () => agent.destroy(),
  };
}

async function run(agent: Agent, exchange: Exchange, now: () => number): Promise<Reply> {
  const limit = callLimit(exchange.timeoutMs, exchange.signals);
  let arrival: Arrival | undefined;
  try {
    if (limit.cutBy() !== undefined) throw new Error("cut before it began");
    const reply = new Promise<Reply>((resolve, reject) => {
      arrival = new Arrival({ maxBytes: exchange.maxBytes, now }, { resolve, reject });
      agent.dispatch(dispatchOptions(exchange), arrival);
    });
    return await limit.race(reply);
  } catch (cause) {
    arrival?.giveUp();
    const { sentAt, status: httpStatus } = arrival ?? {};
    if (cause instanceof TooLarge) {
      throw invalidResponse("too_large", `The answer is larger than ${exchange.maxBytes} bytes`, httpStatus);
    }
    throw interrupted(cause, { sent: sentAt !== undefined, cutBy: limit.cutBy(), httpStatus });
  } finally {
    limit.release();
  }
}

/** undici's own `request` hands out a stream; here every answer is read to its end, which takes less. */
function dispatchOptions({ method, url, headers, body, headersMs, bodyMs }: Exchange): Dispatcher.DispatchOptions {
  return {
    origin: url.origin,
    path: url.pathname + url.search,
    method,
    headers,
    ...(body !== undefined && { body }),
    headersTimeout: headersMs,
    bodyTimeout: bodyMs,
  };
}
