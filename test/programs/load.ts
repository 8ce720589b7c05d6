import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { StreamableHTTPClientTransport } from "@modelcontextprotocol/client";
import { BARE_ENV, PROGRAM } from "../helpers/program.ts";
import { type Peer, RawPeer, v2Peer } from "../transports/matrix-peers.ts";
import { mcpWire, sseWire } from "../transports/matrix-wire.ts";

// `npm run load -- [seconds] [clients]`: many clients on the built program, on /mcp and on /sse, each with one call
// after the other. Prints what came of it; exits with 1 when a call failed or the heap did not stay flat.

const [seconds = 60, clients = 100] = process.argv.slice(2).map(Number);
const WARM_UP_SECONDS = 5;
/** Growth that is no leak: code that was compiled, tables that were filled. */
const FLAT = 1.2;

const CONNECT: Record<string, (origin: string, index: number) => Promise<Peer>> = {
  "/mcp": async (origin, index) =>
    index % 2 === 0
      ? RawPeer.open(mcpWire(origin), "2025-11-25")
      : v2Peer(new StreamableHTTPClientTransport(new URL("/mcp", origin)), { pin: "2026-07-28" }),
  "/sse": async (origin) => RawPeer.open(await sseWire(origin), "2025-11-25"),
};

/** Loaded into the program by node's own flag, so that nothing of it ships: answers a signal with the live
 * heap, after what has just ended has had its time to go. */
const HEAP_PROBE = `process.on("SIGUSR2", () => {
  gc();
  setTimeout(() => {
    gc();
    process.stderr.write(JSON.stringify({ heapUsed: process.memoryUsage().heapUsed }) + "\\n");
  }, 500);
});`;

const LIMITS = ["max-concurrent-calls", "max-sessions", "max-caller-sessions"].flatMap((name) => [`--${name}`, "1000"]);

async function startProgram() {
  const probe = ["--expose-gc", "--import", `data:text/javascript,${encodeURIComponent(HEAP_PROBE)}`];
  const flags = ["--http", "--port", "0", "--sandbox", "--calls-per-minute", "1000000", ...LIMITS];
  const child = spawn(process.execPath, [...probe, PROGRAM, ...flags], {
    env: BARE_ENV,
    stdio: ["ignore", "ignore", "pipe"],
  });
  const lines = createInterface({ input: child.stderr });
  const ended = once(child, "close").then(() => Promise.reject(new Error(`the program ended: ${last}`)));
  ended.catch(() => undefined);
  let last = "";
  lines.on("line", (line) => {
    last = line;
  });
  const said = (name: string) =>
    new Promise<unknown>((resolve) => {
      const listen = (line: string) => {
        if (!line.includes(`"${name}":`)) return;
        lines.off("line", listen);
        resolve(JSON.parse(line)[name]);
      };
      lines.on("line", listen);
    });
  const fact = (name: string) => Promise.race([said(name), ended]);
  return {
    origin: new URL(String(await fact("mcp"))).origin,
    heapMb() {
      child.kill("SIGUSR2");
      return fact("heapUsed").then((bytes) => Number(bytes) / 2 ** 20);
    },
    async stop() {
      child.kill("SIGTERM");
      await once(child, "exit");
    },
  };
}

interface Tally {
  latencies: number[];
  errors: Map<string, number>;
}

async function press(peers: readonly Peer[], forSeconds: number): Promise<Tally> {
  const tally: Tally = { latencies: [], errors: new Map() };
  const end = performance.now() + forSeconds * 1000;
  await Promise.all(
    peers.map(async (peer) => {
      while (performance.now() < end) await callOnce(peer, tally);
    }),
  );
  return tally;
}

async function callOnce(peer: Peer, { latencies, errors }: Tally): Promise<void> {
  const began = performance.now();
  try {
    const { isError, content, structuredContent } = await peer.call("list_conversations", { limit: 2 });
    const { count } = (structuredContent ?? {}) as { count?: number };
    if (isError || count !== 2) throw new Error(`not what was asked for: ${JSON.stringify(content)}`);
    latencies.push(performance.now() - began);
  } catch (error) {
    const text = error instanceof Error ? error.message : String(error);
    errors.set(text, (errors.get(text) ?? 0) + 1);
  }
}

async function measure(route: string, connect: (typeof CONNECT)[string]) {
  const program = await startProgram();
  const open = () => Promise.all(Array.from({ length: clients }, (_, index) => connect(program.origin, index)));
  const closeAll = (peers: Peer[]) => Promise.all(peers.map((peer) => peer.close()));
  const first = await open();
  await press(first, WARM_UP_SECONDS);
  await closeAll(first);
  const before = await program.heapMb();
  const peers = await open();
  const { latencies, errors } = await press(peers, seconds);
  await closeAll(peers);
  const after = await program.heapMb();
  await program.stop();
  const failed = [...errors.values()].reduce((sum, count) => sum + count, 0);
  return { route, latencies: latencies.sort((one, other) => one - other), errors, failed, before, after };
}

type Measured = Awaited<ReturnType<typeof measure>>;

function row({ route, latencies, failed, before, after }: Measured): Record<string, string | number> {
  const percentile = (share: number) => `${(latencies[Math.floor(latencies.length * share)] ?? 0).toFixed(1)} ms`;
  return {
    route,
    clients,
    seconds,
    calls: latencies.length,
    "calls/s": Math.round(latencies.length / seconds),
    p50: percentile(0.5),
    p99: percentile(0.99),
    errors: failed,
    "heap before": `${before.toFixed(1)} MB`,
    "heap after": `${after.toFixed(1)} MB`,
  };
}

const measured: Measured[] = [];
for (const [route, connect] of Object.entries(CONNECT)) measured.push(await measure(route, connect));
console.table(measured.map(row));
for (const { route, errors } of measured)
  for (const [text, count] of errors) console.error(`${route}: ${count} x ${text}`);
const bad = measured.filter(
  ({ failed, latencies, before, after }) => failed > 0 || latencies.length === 0 || after > before * FLAT,
);
for (const { route } of bad) console.error(`${route}: calls failed, or the heap grew`);
process.exit(bad.length === 0 ? 0 : 1);
