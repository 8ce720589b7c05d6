import { Hono } from "hono";
import { z } from "zod";
import { answerError } from "../http/answer.ts";
import type { SandboxEnv } from "../http/context.ts";
import { refuseWebPages } from "../http/guard.ts";
import { parseJson } from "../http/json.ts";
import { plannedAnswer } from "../messages/planned-answers.ts";
import { iso } from "../world/clock.ts";
import { faultRule } from "../world/faults.ts";
import { variants } from "../world/variants.ts";
import type { World } from "../world/world.ts";
import { assign, assignment } from "./assignments.ts";
import { inboundEvent, inject } from "./inbound.ts";
import { describeSandbox } from "./info.ts";
import { InputError } from "./input-error.ts";
import { putTemplate, templateDraft } from "./templates.ts";

/** The running sandbox: its present world, and the way to a new one. */
export interface Host {
  readonly world: World;
  reset(): void;
}

const TEN_YEARS = 10 * 366 * 24 * 3600;
const clockMove = z.strictObject({ advance_seconds: z.number().min(0).max(TEN_YEARS) });
const rateLimit = z.strictObject({ limit: z.int().min(1).nullable() });

const sendLimits = z.strictObject({
  people: z.int().min(1).nullable().default(null),
  pair_rate: z.boolean().default(false),
});

/** `/_sandbox/...`: what a test, or a person who develops an agent, does to the world. */
export function controlApp(host: Host): Hono<SandboxEnv> {
  const app = new Hono<SandboxEnv>();
  const now = () => ({ now: iso(host.world.now()) });
  app.onError((error, c) => (error instanceof InputError ? c.json({ error: error.message }, 400) : answerError(error)));
  app.use("*", refuseWebPages);
  app.get("/info", (c) => c.json(describeSandbox(host.world, new URL(c.req.url).origin)));
  app.post("/reset", (c) => {
    host.reset();
    return c.json(now());
  });
  app.post("/clock", async (c) => {
    host.world.advance(readInput(clockMove, await c.req.text()).advance_seconds);
    return c.json(now());
  });
  app.post("/inbound", async (c) => c.json(inject(host.world, readInput(inboundEvent, await c.req.text()))));
  app.post("/faults", async (c) => {
    host.world.faults.add(readInput(faultRule, await c.req.text()));
    return c.json({ data: host.world.faults.all() });
  });
  app.get("/faults", (c) => c.json({ data: host.world.faults.all() }));
  app.delete("/faults", (c) => {
    host.world.faults.clear();
    return c.json({ data: [] });
  });
  app.get("/requests", (c) => c.json({ data: host.world.requests.all() }));
  app.delete("/requests", (c) => {
    host.world.requests.clear();
    return c.json({ data: [] });
  });
  app.post("/rate-limit", async (c) => {
    const { limit } = readInput(rateLimit, await c.req.text());
    host.world.rateLimit.enforce(limit ?? undefined);
    return c.json({ limit });
  });
  app.post("/send-limits", async (c) => {
    const limits = readInput(sendLimits, await c.req.text());
    host.world.sendLimits.set({ people: limits.people ?? undefined, pairRate: limits.pair_rate });
    return c.json(limits);
  });
  app.post("/templates", async (c) => c.json(putTemplate(host.world, readInput(templateDraft, await c.req.text()))));
  app.post("/answers", async (c) => {
    const answer = readInput(plannedAnswer, await c.req.text());
    host.world.answers.add(answer);
    return c.json(answer);
  });
  app.post("/assignments", async (c) => {
    const wanted = readInput(assignment, await c.req.text());
    assign(host.world, wanted);
    return c.json(wanted);
  });
  app.post("/variants", async (c) => {
    host.world.variants = readInput(variants, await c.req.text());
    return c.json(host.world.variants);
  });
  app.all("*", (c) => c.json({ error: "No such control route; GET /_sandbox/info lists them" }, 404));
  return app;
}

/** The body as the schema wants it, or an InputError that names each fault. */
function readInput<T>(schema: z.ZodType<T>, text: string): T {
  const json = parseJson(text);
  if (json === undefined) throw new InputError("The request body must be JSON");
  const result = schema.safeParse(json);
  if (result.success) return result.data;
  const faults = result.error.issues.map(({ path, message }) => `${path.join(".") || "body"}: ${message}`);
  throw new InputError(faults.join("; "));
}
