import { readFileSync } from "node:fs";
import { Client, SSEClientTransport, StreamableHTTPClientTransport } from "@modelcontextprotocol/client";
import { afterAll, beforeAll, expect, test } from "vitest";
import { readAnswer } from "../helpers/harness.ts";
import { Program } from "../helpers/program.ts";
import { ALICE } from "./http-stage.ts";

interface Entry {
  type?: string;
  url?: string;
  headers?: Record<string, string>;
}

const example = readFileSync(new URL("../../mcp.json.example", import.meta.url), "utf8");
const { mcpServers } = JSON.parse(example) as { mcpServers: Record<string, Entry> };
const entries = Object.entries(mcpServers).filter(([, { url }]) => url !== undefined);

let program: Program;
let origin = "";
beforeAll(async () => {
  program = new Program(["--http", "--port", "0", "--sandbox"], { MCP_AUTH_TOKEN: ALICE });
  await program.logged(/serving MCP over HTTP"\}\n/);
  origin = /"mcp":"(http:\/\/[^/]+)/.exec(program.stderr)?.[1] ?? "";
});
afterAll(() => program.child.kill("SIGTERM"));

test("mcp.json.example has an entry for each network transport", () => {
  expect(entries.map(([, { type }]) => type)).toEqual(["http", "sse"]);
});

test.each(entries)("mcp.json.example: %s connects and answers", async (_, { type, url = "", headers = {} }) => {
  const filled = Object.entries(headers).map(([name, value]) => [name, value.replace("YOUR_TOKEN", ALICE)]);
  const requestInit = { headers: Object.fromEntries(filled) };
  const at = new URL(url.replace("http://127.0.0.1:3000", origin));
  const client = new Client({ name: "test", version: "0.0.0" });
  const Transport = type === "sse" ? SSEClientTransport : StreamableHTTPClientTransport;
  await client.connect(new Transport(at, { requestInit }));
  const answer = readAnswer(await client.callTool({ name: "list_contacts", arguments: { limit: 1 } }));
  await client.close();
  expect(answer.data.count).toBe(1);
});
