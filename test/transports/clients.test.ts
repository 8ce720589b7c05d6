import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { Client } from "@modelcontextprotocol/client";
import { StdioClientTransport } from "@modelcontextprotocol/client/stdio";
import { Client as ClientV1 } from "@modelcontextprotocol/sdk/client/index.js";
import { StdioClientTransport as StdioClientTransportV1 } from "@modelcontextprotocol/sdk/client/stdio.js";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { SANDBOX, type Sandbox, startSandbox } from "../../src/sandbox/index.ts";
import { selectTools } from "../../src/tools/index.ts";
import { readAnswer } from "../helpers/harness.ts";
import { NOON } from "../helpers/noon.ts";
import { BARE_ENV, PROGRAM } from "../helpers/program.ts";
import { CALLS } from "./calls.ts";

/** Where every client's server writes, so that all answer with the same path. */
const mediaDir = mkdtempSync(path.join(tmpdir(), "kapso-clients-"));
afterAll(() => rmSync(mediaDir, { recursive: true, force: true }));

/** `graph_*` have a test of their own: what they call has no tool. */
const tools = selectTools({ toolsets: ["all"], tools: [], excludeTools: [], readOnly: false });
const toolNames = tools.map(({ name }) => name);

/** How the program is started on a sandbox of the test's own, where the test can let customers call. */
const serverOn = ({ baseUrl }: Sandbox) => ({
  command: process.execPath,
  args: [PROGRAM, "--toolsets", "all", "--log-level", "silent"],
  env: {
    ...BARE_ENV,
    KAPSO_MEDIA_DIR: mediaDir,
    KAPSO_API_KEY: SANDBOX.apiKey,
    KAPSO_BASE_URL: baseUrl,
    KAPSO_PHONE_NUMBER_ID: SANDBOX.phoneNumberId,
    KAPSO_BUSINESS_ACCOUNT_ID: SANDBOX.businessAccountId,
  },
});
type Start = ReturnType<typeof serverOn>;

async function inboundCall(sandbox: Sandbox, from: string, status: string): Promise<string> {
  const answer = await fetch(`${sandbox.origin}/_sandbox/inbound`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ from, call: { status } }),
  });
  return ((await answer.json()) as { call_id: string }).call_id;
}

const me = { name: "test", version: "0.0.0" };

const CLIENTS = {
  "v1 client": async (server: Start) => {
    const client = new ClientV1(me);
    await client.connect(new StdioClientTransportV1(server));
    return client;
  },
  "v2 client, 2026-07-28": async (server: Start) => {
    const client = new Client(me, { versionNegotiation: { mode: { pin: "2026-07-28" } } });
    await client.connect(new StdioClientTransport(server));
    return client;
  },
  "v2 client, older revision": async (server: Start) => {
    const client = new Client(me, { versionNegotiation: { mode: "legacy" } });
    await client.connect(new StdioClientTransport(server));
    return client;
  },
};

/** Without what differs from run to run: the clock, which runs at real speed, and the port of the sandbox. */
const timeless = (text: string) =>
  text
    .replace(/"\d{4}-\d\d-\d\dT[\d:.]+Z"/g, '"<time>"')
    .replace(/"waited_seconds":[\d.]+/g, '"waited_seconds":0')
    .replace(/127\.0\.0\.1:\d+/g, "<sandbox>");

const transcripts: Record<string, string[]> = {};

test("the table calls every tool", () => {
  expect([...new Set(CALLS.map(([name]) => name))].sort()).toEqual([...toolNames].sort());
});

describe.each(Object.entries(CLIENTS))("%s over stdio", (clientName, connect) => {
  let client: Awaited<ReturnType<typeof connect>>;
  const ids: Record<string, string> = {};
  const transcript: string[] = [];
  transcripts[clientName] = transcript;
  let sandbox: Sandbox;
  beforeAll(async () => {
    sandbox = await startSandbox({ start: NOON });
    ids["ringing"] = await inboundCall(sandbox, SANDBOX.unreadCustomer, "ringing");
    ids["answered"] = await inboundCall(sandbox, SANDBOX.endedCustomer, "answered");
    client = await connect(serverOn(sandbox));
  });
  afterAll(async () => {
    await client.close();
    await sandbox.close();
  });

  test("lists every tool with a title, annotations and both schemas", async () => {
    const { tools } = await client.listTools();
    expect(tools.map((tool) => tool.name)).toEqual(toolNames);
    for (const tool of tools) {
      expect(tool.title).toBeTypeOf("string");
      expect(tool.annotations).toMatchObject({ openWorldHint: true });
      if (tool.name === "download_media") expect(tool).not.toHaveProperty("outputSchema");
      else expect(tool.outputSchema).toMatchObject({ type: "object" });
    }
  });

  test.each(CALLS)("%s", async (name, args) => {
    const filled = JSON.parse(JSON.stringify(args).replace(/"\$(\w+)"/g, (_, key: string) => JSON.stringify(ids[key])));
    const answer = readAnswer(await client.callTool({ name, arguments: filled }));
    expect(answer.isError, answer.text).toBe(false);
    expect(JSON.parse(answer.text)).toEqual(answer.data);
    Object.assign(ids, idsOf(name, answer.data));
    transcript.push(timeless(answer.text), JSON.stringify(answer.attachments));
  });

  test("an error is a result", async () => {
    const answer = readAnswer(await client.callTool({ name: "get_contact", arguments: { wa_id: "x" } }));
    expect(answer).toMatchObject({ isError: true, data: undefined });
    expect(answer.text).toContain("wa_id: must be a WhatsApp id");
    transcript.push(answer.text);
  });
});

// biome-ignore lint/suspicious/noExplicitAny: results of all tools
function idsOf(tool: string, data: any): Record<string, string> {
  switch (tool) {
    case "list_messages":
      return { message: inbound(data.data).message_id };
    case "list_calls":
      return { call: data.data[0].call_id };
    case "upload_media":
      return { media: data.media_id };
    case "get_template":
      return { template: data.template_id };
    case "create_template":
      return { created: data.template_id };
    case "create_flow":
      return { flow: data.flow_id };
    case "create_conversion_dataset":
      return { dataset: data.dataset_id };
    default:
      return {};
  }
}

const inbound = (rows: { direction: string; message_id: string }[]) => {
  const row = rows.find(({ direction }) => direction === "inbound");
  if (row === undefined) throw new Error("the open conversation has no inbound message among its newest");
  return row;
};

test("every client reads the same", () => {
  const [first, ...others] = Object.values(transcripts);
  expect(first?.length).toBe(CALLS.length * 2 + 1);
  for (const other of others) expect(other).toEqual(first);
});
