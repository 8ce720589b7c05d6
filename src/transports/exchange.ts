import { randomUUID } from "node:crypto";
import type { HttpBindings } from "@hono/node-server";
import type { Context, MiddlewareHandler } from "hono";
import type { Log } from "../log.ts";
import { carryOrigin } from "../server/call/origin.ts";

/** The routes. Nothing else of a URL is ever logged: a query can hold a session's id. */
export const PATHS = {
  mcp: "/mcp",
  sse: "/sse",
  messages: "/messages",
  health: "/healthz",
  ready: "/readyz",
  metrics: "/metrics",
} as const;

/** What an HTTP exchange carries from one guard to the next. */
export interface HttpEnv {
  Bindings: HttpBindings;
  Variables: { requestId: string; caller: string };
}

export type Exchange = Context<HttpEnv>;
export type Guard = MiddlewareHandler<HttpEnv>;

/** Gives every request an id, its own if it brings one, and lets every answer name it: also those of the SDK. */
export const nameRequest: Guard = async (exchange, next) => {
  const given = exchange.req.header("x-request-id") ?? "";
  const requestId = /^[\w=-]{1,255}$/.test(given) ? given : randomUUID();
  exchange.set("requestId", requestId);
  exchange.env.outgoing.setHeader("x-request-id", requestId);
  await next();
};

/** Logs every request that was refused. */
export function logRefusals(log: Log): Guard {
  const known: readonly string[] = Object.values(PATHS);
  return async (exchange, next) => {
    await next();
    const { status } = exchange.res;
    if (status < 400) return;
    const { method, path } = exchange.req;
    const facts = { method, path: known.includes(path) ? path : "other", status };
    log[status < 500 ? "info" : "warn"]({ ...logFacts(exchange), ...facts }, "request refused");
  };
}

/** What every log line of an exchange says of it. */
export function logFacts({ var: { requestId, caller } }: Exchange): Record<string, string> {
  return { request_id: requestId, ...(caller !== undefined && { caller }) };
}

/** The exchange's origin, in the form in which the SDK passes it on to the path of a call. */
export function originOfExchange({ req, var: { requestId, caller } }: Exchange) {
  const traceparent = req.header("traceparent");
  return carryOrigin({ requestId, caller, ...(traceparent !== undefined && { traceparent }) });
}

/** What guards have said to a page goes with an answer that is written without Hono as well. */
export function copyHeaders(exchange: Exchange): void {
  if (exchange.req.header("origin") === undefined) return;
  for (const [name, value] of exchange.res.headers) exchange.env.outgoing.setHeader(name, value);
}
