import { once } from "node:events";
import { connect, type Socket } from "node:net";
import { PassThrough } from "node:stream";
import {
  Client,
  type ClientOptions,
  SSEClientTransport,
  StreamableHTTPClientTransport,
} from "@modelcontextprotocol/client";
import { Client as ClientV1 } from "@modelcontextprotocol/sdk/client/index.js";
import { SSEClientTransport as SSEClientTransportV1 } from "@modelcontextprotocol/sdk/client/sse.js";
import { StreamableHTTPClientTransport as StreamableHTTPClientTransportV1 } from "@modelcontextprotocol/sdk/client/streamableHttp.js";
import { pino } from "pino";
import { readConfig } from "../../src/config/config.ts";
import { createKapso, type Kapso, type KapsoConfig } from "../../src/kapso/client.ts";
import { SANDBOX, type Sandbox, startSandbox } from "../../src/sandbox/index.ts";
import { type TurnBounds, Turns } from "../../src/server/call/turns.ts";
import { createServers } from "../../src/server/create.ts";
import { ExportStore } from "../../src/server/exports.ts";
import { serveTools } from "../../src/server/offer/tools.ts";
import { createSends } from "../../src/server/sends/sends.ts";
import { createWrites, type WriteSettings } from "../../src/server/writes/create.ts";
import { type Selection, selectTools } from "../../src/tools/index.ts";
import { type HttpHandle, type HttpParts, serveOnHttp } from "../../src/transports/http.ts";
import { createMetrics } from "../../src/transports/metrics.ts";
import type { Timers } from "../../src/transports/timers.ts";
import { NO_RULES } from "../helpers/harness.ts";
import { NOON } from "../helpers/noon.ts";
import { Gate } from "./gate.ts";

export const ALICE = "alice-0123456789abcdef";
export const BOB = "bob-0123456789abcdef";
/** Two callers. */
export const TOKENS = { MCP_AUTH_TOKEN: `alice=${ALICE},bob=${BOB}` };

const me = { name: "test", version: "0.0.0" };

/** Time that stands still until it is turned. */
export class HandTimers implements Timers {
  #now = 0;
  #due = new Set<{ ms: number; next: number; act: () => void }>();

  now(): number {
    return this.#now;
  }

