#!/usr/bin/env node
import { readFileSync } from "node:fs";
import { CommanderError } from "commander";
import { z } from "zod";
import { type Flags, readCommandLine } from "./config/cli.ts";
import { type Config, ConfigError, readConfig, requireCredentials, unknownVariables } from "./config/config.ts";
import { createKapso, type Kapso } from "./kapso/client.ts";
import { createLog, type Log } from "./log.ts";
import type { Sandbox } from "./sandbox/index.ts";
import { createServers } from "./server/create.ts";
import { printTools } from "./server/offer/print-tools.ts";
import { serveTools } from "./server/offer/tools.ts";
import { createSends } from "./server/sends/sends.ts";
import { createWrites } from "./server/writes/create.ts";
import { selectTools } from "./tools/index.ts";
import { MediaFolder } from "./tools/media/folder.ts";
import type { Metrics } from "./transports/metrics.ts";
import { serveOnStdio } from "./transports/stdio.ts";

/** Exit code for a command line or settings that cannot be used. */
const WRONG_SETTINGS = 2;

const { name, version } = z
  .object({ name: z.string(), version: z.string() })
  .parse(JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8")));

async function main(): Promise<void> {
  const asked = readCommandLine(process.argv.slice(2), name, version);
  switch (asked.command) {
    case "sandbox":
      return runSandbox(asked.host, asked.port, asked.flags);
    case "tools":
      return listTools(asked.flags, asked.json);
    case "serve":
      return serve(asked.flags);
  }
}

async function serve(flags: Flags): Promise<void> {
  const config = readConfig(process.env, flags);
  requireCredentials(config);
  const log = createLog(config.logLevel);
  for (const variable of unknownVariables(process.env)) log.warn({ variable }, "not a setting of this server; ignored");

  if (config.http && config.authTokens.length === 0)
    log.warn("callers are not authenticated: MCP_AUTH_TOKEN is not set");

  const sandbox = config.sandbox
    ? await (await import("./sandbox/index.ts")).startSandbox(sandboxOptions(config))
    : undefined;
  const target = sandbox === undefined ? accountTarget(config) : await sandboxTarget(sandbox);
  const http = config.http ? await loadHttp(config, log) : undefined;
  const kapso = connect(config, target, log, http?.metrics);
  const tools = selectTools(config);
  const served = serveTools(tools, target.defaults, http === undefined);
  const selected = new Set(tools.map((tool) => tool.name));
  const sends = createSends({ dedupeSeconds: config.dedupeSeconds, defaults: target.defaults, selected });
  const servers = createServers({ name, title: "Kapso WhatsApp", version }, served, {
    kapso,
    defaults: target.defaults,
    ...(http === undefined ? mediaOf(config) : { onCall: http.metrics.onCall, mediaResources: true, ...http.shared }),
    log,
    selected,
    sends,
    writes: createWrites(config, log),
  });

  const shutDown = onceOnly(async (reason: string) => {
    log.info({ reason }, "shutting down");
    const deadline = performance.now() + config.drainSeconds * 1000;
    await connection.drain((config.drainSeconds * 1000) / 2);
    const { abandonedSends } = await kapso.close({ drainMs: deadline - performance.now() });
    if (abandonedSends > 0)
      log.warn({ abandonedSends, sends: sends.guard.underway }, "left sends whose outcome is not known");
    await connection.close();
    await sandbox?.close();
    process.exit(0);
  });
  const connection: Connection =
    http === undefined
      ? stdioConnection(serveOnStdio(servers, log, () => shutDown("stdin closed")))
      : await http.serve(servers, config, { log, metrics: http.metrics, ...probe(kapso, target) });
  process.on("SIGINT", () => shutDown("SIGINT"));
  process.on("SIGTERM", () => shutDown("SIGTERM"));
  const facts = { ...connection.urls, tools: tools.length, sandbox: sandbox?.origin, version };
  log.info(facts, `serving MCP ${http === undefined ? "on stdio" : "over HTTP"}`);
}

/** A transport at work. */
interface Connection {
  urls?: Record<string, string>;
  /** Begins nothing more, and gives what runs `ms` to end by itself. */
  drain(ms: number): Promise<void>;
  close(): Promise<void>;
}

/** Whoever ends a child process waits for no answers: the connection goes first. */
function stdioConnection(stdio: ReturnType<typeof serveOnStdio>): Connection {
  return { drain: () => stdio.close(), close: async () => undefined };
}

/** What only HTTP needs is loaded only for HTTP. @throws ConfigError when anybody on the network could call */
async function loadHttp(config: Config, log: Log) {
  const { exposureFault } = await import("./transports/auth.ts");
  const fault = exposureFault(config);
  if (fault !== undefined) throw new ConfigError([fault]);
  if (config.mediaDir !== undefined)
    log.warn("KAPSO_MEDIA_DIR is for stdio only: over HTTP callers share no disk with us");
  const { serveOnHttp } = await import("./transports/http.ts");
  const { createMetrics } = await import("./transports/metrics.ts");
  const { ExportStore } = await import("./server/exports.ts");
  const { LargeReads } = await import("./server/offer/large-reads.ts");
  const { Turns } = await import("./server/call/turns.ts");
  const shared = {
    exports: new ExportStore(),
    largeReads: new LargeReads(),
    walks: new Turns({ perCaller: 2, inAll: 24 }),
  };
  return { serve: serveOnHttp, metrics: createMetrics(), shared };
}

/** The cheapest request that shows whether the service, the credentials and the default number are good. */
function probe(kapso: Kapso, { defaults: { phoneNumberId } }: Target) {
  if (phoneNumberId === undefined) return {};
  return { probe: (signal: AbortSignal) => kapso.numbers.get(phoneNumberId, { fields: "id" }, { signal }) };
}

function mediaOf({ mediaDir }: Config): { media?: MediaFolder } {
  return mediaDir === undefined ? {} : { media: new MediaFolder(mediaDir) };
}

/** Where calls go, with which credentials, and the ids that calls need not name. */
interface Target {
  baseUrl: string;
  apiKey?: string;
  accessToken?: string;
  sendSpacingMs?: number;
  defaults: { phoneNumberId?: string; businessAccountId?: string };
}

function accountTarget({ baseUrl, apiKey, accessToken, phoneNumberId, businessAccountId }: Config): Target {
  return {
    baseUrl,
    ...(apiKey !== undefined && { apiKey }),
    ...(accessToken !== undefined && { accessToken }),
    defaults: {
      ...(phoneNumberId !== undefined && { phoneNumberId }),
      ...(businessAccountId !== undefined && { businessAccountId }),
    },
  };
}

/** The account's own settings stay out of it: a sandbox must never be reached with a real key, nor a real API by it. */
async function sandboxTarget({ baseUrl }: Sandbox): Promise<Target> {
  const { SANDBOX } = await import("./sandbox/index.ts");
  const { apiKey, phoneNumberId, businessAccountId } = SANDBOX;
  return {
    baseUrl,
    apiKey,
    sendSpacingMs: 0,
    defaults: { phoneNumberId, businessAccountId },
  };
}

function connect(config: Config, { defaults: _, ...target }: Target, log: Log, metrics?: Metrics): Kapso {
  const callMs = config.timeoutSeconds * 1000;
  return createKapso({
    ...target,
    graphVersion: config.graphVersion,
    version,
    timeouts: {
      headersMs: callMs,
      bodyMs: callMs,
      callMs,
      transferMs: callMs * 4,
    },
    onRequest(event) {
      const { requestId, ...facts } = event;
      log.debug({ request_id: requestId, ...facts }, "upstream request");
      metrics?.onUpstream(event);
    },
  });
}

function sandboxOptions({ sandboxClock, sandboxSeed }: Config) {
  return { seed: sandboxSeed, ...(sandboxClock !== undefined && { start: sandboxClock }) };
}

async function runSandbox(host: string, port: number, flags: Flags): Promise<void> {
  const { startSandbox, SANDBOX } = await import("./sandbox/index.ts");
  const sandbox = await startSandbox({ host, port, ...sandboxOptions(readConfig(process.env, flags)) });
  process.stdout.write(
    `Sandbox of the Kapso API: ${sandbox.baseUrl}\n` +
      `  X-API-Key        ${SANDBOX.apiKey}\n` +
      `  phone_number_id  ${SANDBOX.phoneNumberId}\n` +
      `  everything else  ${sandbox.origin}/_sandbox/info\n`,
  );
  const shutDown = onceOnly(async () => {
    await sandbox.close();
    process.exit(0);
  });
  process.on("SIGINT", shutDown);
  process.on("SIGTERM", shutDown);
}

function listTools(flags: Flags, json: boolean): void {
  const config = readConfig(process.env, flags);
  process.stdout.write(printTools(serveTools(selectTools(config), {}, true), json));
}

/** A second signal while the first is being served means that somebody will not wait. */
function onceOnly<A extends unknown[]>(act: (...args: A) => Promise<void>): (...args: A) => void {
  let begun = false;
  return (...args) => {
    if (begun) {
      if (args[0] !== "stdin closed") process.exit(130);
      return;
    }
    begun = true;
    void act(...args);
  };
}

main().catch((error: unknown) => {
  if (error instanceof CommanderError) process.exit(error.exitCode === 0 ? 0 : WRONG_SETTINGS);
  const text = error instanceof ConfigError ? error.faults.map((fault) => `- ${fault}`).join("\n") : String(error);
  process.stderr.write(`${name} cannot start:\n${text}\n`);
  process.exit(error instanceof ConfigError ? WRONG_SETTINGS : 1);
});
