import { type ChildProcess, type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import { setTimeout as sleep } from "node:timers/promises";
import { request } from "undici";
import { SANDBOX } from "../../src/sandbox/constants.ts";
import { PROGRAM } from "../helpers/program.ts";
import { build, endWithUs, environment, startHttp, startSandboxProcess, startStdio } from "./bench/children.ts";
import { mcpPeer, type Peer, ssePeer, stdioPeer } from "./bench/peers.ts";
import { PROBED, type Vitals, vitalsOf } from "./bench/probe.ts";

// `npm run soak -- [minutes]`: mixed calls on every transport of the built program, by clients that come, go and vanish,
// while the sandbox fails every so often. Prints what came of it; exits with 1 when a call got no answer, or when heap,
// handles, sessions or sockets did not return to where they began.

const [minutes = 10] = process.argv.slice(2).map(Number);
const WARM_UP_MS = Math.min(30_000, minutes * 12_000);
/** Growth that is no leak: code that was compiled, tables that have a bound and were filled. */
const MOST_GROWTH = 8 * 2 ** 20;
const PATIENCE_MS = 90_000;
const SETTLING_MS = 20_000;
const CLIENTS = 8;

/** What goes wrong for a few requests at a time. Sends fail too: what becomes of them is others' to test. */
const FAULTS = [
  { status: 500 },
  { status: 503 },
  { status: 429, headers: { "retry-after": "1" } },
  { status: 200, body: "<html>" },
  { reset: "before" },
  { reset: "after" },
  { truncate: true },
  { latency_ms: 300 },
];

const READS: [tool: string, args: object][] = [
  ["list_conversations", {}],
  ["list_conversations", { limit: 5, status: "active" }],
  ["list_messages", { limit: 50 }],
  ["list_messages", { conversation_id: SANDBOX.openConversationId }],
  ["get_conversation", { conversation_id: SANDBOX.openConversationId }],
  ["list_contacts", {}],
  ["list_templates", {}],
  ["list_conversations", { limit: 1000 }], // Refused.
  ["get_message", { message_id: "wamid.NONE" }], // Not found.
];

const pick = <T>(from: readonly T[]): T => from[Math.floor(Math.random() * from.length)] as T;

class Tally {
  readonly counts = new Map<string, { ok: number; refused: number; vanished: number; unanswered: number }>();
  readonly faults = new Map<string, number>();

  note(transport: string, outcome: "ok" | "refused" | "vanished" | "unanswered"): void {
    const counts = this.counts.get(transport) ?? { ok: 0, refused: 0, vanished: 0, unanswered: 0 };
    counts[outcome] += 1;
    this.counts.set(transport, counts);
  }

  async call(transport: string, peer: Peer, [tool, args]: [string, object]): Promise<void> {
    const over = new AbortController();
    const late = sleep(PATIENCE_MS, undefined, { signal: over.signal }).then(() => {
      throw new Error(`${tool} got no answer`);
    });
    late.catch(() => undefined);
    try {
      const { isError } = await Promise.race([peer.call(tool, args), late]);
      this.note(transport, isError ? "refused" : "ok");
    } catch (error) {
      this.note(transport, "unanswered");
      const text = `${transport}: ${error instanceof Error ? error.message : String(error)}`;
      this.faults.set(text, (this.faults.get(text) ?? 0) + 1);
    } finally {
      over.abort();
    }
  }
}

type Connect = () => Promise<Peer>;

/** One client after the other: connects, calls a few times, and leaves, now and then in the middle of a call. */
async function comeAndGo(transport: string, connect: Connect, tally: Tally, until: number): Promise<void> {
  while (performance.now() < until) {
    const peer = await connect();
    const calls = 1 + Math.floor(Math.random() * 20);
    for (let call = 0; call < calls && performance.now() < until; call++)
      await tally.call(transport, peer, pick(READS));
    if (Math.random() < 0.2) {
      peer.call(...pick(READS)).catch(() => undefined);
      await sleep(Math.random() * 5);
      tally.note(transport, "vanished");
    }
    await peer.close();
  }
}

/** A client that stays. */
async function stay(transport: string, peer: Peer, tally: Tally, until: number): Promise<void> {
  while (performance.now() < until) await tally.call(transport, peer, pick(READS));
}

async function write(transport: string, peer: Peer, tally: Tally, until: number): Promise<void> {
  for (let count = 0; performance.now() < until; count++) {
    const text = `Soak ${until} ${count}`;
    await tally.call(transport, peer, ["send_message", { to: SANDBOX.openCustomer, type: "text", text }]);
  }
}

async function breakThings(sandbox: string, until: number): Promise<void> {
  while (performance.now() < until) {
    const body = JSON.stringify({ ...pick(FAULTS), times: 1 + Math.floor(Math.random() * 5) });
    const answer = await request(`${sandbox}/_sandbox/faults`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body,
    });
    const said = await answer.body.text();
    if (answer.statusCode !== 200) throw new Error(`the sandbox refused ${body}: ${said}`);
    await sleep(500);
  }
  await (await request(`${sandbox}/_sandbox/faults`, { method: "DELETE" })).body.dump();
}

