#!/usr/bin/env node
import { readFileSync } from "node:fs";
import { CommanderError } from "commander";
import { type Flags, readCommandLine } from "./cli.ts";
import { type Config, ConfigError, readConfig, requireCredentials, unknownVariables } from "./config.ts";
import { createKapso, type Kapso } from "./kapso/client.ts";
import { createLog, type Log } from "./log.ts";
import type { Sandbox } from "./sandbox/index.ts";
import { createServers, serveTools } from "./server/create.ts";
import { printTools } from "./server/print.ts";
import { selectTools } from "./tools/index.ts";
import { MediaFolder } from "./tools/media/folder.ts";
import { serveOnStdio } from "./transports/stdio.ts";

/** Exit code for a command line or settings that cannot be used. */
const WRONG_SETTINGS = 2;

const { name, version } = JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8")) as {
  name: string;
  version: string;
};

async function main(): Promise<void> {
  const asked = readCommandLine(process.argv.slice(2), name, version);
  switch (asked.command) {
    case "sandbox":
      return runSandbox(asked.host, asked.port);
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

  const sandbox = config.sandbox ? await (await import("./sandbox/index.ts")).startSandbox() : undefined;
  const target = sandbox === undefined ? accountTarget(config) : await sandboxTarget(sandbox);
  const kapso = connect(config, target, log);
  const tools = selectTools(config);
  const servers = createServers({ name, title: "Kapso WhatsApp", version }, serveTools(tools, target.defaults, true), {
    kapso,
    defaults: target.defaults,
    ...(config.mediaDir !== undefined && {
      media: new MediaFolder(config.mediaDir),
    }),
    log,
    selected: new Set(tools.map((tool) => tool.name)),
  });

  const shutDown = onceOnly(async (reason: string) => {
    log.info({ reason }, "shutting down");
    await connection.close();
    const { abandonedSends } = await kapso.close({
      drainMs: config.drainSeconds * 1000,
    });
    if (abandonedSends > 0) log.warn({ abandonedSends }, "left sends whose outcome is not known");
    await sandbox?.close();
    process.exit(0);
  });
  const connection = serveOnStdio(servers, log, () => shutDown("stdin closed"));
  process.on("SIGINT", () => shutDown("SIGINT"));
  process.on("SIGTERM", () => shutDown("SIGTERM"));
  log.info({ tools: tools.length, sandbox: sandbox?.origin, version }, "serving MCP on stdio");
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

function connect(config: Config, { defaults: _, ...target }: Target, log: Log): Kapso {
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
    onRequest: (event) => log.debug(event, "upstream request"),
  });
}

async function runSandbox(host: string, port: number): Promise<void> {
  const { startSandbox, SANDBOX } = await import("./sandbox/index.ts");
  const sandbox = await startSandbox({ host, port });
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
