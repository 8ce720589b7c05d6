import { randomUUID } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { Client, StreamableHTTPClientTransport } from "@modelcontextprotocol/client";
import { createMcpHandler } from "@modelcontextprotocol/server";
import { createKapso, type KapsoConfig } from "../../src/kapso/client.ts";
import { createLog } from "../../src/log.ts";
import { SANDBOX, type Sandbox, type SandboxOptions, startSandbox } from "../../src/sandbox/index.ts";
import { createServers } from "../../src/server/create.ts";
import type { ExportStore } from "../../src/server/exports.ts";
import { serveTools } from "../../src/server/offer/tools.ts";
import { MemoryLedger } from "../../src/server/sends/ledger.ts";
import { createSends } from "../../src/server/sends/sends.ts";
import { createWrites, type WriteSettings } from "../../src/server/writes/create.ts";
import type { Timer } from "../../src/tools/definition/timer.ts";
import { type Selection, selectTools } from "../../src/tools/index.ts";
import { MediaFolder } from "../../src/tools/media/folder.ts";
import type { PublicWeb } from "../../src/tools/web/public-web.ts";
import { NOON } from "./noon.ts";

/** A tool result, read as a model reads it. */
export interface Answer {
  isError: boolean;
  text: string;
  // biome-ignore lint/suspicious/noExplicitAny: tests look into results whose schema is what they test
  data: any;
  attachments: { type: string; data?: string; mimeType?: string; uri?: string; name?: string; size?: number }[];
}

export interface Shift {
  sandbox: Sandbox;
  client: Client;
  mediaDir: string;
  call(name: string, args?: Record<string, unknown>, options?: { signal?: AbortSignal }): Promise<Answer>;
  /** Lets a customer write (or call), as `POST /_sandbox/inbound` does. */
  inbound(event: Record<string, unknown>): Promise<void>;
  /** Adds a fault rule, as `POST /_sandbox/faults` does. */
  fault(rule: Record<string, unknown>): Promise<void>;
  close(): Promise<void>;
}

interface ShiftOptions {
  sandbox?: SandboxOptions;
  selection?: Partial<Selection>;
  mediaDir?: false;
  mediaResources?: boolean;
  exports?: ExportStore;
  web?: PublicWeb;
  /** What time is for tools that wait. */
  timer?: (sandbox: Sandbox) => Timer;
  defaults?: { phoneNumberId?: string; businessAccountId?: string };
  kapso?: Partial<KapsoConfig>;
  /** The operator's rules, as the configuration has them. */
  rules?: Partial<WriteSettings>;
  sends?: Partial<Parameters<typeof createSends>[0]>;
}

export const NO_RULES: WriteSettings = {
  readOnly: false,
  templateOnly: false,
  replyOnly: false,
  confirm: [],
  confirmFallback: "allow",
};

/** A real client of the product's server, over a real sandbox. In one process; `stdio.test.ts` has the real ones. */
export async function startShift(options: ShiftOptions = {}): Promise<Shift> {
  const sandbox = await startSandbox({ start: NOON, ...options.sandbox });
  const mediaDir = await mkdtemp(path.join(tmpdir(), "kapso-media-"));
  const kapso = createKapso({
    baseUrl: sandbox.baseUrl,
    graphVersion: "v23.0",
    apiKey: SANDBOX.apiKey,
    sendSpacingMs: 0,
    ...options.kapso,
  });
  const defaults = options.defaults ?? {
    phoneNumberId: SANDBOX.phoneNumberId,
    businessAccountId: SANDBOX.businessAccountId,
  };
  const selection = { toolsets: ["all"], tools: [], excludeTools: [], readOnly: false, ...options.selection };
  const tools = selectTools(selection);
  const selected = new Set(tools.map((tool) => tool.name));
  const ledger = new MemoryLedger({ dedupeMs: 300_000, now: () => performance.now() });
  const sends = createSends({
    dedupeSeconds: 300,
    defaults,
    selected,
    ledger,
    sleep: async () => {},
    ...options.sends,
  });
  const log = createLog("silent");
  const handler = createMcpHandler(
    createServers({ name: "test", title: "test", version: "0.0.0" }, serveTools(tools, defaults, true), {
      kapso,
      defaults,
      ...(options.mediaDir !== false && { media: new MediaFolder(mediaDir) }),
      ...(options.mediaResources !== undefined && { mediaResources: options.mediaResources }),
      ...(options.exports !== undefined && { exports: options.exports }),
      ...(options.web !== undefined && { web: options.web }),
      ...(options.timer !== undefined && { timer: options.timer(sandbox) }),
      log,
      selected,
      sends,
      writes: createWrites({ ...NO_RULES, ...options.rules }, log),
    }),
  );
  const client = new Client(
    { name: "test-client", version: "0.0.0" },
    { versionNegotiation: { mode: { pin: "2026-07-28" } } },
  );
  await client.connect(
    new StreamableHTTPClientTransport(new URL(`http://${randomUUID()}.test/mcp`), {
      fetch: (url, init) => handler.fetch(new Request(url, init)),
    }),
  );
  const control = async (route: string, body: Record<string, unknown>) => {
    const response = await fetch(`${sandbox.origin}/_sandbox/${route}`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(body),
    });
    if (!response.ok) throw new Error(`sandbox refused ${route}: ${await response.text()}`);
  };
  // A sandbox that begins anew knows nothing of what was sent: no more may the server.
  const reset = () => {
    sandbox.reset();
    ledger.clear();
    sends.forget();
  };
  return {
    sandbox: Object.create(sandbox, { reset: { value: reset } }),
    client,
    mediaDir,
    async call(name, args = {}, callOptions) {
      return readAnswer(await client.callTool({ name, arguments: args }, callOptions));
    },
    inbound: (event) => control("inbound", event),
    fault: (rule) => control("faults", rule),
    async close() {
      await client.close();
      await handler.close();
      await kapso.close({ drainMs: 0 });
      await sandbox.close();
      await rm(mediaDir, { recursive: true, force: true });
    },
  };
}

interface RawResult {
  isError?: boolean;
  content?: unknown;
  structuredContent?: unknown;
}

export function readAnswer(answer: object): Answer {
  const result = answer as RawResult;
  const content = Array.isArray(result.content) ? result.content : [];
  const text = content.find((block) => block.type === "text")?.text ?? "";
  return {
    isError: result.isError === true,
    text,
    // A result with a picture has its data as text alone.
    data: result.structuredContent ?? (result.isError === true || !text.startsWith("{") ? undefined : JSON.parse(text)),
    attachments: content.filter((block) => block.type !== "text"),
  };
}
