import { RESPONSE_ALREADY_SENT } from "@hono/node-server/utils/response";
import { Hono } from "hono";
import { type AuthSettings, authenticate } from "./auth.ts";
import type { Behind } from "./behind.ts";
import { copyHeaders, type Exchange, type HttpEnv, logFacts, logRefusals, nameRequest, PATHS } from "./exchange.ts";
import { allowOrigins, type GuardSettings, guardHost, guardOrigin } from "./guards.ts";
import { takePost } from "./post.ts";
import { CODES, refuse, refuseMethod } from "./refusal.ts";

export interface RouteSettings extends AuthSettings, GuardSettings {
  maxBodyBytes: number;
}

/** All routes, each behind its guards: whoever may not come in learns nothing of what is inside. */
export function routes(settings: RouteSettings, behind: Behind): Hono<HttpEnv> {
  const { metrics, log } = behind;
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
  app.on(["POST"], [PATHS.mcp, PATHS.messages], (exchange) => takePost(exchange, settings.maxBodyBytes, behind));
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
