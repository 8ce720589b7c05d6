import { type Handler, Hono, type MiddlewareHandler } from "hono";
import { answerError } from "./answer.ts";
import { authenticate } from "./auth.ts";
import type { Route, SandboxEnv } from "./context.ts";
import { controlApp, type Host } from "./control/app.ts";
import { methodNotAllowed, unknownPath } from "./errors.ts";
import { callActionRoutes } from "./handlers/call-actions.ts";
import { callRoutes } from "./handlers/calls.ts";
import { contactRoutes } from "./handlers/contacts.ts";
import { conversationRoutes } from "./handlers/conversations.ts";
import { datasetRoutes } from "./handlers/datasets.ts";
import { downloadByToken, downloadCopy, downloadFromMeta, redirectToCopy } from "./handlers/downloads.ts";
import { downloadFlow, flowRoutes, previewFlow } from "./handlers/flows.ts";
import { marketingRoutes } from "./handlers/marketing.ts";
import { mediaRoutes } from "./handlers/media.ts";
import { messageRoutes } from "./handlers/messages.ts";
import { numberRoutes } from "./handlers/numbers.ts";
import { objectRoutes } from "./handlers/objects.ts";
import { listProjectNumbers, searchContacts } from "./handlers/platform.ts";
import { settingsRoutes } from "./handlers/settings.ts";
import { templateRoutes } from "./handlers/templates.ts";
import { injectFaults } from "./middleware/faults.ts";
import { limitRate } from "./middleware/rate-limit.ts";
import { recordRequest } from "./middleware/record.ts";

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
