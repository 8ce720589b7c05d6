import { Client, StreamableHTTPClientTransport, type Transport } from "@modelcontextprotocol/client";
import { Client as ClientV1 } from "@modelcontextprotocol/sdk/client/index.js";
import { SSEClientTransport as SSEClientTransportV1 } from "@modelcontextprotocol/sdk/client/sse.js";
import { StdioClientTransport as StdioClientTransportV1 } from "@modelcontextprotocol/sdk/client/stdio.js";
import { StreamableHTTPClientTransport as StreamableHTTPClientTransportV1 } from "@modelcontextprotocol/sdk/client/streamableHttp.js";
import type { Transport as TransportV1 } from "@modelcontextprotocol/sdk/shared/transport.js";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { SANDBOX, type Sandbox, startSandbox } from "../../src/sandbox/index.ts";
import { NOON } from "../helpers/noon.ts";
import { OneProcessTransport } from "../helpers/one-process.ts";
import { BARE_ENV, PROGRAM, Program } from "../helpers/program.ts";
import { type HttpServer, startHttp } from "./matrix-cells.ts";

/** What both SDKs' clients have for resources and prompts. */
interface Reader {
  getServerCapabilities(): object | undefined;
  getInstructions(): string | undefined;
  listResources(): Promise<{ resources: { uri: string }[] }>;
  listResourceTemplates(): Promise<{ resourceTemplates: { uriTemplate: string }[] }>;
  readResource(params: { uri: string }): Promise<{ contents: object[] }>;
  listPrompts(): Promise<{ prompts: { name: string }[] }>;
  getPrompt(params: { name: string; arguments?: Record<string, string> }): Promise<{ messages: object[] }>;
  complete(params: {
    ref: { type: "ref/prompt"; name: string } | { type: "ref/resource"; uri: string };
    argument: { name: string; value: string };
  }): Promise<{ completion: { values: string[] } }>;
  close(): Promise<void>;
}

const me = { name: "offerResourcesAndPrompts", version: "0.0.0" };

async function v1(transport: TransportV1): Promise<Reader> {
  const client = new ClientV1(me);
  await client.connect(transport);
  return client;
}

async function v2(transport: Transport, mode: "legacy" | { pin: string }): Promise<Reader> {
  const client = new Client(me, { versionNegotiation: { mode } });
  await client.connect(transport);
  return client;
}

let sandbox: Sandbox;
let http: HttpServer;
const env = () => ({
  KAPSO_API_KEY: SANDBOX.apiKey,
  KAPSO_BASE_URL: sandbox.baseUrl,
  KAPSO_PHONE_NUMBER_ID: SANDBOX.phoneNumberId,
  KAPSO_BUSINESS_ACCOUNT_ID: SANDBOX.businessAccountId,
});
beforeAll(async () => {
  sandbox = await startSandbox({ start: NOON });
  http = await startHttp({ args: [PROGRAM], env: env() });
});
afterAll(async () => {
  await http?.stop();
  await sandbox.close();
});

const stdio = () => ({
  command: process.execPath,
  args: [PROGRAM, "--log-level", "silent"],
  env: { ...BARE_ENV, ...env() },
});
const url = (path: string) => new URL(path, http.origin);
const MODERN = { pin: "2026-07-28" };

const CLIENTS: [name: string, connect: () => Promise<Reader>][] = [
  ["v1 client, stdio", () => v1(new StdioClientTransportV1(stdio()))],
  ["v1 client, SSE", () => v1(new SSEClientTransportV1(url("/sse")))],
  ["v1 client, /mcp", () => v1(new StreamableHTTPClientTransportV1(url("/mcp")))],
  ["v2 client, stdio, 2026-07-28", () => v2(new OneProcessTransport(stdio()), MODERN)],
  ["v2 client, /mcp, 2025-11-25", () => v2(new StreamableHTTPClientTransport(url("/mcp")), "legacy")],
  ["v2 client, /mcp, 2026-07-28", () => v2(new StreamableHTTPClientTransport(url("/mcp")), MODERN)],
];

const ONE = { conversation_id: SANDBOX.openConversationId };

