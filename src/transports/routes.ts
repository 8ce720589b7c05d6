import { RESPONSE_ALREADY_SENT } from "@hono/node-server/utils/response";
import type { McpHttpHandler } from "@modelcontextprotocol/server";
import { Hono } from "hono";
import type { Log } from "../log.ts";
import type { Admission } from "./admission.ts";
import { type AuthSettings, authenticate } from "./auth.ts";
import {
  type Exchange,
  type HttpEnv,
  logFacts,
  logRefusals,
  nameRequest,
  originOfExchange,
  PATHS,
} from "./exchange.ts";
import { allowOrigins, type GuardSettings, guardHost, guardOrigin } from "./guards.ts";
import { type Incoming, readMessage } from "./message.ts";
import type { Metrics } from "./metrics.ts";
import type { Release } from "./places.ts";
import { CODES, type Refusal, refuse, refuseMethod } from "./refusal.ts";
import type { SseSessions } from "./sse.ts";

export interface RouteSettings extends AuthSettings, GuardSettings {
  maxBodyBytes: number;
}

/** What the routes lead to. */
export interface Behind {
  mcp: McpHttpHandler;
  sse: SseSessions;
  admission: Admission;
  metrics: Metrics;
  /** Whether the service behind this server answers. */
  reachable(): Promise<boolean>;
  log: Log;
}

/** All routes, each behind its guards: whoever may not come in learns nothing of what is inside. */
export function routes(settings: RouteSettings, behind: Behind): Hono<HttpEnv> {
  const { admission, metrics, log } = behind;
  const app = new Hono<HttpEnv>();
  app.use(nameRequest, logRefusals(log));
  app.get(PATHS.health, ({ json }) => json({ status: "ok" }));
  app.get(PATHS.ready, (exchange) => readiness(exchange, behind));

  app.use(guardHost(settings), guardOrigin(settings), allowOrigins(settings));
  // Where there is no sign-in, a client that looks for one must hear so before it is asked for a token.
  app.all("/.well-known/*", () =>
    refuse({ status: 404, message: "There is no such document: this server has no sign-in." }),
  );
  app.use(authenticate(settings));
  app.get(PATHS.metrics, async ({ body }) => body(await metrics.text(), 200, { "content-type": metrics.contentType }));
  app.get(PATHS.sse, (exchange) => openSse(exchange, behind));
  app.all(PATHS.sse, () => refuseMethod("GET"));
  app.on(["POST"], [PATHS.mcp, PATHS.messages], async (exchange) => {
    const incoming = await readMessage(exchange.env.incoming, settings.maxBodyBytes);
    if (incoming instanceof Response) return incoming;
    const release = await admit(exchange.var.caller, incoming, admission);
    if (typeof release !== "function") return refuse(release, incoming.id);
    return exchange.req.path === PATHS.mcp
      ? answerMcp(exchange, incoming, release, behind.mcp)
      : takeSse(exchange, incoming, release, behind.sse);
  });
  app.all(PATHS.mcp, () => refuseMethod("POST"));
  app.all(PATHS.messages, () => refuseMethod("POST"));
  app.notFound(() => refuse({ status: 404, message: `Not found. MCP is at ${PATHS.mcp} and ${PATHS.sse}.` }));
  app.onError((error, exchange) => {
    log.error({ ...logFacts(exchange), error: error.name }, "request failed");
    return refuse({ status: 500, code: CODES.internal, message: "Internal error." });
  });
  return app;
}

async function readiness({ json }: Exchange, { admission, reachable }: Behind): Promise<Response> {
  if (admission.draining) return json({ status: "draining" }, 503);
  return (await reachable()) ? json({ status: "ready" }) : json({ status: "unavailable" }, 503);
}

async function openSse(exchange: Exchange, { admission, sse, log }: Behind): Promise<Response> {
  if (exchange.req.method !== "GET") return refuseMethod("GET"); // Hono serves HEAD as GET.
  const { outgoing } = exchange.env;
  const { caller } = exchange.var;
  const release = await admission.admitSession(caller);
  if (typeof release !== "function") return refuse(release);
  copyHeaders(exchange);
  await sse.open({ caller, outgoing, log: log.child(logFacts(exchange)), onEnd: release });
  return RESPONSE_ALREADY_SENT;
}

/** A place for each request. Notifications and answers need none: they end what runs, and must come through. */
async function admit(caller: string, { requests }: Incoming, admission: Admission): Promise<Release | Refusal> {
  if (requests.length === 0) return () => undefined;
  return admission.admitCalls(caller, requests.length);
}

/** The answer can be a stream; its end, or that of the connection, ends the exchange. */
function answerMcp(exchange: Exchange, { body }: Incoming, release: Release, mcp: McpHttpHandler): Promise<Response> {
  const { outgoing } = exchange.env;
  outgoing.once("close", release);
  if (outgoing.destroyed) release();
  return mcp.fetch(exchange.req.raw, { parsedBody: body, authInfo: originOfExchange(exchange) });
}

async function takeSse(exchange: Exchange, incoming: Incoming, release: Release, sse: SseSessions): Promise<Response> {
  const target = {
    sessionId: exchange.req.query("sessionId") ?? "",
    caller: exchange.var.caller,
    authInfo: originOfExchange(exchange),
  };
  const refusal = await sse.deliver(incoming, target, release);
  if (refusal !== undefined) {
    release();
    return refuse(refusal, incoming.id);
  }
  copyHeaders(exchange);
  exchange.env.outgoing.writeHead(202, { "content-type": "text/plain" }).end("Accepted");
  return RESPONSE_ALREADY_SENT;
}

/** What guards have said to a page goes with an answer that is written without Hono as well. */
function copyHeaders(exchange: Exchange): void {
  if (exchange.req.header("origin") === undefined) return;
  for (const [name, value] of exchange.res.headers) exchange.env.outgoing.setHeader(name, value);
}
