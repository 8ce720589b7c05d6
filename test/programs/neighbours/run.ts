import { spawn } from "node:child_process";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { Agent, fetch } from "undici";
import { SANDBOX } from "../../../src/sandbox/constants.ts";
import { BARE_ENV, PROGRAM } from "../../helpers/program.ts";
import { build, endWithUs, environment, type Running, saidBy, startSandboxProcess, stop } from "../bench/children.ts";
import { type Deed, MISDEEDS } from "./misdeeds.ts";

// `npm run neighbours -- [seconds]`: twenty callers on the built program, and one that misbehaves in every way we know.
// Prints how long the others wait beside it, over a quiet run before and after; exits with 1 where that is more than
// 1.5 times as long, where a call fails, or where the program ends.

const [seconds = 8] = process.argv.slice(2).map(Number);
const CALLERS = 20;
const EVERY_MS = 250;
const MOST = 1.5;
/** Of the program, in MB. */
const HEAP = 300;

const tokenOf = (name: string) => `${name}-0123456789abcdef`;
const NAMES = [...Array.from({ length: CALLERS }, (_, index) => `caller${index}`), "attacker"];

async function startProgram(sandbox: string): Promise<Running> {
  const flags = ["--http", "--port", "0"];
  const child = spawn(process.execPath, [`--max-old-space-size=${HEAP}`, PROGRAM, ...flags], {
    env: { ...environment(sandbox), MCP_AUTH_TOKEN: NAMES.map((name) => `${name}=${tokenOf(name)}`).join(",") },
    stdio: ["ignore", "ignore", "pipe"],
  });
  endWithUs(child);
  const origin = await saidBy(child.stderr, /http:\/\/127[^/\s"]+(?=\/mcp")/);
  child.stderr.resume();
  return { child, origin, stop: () => stop(child) };
}

/** A file that is large enough to be a burden. */
async function upload(sandbox: string): Promise<string> {
  const form = new FormData();
  form.set("messaging_product", "whatsapp");
  form.set("type", "application/pdf");
  const bytes = Buffer.concat([Buffer.from("%PDF-1.4\n"), Buffer.alloc(15 * 1024 * 1024, "a")]);
  form.set("file", new Blob([bytes], { type: "application/pdf" }), "large.pdf");
  const url = `${sandbox}/api/meta/v23.0/${SANDBOX.phoneNumberId}/media`;
  const headers = { "x-api-key": SANDBOX.apiKey };
  const answer = await globalThis.fetch(url, { method: "POST", body: form, headers });
  const { id } = (await answer.json()) as { id?: string };
  if (id === undefined) throw new Error(`the sandbox took no file: ${answer.status}`);
  return id;
}

interface Tally {
  ms: number[];
  failed: string[];
}

const agent = new Agent({ connections: 100 });
const LIST = JSON.stringify({
  jsonrpc: "2.0",
  id: 1,
  method: "tools/call",
  params: { name: "list_conversations", arguments: { limit: 2 } },
});

async function callOnce(origin: string, name: string, tally: Tally): Promise<void> {
  const began = performance.now();
  try {
    const headers = {
      authorization: `Bearer ${tokenOf(name)}`,
      "content-type": "application/json",
      accept: "application/json, text/event-stream",
    };
    const answer = await fetch(`${origin}/mcp`, { method: "POST", body: LIST, headers, dispatcher: agent });
    const text = await answer.text();
    if (!text.includes('"count":2')) throw new Error(`${answer.status}: ${text.slice(0, 200)}`);
    tally.ms.push(performance.now() - began);
  } catch (error) {
    tally.failed.push(String(error));
  }
}

/** Each caller calls at its own pace, whether or not the last answer has come: what waits shows in the figures. */
async function listen(origin: string): Promise<Tally> {
  const tally: Tally = { ms: [], failed: [] };
  const end = performance.now() + seconds * 1000;
  const under: Promise<void>[] = [];
  await Promise.all(
    NAMES.slice(0, CALLERS).map(async (name, index) => {
      await sleep((index * EVERY_MS) / CALLERS);
      while (performance.now() < end) {
        under.push(callOnce(origin, name, tally));
        await sleep(EVERY_MS);
      }
    }),
  );
  await Promise.all(under);
  return tally;
}

function p95({ ms }: Tally): number {
  return ms.sort((one, other) => one - other)[Math.floor(ms.length * 0.95)] ?? Number.POSITIVE_INFINITY;
}

async function beside(kind: string, origin: string, mediaId: string): Promise<Tally> {
  const data: Deed = { origin, token: tokenOf("attacker"), kind, mediaId, conversationId: SANDBOX.longConversationId };
  const script = fileURLToPath(new URL("misdeeds.ts", import.meta.url));
  const attacker = spawn(process.execPath, ["--import", "tsx", script], {
    env: { ...BARE_ENV, DEED: JSON.stringify(data) },
    stdio: "inherit",
  });
  endWithUs(attacker);
  await sleep(2_500);
  const tally = await listen(origin);
  if (attacker.exitCode !== null) throw new Error(`${kind}: the attacker ended before it was killed`);
  attacker.kill("SIGKILL");
  await sleep(1_000);
  return tally;
}

async function startCanned(sandbox: string): Promise<Running> {
  const script = fileURLToPath(new URL("canned.ts", import.meta.url));
  const child = spawn(process.execPath, ["--import", "tsx", script, sandbox], {
    env: BARE_ENV,
    stdio: ["ignore", "pipe", "inherit"],
  });
  endWithUs(child);
  const origin = await saidBy(child.stdout, /http:\/\/127[^/\s]+/);
  return { child, origin, stop: () => stop(child) };
}

build();
const sandbox = await startSandboxProcess();
const canned = await startCanned(sandbox.origin);
const mediaId = await upload(sandbox.origin);
const rows: Record<string, unknown>[] = [];
const kinds = Object.keys(MISDEEDS);
const only = process.argv[3];
for (const kind of kinds.filter((each) => only === undefined || each.includes(only))) {
  const program = await startProgram(canned.origin);
  await listen(program.origin); // Warms up.
  const before = p95(await listen(program.origin));
  const loud = await beside(kind, program.origin, mediaId);
  const after = p95(await listen(program.origin));
  const quiet = Math.max(before, after);
  const ended = program.child.exitCode !== null || program.child.signalCode !== null;
  const row = { kind, "quiet p95": quiet.toFixed(1), "p95 beside": p95(loud).toFixed(1), ratio: p95(loud) / quiet };
  rows.push({ ...row, ratio: row.ratio.toFixed(2), failed: loud.failed.length, ended });
  console.log(JSON.stringify(rows.at(-1)), loud.failed[0] ?? "");
  if (!ended) await program.stop();
}
console.table(rows);
await canned.stop();
await sandbox.stop();
await agent.close();
const bad = rows.filter(({ ratio, failed, ended }) => Number(ratio) > MOST || failed !== 0 || ended);
for (const { kind } of bad) console.error(`${kind}: the others waited too long, failed, or the program ended`);
process.exit(bad.length === 0 ? 0 : 1);