/** What a client reads, without the protocol's own fields of one revision. */
async function everything(reader: Reader) {
  const { completion } = await reader.complete({
    ref: { type: "ref/prompt", name: "reply_to_customer" },
    argument: { name: "conversation_id", value: "rafa" },
  });
  const missing = await reader.readResource({ uri: "kapso://templates/no_such" }).then(
    () => undefined,
    (error: { code: number; message: string }) => error,
  );
  return {
    instructions: reader.getInstructions(),
    resources: (await reader.listResources()).resources,
    resourceTemplates: (await reader.listResourceTemplates()).resourceTemplates,
    prompts: (await reader.listPrompts()).prompts,
    conversation: (await reader.readResource({ uri: `kapso://conversations/${ONE.conversation_id}` })).contents,
    photo: (await reader.readResource({ uri: `kapso://media/${SANDBOX.media.jpeg}` })).contents,
    prompt: (await reader.getPrompt({ name: "reply_to_customer", arguments: ONE })).messages,
    completed: completion.values,
    missing: { code: missing?.code, message: missing?.message.replace(/^MCP error -?\d+: /, "") },
  };
}

describe.each(CLIENTS)("%s", (_, connect) => {
  let reader: Reader;
  beforeAll(async () => {
    reader = await connect();
  });
  afterAll(() => reader?.close());

  test("is told what there is", () => {
    expect(reader.getServerCapabilities()).toMatchObject({
      tools: { listChanged: false },
      resources: { listChanged: false },
      prompts: { listChanged: false },
      completions: {},
    });
  });

  test("lists, reads, completes and is refused", async () => {
    const all = await everything(reader);
    expect(all).toMatchObject({
      instructions: expect.stringContaining("last_seen_message_id"),
      conversation: [{ mimeType: "application/json", text: expect.stringContaining("Rafa Lima") }],
      photo: [{ mimeType: "image/jpeg", blob: expect.stringMatching(/^\/9j\//) }],
      prompt: [{ content: { type: "text" } }, { content: { type: "resource" } }],
      completed: [ONE.conversation_id],
      missing: { code: -32602, message: "There is no template of this name. Next: list_templates." },
    });
    expect(all.resources.length).toBeGreaterThan(20);
    expect(all.resourceTemplates.length).toBeGreaterThanOrEqual(4);
    expect(all.prompts).toHaveLength(4);
    // Exports are resources over HTTP alone, where caller and server share no disk.
    const resourceTemplates = all.resourceTemplates.filter(({ uriTemplate }) => !uriTemplate.includes("exports"));
    transcripts.push({ ...all, resourceTemplates });
  });
});

const transcripts: unknown[] = [];

test("all of them read the same", () => {
  expect(transcripts).toHaveLength(CLIENTS.length);
  for (const transcript of transcripts) expect(transcript).toEqual(transcripts[0]);
});

test("reads are logged, and nothing of what was read or typed", async () => {
  const program = new Program([], { ...env(), MCP_LOG_LEVEL: "debug" });
  await program.initialize("2025-11-25");
  const uri = `kapso://conversations/${ONE.conversation_id}`;
  const ref = { type: "ref/prompt", name: "reply_to_customer" };
  await program.request(1, "resources/read", { uri });
  await program.request(2, "prompts/get", { name: "reply_to_customer", arguments: ONE });
  await program.request(3, "completion/complete", { ref, argument: { name: "conversation_id", value: "Rafa" } });
  await program.request(4, "resources/read", { uri: "kapso://templates/no_such" });
  program.child.stdin.end();
  await program.exited;
  const lines = program.stderr.split("\n").filter((line) => line.includes('"msg":"read"'));
  expect(lines.map((line) => JSON.parse(line)).map(({ read, outcome }) => [read, outcome])).toEqual([
    ["kapso://conversations/{conversation_id}", "ok"],
    ["prompt reply_to_customer", "ok"],
    ["completions of conversation_id", "ok"],
    ["kapso://templates/{name}", "error"],
  ]);
  for (const secret of ["Rafa", "5511987650042", ONE.conversation_id, "no_such"]) {
    expect(program.stderr).not.toContain(secret);
  }
});
