import { setTimeout as pause } from "node:timers/promises";
import { RESPONSE_ALREADY_SENT } from "@hono/node-server/utils/response";
import type { MiddlewareHandler } from "hono";
import type { FaultRule } from "../world/faults.ts";
import { answerFailure } from "./answer.ts";
import type { Call, SandboxEnv } from "./context.ts";
import { findFailure } from "./failures.ts";
import { dig, parseJson } from "./json.ts";

/** Makes requests fail as the fault rules say. Latency comes after the effect, a delay before it. */
export const injectFaults: MiddlewareHandler<SandboxEnv> = async (c, next) => {
  const rule = c.var.world.faults.take(c.req.method, c.req.path, recipientOf(c));
  if (rule === undefined) return next();
  const answer = answerOf(rule);
  if (rule.delay_ms > 0) await pause(rule.delay_ms, undefined, { ref: false });
  if (rule.reset !== "before" && (answer === undefined || rule.effect)) await next();
  if (rule.latency_ms > 0) await pause(rule.latency_ms, undefined, { ref: false });
  if (rule.reset !== undefined) return cut(c);
  if (answer !== undefined) replace(c, answer);
  if (rule.truncate || rule.truncate_bytes !== undefined) await truncate(c, rule.truncate_bytes);
};

function recipientOf(c: Call): string | undefined {
  const body = parseJson(c.var.body.text);
  const recipient = dig(body, "to") ?? dig(body, "recipient");
  return typeof recipient === "string" ? recipient : undefined;
}

function answerOf({ failure, status, headers, body }: FaultRule): Response | undefined {
  const readyMade = failure === undefined ? undefined : findFailure(failure);
  if (readyMade !== undefined) return answerFailure(readyMade);
  if (status === undefined) return undefined;
  const isText = typeof body === "string";
  const text = isText || body === undefined ? body : JSON.stringify(body);
  return new Response(text, {
    status,
    headers: { "content-type": isText ? "text/html; charset=UTF-8" : "application/json", ...headers },
  });
}

/** Assigning to `c.res` would merge the headers of the answer that stood there. */
function replace(c: Call, answer: Response): void {
  c.res = undefined;
  c.res = answer;
}

/** Tells the listener that nothing is left to send. */
function alreadySent(): Response {
  return new Response(null, { headers: RESPONSE_ALREADY_SENT.headers });
}

/** Whether the connection was ended before the answer was complete. */
export function isCut(answer: Response): boolean {
  return [...RESPONSE_ALREADY_SENT.headers.keys()].every((name) => answer.headers.has(name));
}

function cut(c: Call): void {
  c.env.incoming.socket.destroy();
  replace(c, alreadySent());
}

/** Announces the whole body, sends the first half (or as many bytes as asked) and closes. */
async function truncate(c: Call, bytes: number | undefined): Promise<void> {
  const { incoming, outgoing } = c.env;
  const whole = Buffer.from(await c.res.arrayBuffer());
  const headers = { ...Object.fromEntries(c.res.headers), "content-length": String(whole.length) };
  outgoing.writeHead(c.res.status, headers);
  outgoing.write(whole.subarray(0, bytes ?? Math.floor(whole.length / 2)), () => incoming.socket.destroySoon());
  replace(c, alreadySent());
}
