import { setTimeout as sleep } from "node:timers/promises";
import { serve } from "@hono/node-server";

// A service that answers after a while, however much it is asked: what the sandbox has answered to a GET before. So the
// figures are of the server, and not of a sandbox that is busy. `tsx canned.ts <origin of the sandbox>`; prints its own origin.

const [sandbox = ""] = process.argv.slice(2);
const known = new Map<string, { status: number; headers: [string, string][]; body: ArrayBuffer }>();
/** Some time, as every service takes it: from one that takes none, one walk after the other would fill all time there is. */
const LATENCY_MS = 50;
const PASSED = ["content-type", "date"];

async function answer(request: Request): Promise<Response> {
  const { pathname, search } = new URL(request.url);
  const url = `${sandbox}${pathname}${search}`;
  const kept = known.get(url);
  if (kept !== undefined) await sleep(LATENCY_MS);
  if (request.method === "GET" && kept !== undefined) return new Response(kept.body, kept);
  const headers = { "x-api-key": request.headers.get("x-api-key") ?? "", "content-type": "application/json" };
  const text = await request.text();
  const answered = await fetch(url, { method: request.method, headers, ...(text !== "" && { body: text }) });
  const passed = [...answered.headers].filter(([name]) => PASSED.includes(name));
  const found = { status: answered.status, headers: passed, body: await answered.arrayBuffer() };
  if (request.method === "GET" && answered.ok) known.set(url, found);
  return new Response(found.body, found);
}

serve({ fetch: answer, port: 0, hostname: "127.0.0.1" }, ({ port }) => console.log(`http://127.0.0.1:${port}`));
