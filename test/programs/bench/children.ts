import { type ChildProcess, type ChildProcessWithoutNullStreams, execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, renameSync } from "node:fs";
import type { Readable } from "node:stream";
import { fileURLToPath } from "node:url";
import { SANDBOX } from "../../../src/sandbox/constants.ts";
import { BARE_ENV, PROGRAM } from "../../helpers/program.ts";

/** The processes that are measured: each the built program, the floor, or a sandbox of its own. */

const ROOT = fileURLToPath(new URL("../../..", import.meta.url));
const FLOOR = `${ROOT}.bench/floor.mjs`;

/** Selects what the product selects, so that both sides of a ratio move the same rows. */
export const CONVERSATION_FIELDS =
  "kapso(contact_name,messages_count,last_message_id,last_message_type,last_message_timestamp,last_message_text," +
  "last_inbound_at,last_outbound_at)";

export type Side = "product" | "floor";
export type Child = ChildProcessWithoutNullStreams;

/** Builds the product and the floor: what is measured is what is in the sources now. */
export function build(): void {
  execFileSync("npm", ["run", "--silent", "build"], { cwd: ROOT, stdio: "inherit" });
  mkdirSync(`${ROOT}.bench`, { recursive: true });
  const flags = ["--ignoreConfig", "--outDir", ".bench", "--module", "nodenext", "--target", "es2023"];
  const more = ["--types", "node", "--skipLibCheck"];
  execFileSync("npx", ["tsc", "test/programs/bench/floor.ts", ...flags, ...more], { cwd: ROOT, stdio: "inherit" });
  renameSync(`${ROOT}.bench/floor.js`, FLOOR);
}

/** A child process that serves HTTP, or the sandbox. */
export interface Running {
  child: ChildProcess;
  origin: string;
  stop(): Promise<void>;
}

/** The sandbox in its own process. */
export async function startSandboxProcess(): Promise<Running> {
  const child = spawn(process.execPath, [PROGRAM, "sandbox", "--port", "0"], {
    env: BARE_ENV,
    stdio: ["ignore", "pipe", "inherit"],
  });
  endWithUs(child);
  const origin = await saidBy(child.stdout, /http:\/\/[^/\s]+/);
  return { child, origin, stop: () => stop(child) };
}

/** A sandbox with so many messages more; from the sources, since the program has no such command. */
export async function startPlanted(messages: number): Promise<Running> {
  const script = fileURLToPath(new URL("planted.ts", import.meta.url));
  const child = spawn(process.execPath, ["--import", "tsx", script, String(messages)], {
    cwd: ROOT,
    env: BARE_ENV,
    stdio: ["ignore", "pipe", "inherit"],
  });
  endWithUs(child);
  const origin = await saidBy(child.stdout, /http:\/\/[^/\s]+/);
  return { child, origin, stop: () => stop(child) };
}

/** What a server needs to find the sandbox. */
export function environment(sandbox: string): Record<string, string> {
  return {
    ...BARE_ENV,
    KAPSO_BASE_URL: `${sandbox}/api/meta`,
    KAPSO_API_KEY: SANDBOX.apiKey,
    KAPSO_PHONE_NUMBER_ID: SANDBOX.phoneNumberId,
    KAPSO_BUSINESS_ACCOUNT_ID: SANDBOX.businessAccountId,
  };
}

export function conversationsUrl(sandbox: string): string {
  return `${sandbox}/api/meta/v23.0/${SANDBOX.phoneNumberId}/conversations?fields=${CONVERSATION_FIELDS}`;
}

/** Limits that no measurement meets. */
const WIDE = [
  ["--calls-per-minute", "1000000"],
  ["--max-concurrent-calls", "1000"],
  ["--max-sessions", "1000"],
  ["--max-caller-sessions", "1000"],
].flat();

export interface Launch {
  sandbox: string;
  /** Of the product. */
  flags?: readonly string[];
  /** Of node. */
  node?: readonly string[];
  /** What the floor's one tool fetches, but for its `limit`. */
  list?: string;
}

export function startStdio(side: Side, { sandbox, flags = [], node = [], list }: Launch): Child {
  const own = side === "product" ? [PROGRAM, ...flags] : [FLOOR, "stdio", list ?? conversationsUrl(sandbox)];
  const child = spawn(process.execPath, [...node, ...own], { env: environment(sandbox) });
  child.stderr.resume();
  endWithUs(child);
  return child;
}

/** `ipc` opens a channel for what `probe.mjs` answers. */
export async function startHttp(
  side: Side,
  { sandbox, flags = [], node = [], ipc = false }: Launch & { ipc?: boolean },
): Promise<Running> {
  const product = [PROGRAM, "--http", "--port", "0", ...WIDE, ...flags];
  const own = side === "product" ? product : [FLOOR, "http", conversationsUrl(sandbox)];
  const child = spawn(process.execPath, [...node, ...own], {
    env: environment(sandbox),
    stdio: ["ignore", "ignore", "pipe", ipc ? "ipc" : "ignore"],
  });
  if (child.stderr === null) throw new Error("the child has no stderr");
  endWithUs(child);
  const origin = await saidBy(child.stderr, /http:\/\/127[^/\s"]+(?=\/mcp")/);
  child.stderr.resume();
  return { child, origin, stop: () => stop(child) };
}

/** A measurement that fails leaves no process behind. */
export function endWithUs(child: ChildProcess): void {
  const end = () => child.kill("SIGKILL");
  process.once("exit", end);
  child.once("exit", () => process.off("exit", end));
}

export async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, "exit");
  child.kill("SIGTERM");
  await ended;
}

export async function saidBy(stream: Readable, pattern: RegExp): Promise<string> {
  let said = "";
  for await (const chunk of stream.iterator({ destroyOnReturn: false })) {
    said += String(chunk);
    const [found] = pattern.exec(said) ?? [];
    if (found !== undefined) return found;
  }
  throw new Error(`the process did not start: ${said}`);
}
