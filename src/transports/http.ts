import { createServer, type Server, type ServerOptions } from "node:http";
import { getRequestListener } from "@hono/node-server";
import { createMcpHandler, type McpServerFactory } from "@modelcontextprotocol/server";
import type { Log } from "../log.ts";
import { Admission, type LimitSettings } from "./admission.ts";
import { PATHS } from "./exchange.ts";
import type { Metrics } from "./metrics.ts";
import { createReadiness, type Probe } from "./readiness.ts";
import { type RouteSettings, routes } from "./routes.ts";
import { SseSessions } from "./sse.ts";
import { systemTimers, type Timers } from "./timers.ts";
import { Unread, type UnreadBounds } from "./unread.ts";

export interface HttpSettings extends RouteSettings, LimitSettings {
  port: number;
  sessionIdleSeconds: number;
}

export interface HttpParts {
  log: Log;
  metrics: Metrics;
  /** Asks the service for something cheap. Absent where there is nothing to ask for. */
  probe?: Probe;
  timers?: Timers;
  bounds?: ServerOptions;
  unread?: Partial<UnreadBounds>;
  /** How long an answer to a caller who asks too often is held back. */
  holdMs?: number;
}

export interface HttpHandle {
  /** `http://127.0.0.1:3000` */
  origin: string;
  /** By what they are for. */
  urls: Record<string, string>;
  /** Refuses what is new; settles when all that runs has ended, or after `ms`. */
  drain(ms: number): Promise<void>;
  /** Ends sessions and connections. */
  close(): Promise<void>;
}

/** What a client may take to send a request, and how long a connection waits for the next one. */
const BOUNDS: ServerOptions = {
  maxHeaderSize: 16 * 1024,
  headersTimeout: 10_000,
  requestTimeout: 30_000,
  connectionsCheckingInterval: 5_000,
  keepAliveTimeout: 65_000, // Longer than the 60 s of common proxies, which else meet connections that just closed.
};

/** Serves MCP over HTTP: `/mcp` for all revisions of Streamable HTTP, `/sse` for clients of HTTP+SSE. */
export async function serveOnHttp(
  factory: McpServerFactory,
  settings: HttpSettings,
  parts: HttpParts,
): Promise<HttpHandle> {
  const { log, metrics, probe, timers = systemTimers, holdMs = 500 } = parts;
  const admission = new Admission(settings);
  const mcp = createMcpHandler(factory, {
    onerror: (error) => log.debug({ error: error.name }, "MCP request refused or failed"),
  });
  const hooks = {
    wrote: (caller: string, bytes: number) => admission.count(caller, bytes),
    ended: (caller: string) => log.warn({ caller }, "ended a connection: its client left too much unread"),
  };
  const unread = new Unread(hooks, parts.unread);
  const sse = new SseSessions({ factory, idleMs: settings.sessionIdleSeconds * 1000, timers, unread });
  metrics.watchSessions(() => sse.size);
  const reachable = probe === undefined ? async () => true : createReadiness(probe, timers);
  const app = routes(settings, { mcp, sse, admission, unread, holdMs, metrics, reachable, log });
  const listener = getRequestListener(app.fetch, { overrideGlobalObjects: false });
  const server = createServer({ ...BOUNDS, ...parts.bounds }, listener);
  const origin = await listen(server, settings);
  return {
    origin,
    urls: Object.fromEntries(Object.entries(PATHS).map(([name, path]) => [name, `${origin}${path}`])),
    async drain(ms) {
      admission.drain();
      await within(ms, admission.calls.empty());
    },
    async close() {
      admission.drain();
      await within(LAST_ANSWERS_MS, admission.calls.empty());
      await Promise.all([sse.close(), mcp.close()]);
      await shut(server);
    },
  };
}

/** Calls that have ended still have their answers to write. */
const LAST_ANSWERS_MS = 1_000;

async function listen(server: Server, { host, port }: HttpSettings): Promise<string> {
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, host, resolve);
  });
  const address = server.address();
  const listening = typeof address === "object" && address !== null ? address.port : port;
  return `http://${host.includes(":") ? `[${host}]` : host}:${listening}`;
}

async function within(ms: number, work: Promise<void>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const over = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, ms);
  });
  await Promise.race([work, over]);
  clearTimeout(timer);
}

async function shut(server: Server): Promise<void> {
  const closed = new Promise<void>((resolve) => {
    server.close(() => resolve());
  });
  server.closeAllConnections();
  await closed;
}
