import {
  hostHeaderValidationResponse,
  localhostAllowedHostnames,
  localhostAllowedOrigins,
  originValidationResponse,
} from "@modelcontextprotocol/server";
import { cors } from "hono/cors";
import { isLoopback } from "./auth.ts";
import type { Guard } from "./exchange.ts";

export interface GuardSettings {
  host: string;
  allowedHosts: readonly string[];
  allowedOrigins: readonly string[];
}

/** Against DNS rebinding: a page's own name, made to lead here, is none of this server's. */
export function guardHost({ host, allowedHosts }: GuardSettings): Guard {
  const own = host.includes(":") ? `[${host}]` : host;
  const allowed = [...localhostAllowedHostnames(), own, ...allowedHosts];
  return async ({ req }, next) => hostHeaderValidationResponse(req.raw, allowed) ?? next();
}

/** Pages of foreign origins are refused. On loopback, pages of this machine pass; what they may read CORS decides. */
export function guardOrigin({ host, allowedOrigins }: GuardSettings): Guard {
  const local = isLoopback(host) ? localhostAllowedOrigins() : [];
  return async ({ req }, next) => {
    if (allowedOrigins.includes(req.header("origin") ?? "")) return next();
    return originValidationResponse(req.raw, local) ?? next();
  };
}

/** Lets the configured origins, and no other, read answers in a browser. Preflights end here: they bring no token. */
export function allowOrigins({ allowedOrigins }: GuardSettings): Guard {
  const answer: Guard = cors({
    origin: [...allowedOrigins],
    allowMethods: ["GET", "POST", "DELETE"],
    exposeHeaders: ["Mcp-Session-Id", "Mcp-Protocol-Version", "Retry-After", "WWW-Authenticate", "X-Request-Id"],
    maxAge: 600,
  });
  return (exchange, next) => (exchange.req.header("origin") === undefined ? next() : answer(exchange, next));
}
