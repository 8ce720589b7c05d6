import { type Handler, Hono, type MiddlewareHandler } from "hono";
import { callActionRoutes } from "./calls/action-routes.ts";
import { callRoutes } from "./calls/routes.ts";
import { contactRoutes } from "./contacts/routes.ts";
import { controlApp, type Host } from "./control/app.ts";
import { conversationRoutes } from "./conversations/routes.ts";
import { datasetRoutes } from "./datasets/routes.ts";
import { downloadFlow, flowRoutes, previewFlow } from "./flows/routes.ts";
import { answerError } from "./http/answer.ts";
import { authenticate } from "./http/auth.ts";
import type { Route, SandboxEnv } from "./http/context.ts";
import { methodNotAllowed, unknownPath } from "./http/errors.ts";
import { injectFaults } from "./http/faults-middleware.ts";
import { objectRoutes } from "./http/objects.ts";
import { limitRate } from "./http/rate-limit-middleware.ts";
import { recordRequest } from "./http/record-middleware.ts";
import { downloadByToken, downloadCopy, downloadFromMeta, redirectToCopy } from "./media/download-routes.ts";
import { mediaRoutes } from "./media/routes.ts";
import { marketingRoutes } from "./messages/marketing-routes.ts";
import { messageRoutes } from "./messages/routes.ts";
import { numberRoutes } from "./numbers/routes.ts";
import { settingsRoutes } from "./numbers/settings-routes.ts";
import { listProjectNumbers, searchContacts } from "./platform/routes.ts";
import { templateRoutes } from "./templates/routes.ts";

/** The seed's base and the newer one (contract README section 1); the sandbox serves both alike. */
const BASES = ["/api/meta", "/meta/whatsapp"];
const VERSION = "/:version{v\\d\\d?\\.\\d}";

/** Literal first segments before `/{id}/{edge}`, and `/{id}` alone last. A new resource adds its routes here. */
const ROUTES: readonly Route[] = [
  ...conversationRoutes,
  ...messageRoutes,
  ...marketingRoutes,
  ...contactRoutes,
  ...callRoutes,
  ...callActionRoutes,
  ...mediaRoutes,
  ...numberRoutes,
  ...settingsRoutes,
  ...templateRoutes,
  ...flowRoutes,
  ...datasetRoutes,
  ...objectRoutes,
];

/** `storage` is where Kapso's copies of files are: another origin. */
export function buildApp(host: Host, storage: () => string): Hono<SandboxEnv> {
  const app = new Hono<SandboxEnv>();
  app.onError(answerError);
  app.notFound(() => answerError(unknownPath()));
  app.use("*", withWorld(host));
  app.route("/_sandbox", controlApp(host));
  app.use("*", recordRequest, limitRate, injectFaults);
  for (const base of BASES) {
    app.get(`${base}/media_download`, downloadByToken);
    app.all(`${base}/media_download`, refuseMethod(["GET"]));
    app.use(`${base}${VERSION}/*`, authenticate);
    mount(app, base + VERSION);
  }
  app.get("/platform/v1/whatsapp/phone_numbers", listProjectNumbers);
  app.get("/platform/v1/whatsapp/contacts", searchContacts);
  app.get("/lookaside/whatsapp_business/attachments/", downloadFromMeta);
  app.get("/rails/active_storage/blobs/redirect/:signed/:filename", redirectToCopy(storage));
  app.get("/storage/flows/:flowId/flow.json", downloadFlow);
  app.get("/storage/flows/:flowId/preview", previewFlow);
  return app;
}

/** The storage behind Kapso's copies of files. */
export function buildStorage(host: Host): Hono<SandboxEnv> {
  const app = new Hono<SandboxEnv>();
  app.use("*", withWorld(host), recordRequest);
  app.get("/blobs/:signed/:filename", downloadCopy);
  return app;
}

function mount(app: Hono<SandboxEnv>, prefix: string): void {
  for (const { method, path, handle } of ROUTES) app.on(method, prefix + path, handle);
  for (const path of new Set(ROUTES.map((route) => route.path))) {
    const allowed = ROUTES.filter((route) => route.path === path).map((route) => route.method);
    app.all(prefix + path, refuseMethod(allowed));
  }
}

/** For what is registered after the path's own methods. */
function refuseMethod(allowed: readonly string[]): Handler<SandboxEnv> {
  return (c) => {
    c.env.outgoing.setHeader("Allow", allowed.join(", "));
    throw methodNotAllowed();
  };
}

/** Lets everything happen that is due, and dates the answer by the sandbox clock. */
function withWorld(host: Host): MiddlewareHandler<SandboxEnv> {
  return async (c, next) => {
    const world = host.world;
    world.settle();
    c.set("world", world);
    const date = () => c.env.outgoing.setHeader("Date", new Date(host.world.now()).toUTCString());
    date();
    await next();
    if (!c.env.outgoing.headersSent) date();
  };
}