/** A program on stdio that can be asked how it is. */
function startProbedStdio(sandbox: string): ChildProcessWithoutNullStreams {
  const child: ChildProcess = spawn(process.execPath, [...PROBED, PROGRAM], {
    env: environment(sandbox),
    stdio: ["pipe", "pipe", "ignore", "ipc"],
  });
  endWithUs(child);
  return child as ChildProcessWithoutNullStreams;
}

/** What a process holds when nobody calls it. */
interface Held extends Vitals {
  sessions: number;
}

async function held(child: ChildProcess, origin?: string): Promise<Held> {
  return { ...(await vitalsOf(child)), sessions: origin === undefined ? 0 : await sessionsAt(origin) };
}

async function sessionsAt(origin: string): Promise<number> {
  const text = await (await request(`${origin}/metrics`, { reset: true })).body.text();
  return Number(/^kapso_mcp_sse_sessions (\d+)/m.exec(text)?.[1]);
}

const KINDS = /Timeout|TCP|TLS|HTTP|Pipe|FSReq|GetAddrInfo|ConnectWrap|ShutdownWrap/;

/** Where it stands above where it began. */
function excess(before: Held, after: Held): string[] {
  const found: string[] = [];
  if (after.heapUsed > before.heapUsed + MOST_GROWTH) found.push("heap");
  if (after.sessions > before.sessions) found.push("SSE sessions");
  for (const [kind, count] of Object.entries(after.resources))
    if (KINDS.test(kind) && count > (before.resources[kind] ?? 0)) found.push(kind);
  return found;
}

/** Connections that are kept alive end by themselves after a while: what is left then has been forgotten. */
async function settled(before: Held, read: () => Promise<Held>): Promise<Held> {
  const deadline = performance.now() + SETTLING_MS;
  for (;;) {
    const now = await read();
    if (excess(before, now).length === 0 || performance.now() > deadline) return now;
    await sleep(1_000);
  }
}

build();
const sandbox = await startSandboxProcess();
const http = await startHttp("product", { sandbox: sandbox.origin, node: PROBED, ipc: true });
const stdio = startProbedStdio(sandbox.origin);
const stdioClient = await stdioPeer(stdio);
const CONNECT: Record<string, Connect> = {
  SSE: () => ssePeer(http.origin),
  "/mcp 2025-11-25": () => mcpPeer(http.origin, "2025-11-25"),
  "/mcp 2026-07-28": () => mcpPeer(http.origin, "2026-07-28"),
};

async function load(ms: number, tally: Tally): Promise<void> {
  const until = performance.now() + ms;
  const shortLived = () => stdioPeer(startStdio("product", { sandbox: sandbox.origin }));
  const staying = await Promise.all(
    Object.entries(CONNECT).map(async ([name, connect]) => [name, await connect()] as const),
  );
  await Promise.all([
    breakThings(sandbox.origin, until),
    ...Object.entries(CONNECT).flatMap(([name, connect]) =>
      Array.from({ length: CLIENTS }, () => comeAndGo(name, connect, tally, until)),
    ),
    ...staying.map(([name, peer]) => stay(name, peer, tally, until).then(() => peer.close())),
    ...Array.from({ length: 4 }, () => stay("stdio", stdioClient, tally, until)),
    write("stdio", stdioClient, tally, until),
    comeAndGo("stdio, short-lived", shortLived, tally, until),
  ]);
}

const readHttp = () => held(http.child, http.origin);
const readStdio = () => held(stdio);
await load(WARM_UP_MS, new Tally());
await sleep(5_000); // Connections that are kept alive for the next call.
const before = { HTTP: await readHttp(), stdio: await readStdio() };
const tally = new Tally();
await load(minutes * 60_000, tally);
const after = { HTTP: await settled(before.HTTP, readHttp), stdio: await settled(before.stdio, readStdio) };

console.table(Object.fromEntries(tally.counts));
const mib = (bytes: number) => `${(bytes / 2 ** 20).toFixed(1)} MiB`;
const shown = ({ heapUsed, rss, sessions, resources }: Held) => ({
  heap: mib(heapUsed),
  resident: mib(rss),
  "SSE sessions": sessions,
  handles: Object.entries(resources)
    .filter(([kind]) => KINDS.test(kind))
    .map(([kind, count]) => `${count} ${kind}`)
    .join(", "),
});
console.table({
  "HTTP before": shown(before.HTTP),
  "HTTP after": shown(after.HTTP),
  "stdio before": shown(before.stdio),
  "stdio after": shown(after.stdio),
});
for (const [text, count] of tally.faults) console.error(`${count} x ${text}`);
const faults = (["HTTP", "stdio"] as const).flatMap((name) =>
  excess(before[name], after[name]).map((what) => `${name}: ${what} did not return to where it began`),
);
for (const fault of faults) console.error(fault);
await stdioClient.close();
await http.stop();
await sandbox.stop();
process.exit(faults.length + tally.faults.size === 0 ? 0 : 1);