  every(ms: number, act: () => void): () => void {
    const timer = { ms, next: this.#now + ms, act };
    this.#due.add(timer);
    return () => this.#due.delete(timer);
  }

  turn(seconds: number): void {
    const end = this.#now + seconds * 1000;
    for (;;) {
      const [first] = [...this.#due].filter(({ next }) => next <= end).sort((one, other) => one.next - other.next);
      if (first === undefined) break;
      this.#now = first.next;
      first.next += first.ms;
      first.act();
    }
    this.#now = end;
  }
}

interface StageOptions {
  timeouts?: KapsoConfig["timeouts"];
  rules?: Partial<WriteSettings>;
  selection?: Partial<Selection>;
  /** Keep exports as resources, as the program does. */
  exports?: boolean;
  /** How many walks run at the same time; without it as many as are asked for. */
  walks?: TurnBounds;
}

/** Log lines as they come. */
export class LogLines {
  readonly stream = new PassThrough();
  readonly lines: Record<string, unknown>[] = [];

  constructor() {
    this.stream.on("data", (chunk) => {
      for (const line of String(chunk).split("\n").filter(Boolean)) this.lines.push(JSON.parse(line));
    });
  }

  /** The first line that fits, now or later. */
  async line(fits: (line: Record<string, unknown>) => boolean): Promise<Record<string, unknown>> {
    for (;;) {
      const found = this.lines.find(fits);
      if (found !== undefined) return found;
      await once(this.stream, "data");
    }
  }
}

/** The product's server on a real port of loopback, in this process, with a gate and the sandbox behind it. */
export class HttpStage {
  readonly timers = new HandTimers();
  readonly log = new LogLines();
  #closers: (() => Promise<unknown>)[] = [];

  private constructor(
    readonly sandbox: Sandbox,
    readonly gate: Gate,
    readonly kapso: Kapso,
  ) {}

  #http: HttpHandle | undefined;

  get http(): HttpHandle {
    if (this.#http === undefined) throw new Error("not open");
    return this.#http;
  }

  /** `env` are settings as an operator gives them. */
  static async open(
    env: Record<string, string> = {},
    parts: Partial<HttpParts> = {},
    { timeouts = {}, rules = {}, selection = {}, exports = false, walks }: StageOptions = {},
  ): Promise<HttpStage> {
    const sandbox = await startSandbox({ start: NOON });
    const gate = new Gate(sandbox);
    const config = readConfig({ KAPSO_SANDBOX: "1", MCP_HTTP: "1", MCP_PORT: "0", ...env });
    const baseUrl = await gate.open();
    const metrics = createMetrics();
    const onRequest = metrics.onUpstream;
    const kapso = createKapso({
      baseUrl,
      graphVersion: "v23.0",
      apiKey: SANDBOX.apiKey,
      sendSpacingMs: 0,
      timeouts,
      onRequest,
    });
    const stage = new HttpStage(sandbox, gate, kapso);
    const log = pino({ level: "debug" }, stage.log.stream);
    const defaults = { phoneNumberId: SANDBOX.phoneNumberId, businessAccountId: SANDBOX.businessAccountId };
    const tools = selectTools({ toolsets: ["all"], tools: [], excludeTools: [], readOnly: false, ...selection });
    const selected = new Set(tools.map((tool) => tool.name));
    const sends = createSends({ dedupeSeconds: 300, defaults, selected, sleep: async () => {} });
    const writes = createWrites({ ...NO_RULES, confirm: ["delete"], ...rules }, log);
    const services = {
      kapso,
      defaults,
      log,
      selected,
      sends,
      writes,
      ...(exports && { exports: new ExportStore() }),
      ...(walks !== undefined && { walks: new Turns(walks) }),
      onCall: metrics.onCall,
    };
    const servers = createServers({ ...me, title: "test" }, serveTools(tools, defaults, false), services);
    stage.#http = await serveOnHttp(servers, config, { log, metrics, timers: stage.timers, holdMs: 0, ...parts });
    return stage;
  }

  url(path: string): URL {
    return new URL(path, this.http.origin);
  }

  /** A raw exchange; a path that begins with a slash. */
  fetch(path: string, init: RequestInit = {}, token?: string): Promise<Response> {
    return fetch(this.url(path), { ...init, headers: { ...bearer(token), ...init.headers } });
  }

  /** One JSON-RPC message to /mcp or to an SSE session, as an older client sends it. */
  post(path: string, message: unknown, { token, headers }: { token?: string; headers?: Record<string, string> } = {}) {
    const body = typeof message === "string" ? message : JSON.stringify(message);
    const types = { "content-type": "application/json", accept: "application/json, text/event-stream" };
    return this.fetch(path, { method: "POST", body, headers: { ...types, ...headers } }, token);
  }

  /** The same with bytes that may be no message. */
  postBytes(path: string, bytes: Uint8Array, headers: Record<string, string> = {}): Promise<Response> {
    const types = { "content-type": "application/json", accept: "application/json, text/event-stream" };
    return this.fetch(path, { method: "POST", body: new Uint8Array(bytes), headers: { ...types, ...headers } });
  }

  async mcpV1(token?: string): Promise<ClientV1> {
    const client = new ClientV1(me);
    await client.connect(new StreamableHTTPClientTransportV1(this.url("/mcp"), withToken(token)));
    return this.#closing(client);
  }

  async mcpV2(mode: ClientMode = { pin: "2026-07-28" }, token?: string): Promise<Client> {
    const client = new Client(me, { versionNegotiation: { mode } });
    await client.connect(new StreamableHTTPClientTransport(this.url("/mcp"), withToken(token)));
    return this.#closing(client);
  }

  async sseV1(token?: string): Promise<ClientV1> {
    const client = new ClientV1(me);
    await client.connect(new SSEClientTransportV1(this.url("/sse"), withToken(token)));
    return this.#closing(client);
  }

  async sseV2(token?: string): Promise<Client> {
    const client = new Client(me, { versionNegotiation: { mode: "legacy" } });
    await client.connect(new SSEClientTransport(this.url("/sse"), withToken(token)));
    return this.#closing(client);
  }

  /** A bare socket, for what no client would send. */
  async socket(): Promise<Socket> {
    const { hostname, port } = this.url("/");
    const socket = connect(Number(port), hostname);
    await once(socket, "connect");
    this.#closers.push(async () => socket.destroy());
    return socket;
  }

  async close(): Promise<void> {
    await Promise.allSettled(this.#closers.map((close) => close()));
    await this.http.close();
    await this.kapso.close({ drainMs: 0 });
    await this.gate.close();
    await this.sandbox.close();
  }

  #closing<C extends { close(): Promise<void> }>(client: C): C {
    this.#closers.push(() => client.close());
    return client;
  }
}

type ClientMode = NonNullable<NonNullable<ClientOptions["versionNegotiation"]>["mode"]>;

function bearer(token: string | undefined): Record<string, string> {
  return token === undefined ? {} : { authorization: `Bearer ${token}` };
}

function withToken(token: string | undefined): { requestInit: { headers: Record<string, string> } } {
  return { requestInit: { headers: bearer(token) } };
}
