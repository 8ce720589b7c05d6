import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import type { Readable } from "node:stream";
import { SSEClientTransport, StreamableHTTPClientTransport } from "@modelcontextprotocol/client";
import { StdioClientTransport } from "@modelcontextprotocol/client/stdio";
import { SSEClientTransport as SSEClientTransportV1 } from "@modelcontextprotocol/sdk/client/sse.js";
import { StdioClientTransport as StdioClientTransportV1 } from "@modelcontextprotocol/sdk/client/stdio.js";
import { StreamableHTTPClientTransport as StreamableHTTPClientTransportV1 } from "@modelcontextprotocol/sdk/client/streamableHttp.js";
import { BARE_ENV } from "../helpers/program.ts";
import { type Peer, RawPeer, v1Peer, v2Peer } from "./matrix-peers.ts";
import { mcpWire, sseWire, stdioWire } from "./matrix-wire.ts";

/** A server to start: arguments of node and the environment. */
export interface Command {
  args: string[];
  env: Record<string, string>;
}

/** The lines that a server logs to stderr. */
export class ServerLog {
  readonly #lines: Record<string, unknown>[] = [];
  #wake: () => void = () => undefined;

  constructor(stderr: Readable) {
    createInterface({ input: stderr }).on("line", (line) => {
      this.#lines.push(line.startsWith("{") ? JSON.parse(line) : { msg: line });
      this.#wake();
    });
  }

  /** The first line that fits, now or later. */
  async line(fits: (line: Record<string, unknown>) => boolean): Promise<Record<string, unknown>> {
    for (;;) {
      const found = this.#lines.find(fits);
      if (found !== undefined) return found;
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
  }
}

/** A client connected to a server. */
export interface Connection {
  peer: Peer;
  log: ServerLog;
  close(): Promise<void>;
}

export type TransportName = "stdio" | "sse" | "mcp";

/** One place of the matrix: a client that speaks one revision over one transport. */
export interface Cell {
  name: string;
  transport: TransportName;
  revision: string;
  /** What is there. A client of a sessionless /mcp cannot take back what it has asked, nor be asked. */
  cancels: boolean;
  asks: boolean;
  /** Starts a server and connects to it. */
  connect(command: Command): Promise<Connection>;
  /** Connects to one that runs. */
  join(server: HttpServer): Promise<Connection>;
}

/** A server that clients of /sse and /mcp can share. */
export interface HttpServer {
  origin: string;
  log: ServerLog;
  stop(): Promise<void>;
}

const RAW: Record<TransportName, string[]> = {
  stdio: ["2024-11-05", "2025-03-26", "2025-06-18", "2025-11-25"],
  sse: ["2024-11-05", "2025-03-26", "2025-06-18", "2025-11-25"],
  mcp: ["2025-03-26", "2025-06-18", "2025-11-25"],
};
const LATEST_OLD = "2025-11-25";
const MODERN = "2026-07-28";

export const CELLS: readonly Cell[] = [
  ...RAW.stdio.map((revision) =>
    cell(
      "stdio",
      "raw",
      revision,
      overPipes((command) => rawStdio(command, revision)),
    ),
  ),
  cell(
    "stdio",
    "v1 client",
    LATEST_OLD,
    overPipes((command) => {
      const transport = new StdioClientTransportV1(stdioServer(command));
      return overStdio(transport, () => v1Peer(transport));
    }),
  ),
  ...([LATEST_OLD, MODERN] as const).map((revision) =>
    cell(
      "stdio",
      "v2 client",
      revision,
      overPipes((command) => {
        const transport = new StdioClientTransport(stdioServer(command));
        return overStdio(transport, () => v2Peer(transport, modeOf(revision)));
      }),
    ),
  ),
  ...RAW.sse.map((revision) =>
    cell(
      "sse",
      "raw",
      revision,
      overHttp(async (origin) => RawPeer.open(await sseWire(origin), revision)),
    ),
  ),
  cell(
    "sse",
    "v1 client",
    LATEST_OLD,
    overHttp((origin) => v1Peer(new SSEClientTransportV1(url(origin, "/sse")))),
  ),
  cell(
    "sse",
    "v2 client",
    LATEST_OLD,
    overHttp((origin) => v2Peer(new SSEClientTransport(url(origin, "/sse")), "legacy")),
  ),
  ...RAW.mcp.map((revision) =>
    cell(
      "mcp",
      "raw",
      revision,
      overHttp((origin) => RawPeer.open(mcpWire(origin), revision)),
    ),
  ),
  cell(
    "mcp",
    "v1 client",
    LATEST_OLD,
    overHttp((origin) => v1Peer(new StreamableHTTPClientTransportV1(url(origin, "/mcp")))),
  ),
  ...([LATEST_OLD, MODERN] as const).map((revision) =>
    cell(
      "mcp",
      "v2 client",
      revision,
      overHttp((origin) => v2Peer(new StreamableHTTPClientTransport(url(origin, "/mcp")), modeOf(revision))),
    ),
  ),
];

type Ways = Pick<Cell, "connect" | "join">;

/** A server on pipes has one client, which started it. */
function overPipes(connect: Cell["connect"]): Ways {
  return { connect, join: () => Promise.reject(new Error("a child has one client")) };
}

function cell(transport: TransportName, client: string, revision: string, ways: Ways): Cell {
  const sessionless = transport === "mcp" && revision < MODERN;
  return {
    name: `${transport}, ${client}, ${revision}`,
    transport,
    revision,
    cancels: !sessionless,
    asks: !sessionless && revision >= "2025-06-18",
    ...ways,
  };
}

function modeOf(revision: string): "legacy" | { pin: string } {
  return revision === MODERN ? { pin: revision } : "legacy";
}

function url(origin: string, path: string): URL {
  return new URL(path, origin);
}

function stdioServer({ args, env }: Command) {
  return { command: process.execPath, args, env: { ...BARE_ENV, ...env }, stderr: "pipe" as const };
}

async function overStdio(transport: { readonly stderr: unknown }, connect: () => Promise<Peer>): Promise<Connection> {
  const log = new ServerLog(transport.stderr as Readable);
  const peer = await connect();
  return { peer, log, close: () => peer.close() };
}

async function rawStdio(command: Command, revision: string): Promise<Connection> {
  const { child, log, stop } = start(command);
  const peer = await RawPeer.open(stdioWire(child.stdin, child.stdout, stop), revision);
  return { peer, log, close: () => peer.close() };
}

function overHttp(connect: (origin: string) => Promise<Peer>): Ways {
  const join: Cell["join"] = async ({ origin, log }) => {
    const peer = await connect(origin);
    return { peer, log, close: () => peer.close() };
  };
  return {
    join,
    async connect(command) {
      const server = await startHttp(command);
      const connection = await join(server);
      const close = async () => {
        await connection.close();
        await server.stop();
      };
      return { ...connection, close };
    },
  };
}

export async function startHttp({ args, env }: Command): Promise<HttpServer> {
  const { log, stop } = start({ args: [...args, "--http", "--port", "0"], env });
  const { mcp } = await log.line((line) => typeof line["mcp"] === "string");
  return { origin: new URL(String(mcp)).origin, log, stop };
}

function start({ args, env }: Command) {
  const child = spawn(process.execPath, args, { env: { ...BARE_ENV, ...env } });
  const exited = once(child, "exit");
  const stop = async () => {
    child.kill("SIGKILL");
    await exited;
  };
  return { child, log: new ServerLog(child.stderr), stop };
}
