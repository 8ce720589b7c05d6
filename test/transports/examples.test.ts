import { readFileSync } from "node:fs";
import { Client } from "@modelcontextprotocol/client";
import { afterAll, beforeAll, expect, test } from "vitest";
import { SANDBOX, type Sandbox, startSandbox } from "../../src/sandbox/index.ts";
import { readAnswer } from "../helpers/harness.ts";
import { NOON } from "../helpers/noon.ts";
import { OneProcessTransport } from "../helpers/one-process.ts";
import { BARE_ENV, PROGRAM } from "../helpers/program.ts";

interface Entry {
  command?: string;
  args?: string[];
  env?: Record<string, string>;
}

const read = (file: string) => readFileSync(new URL(`../../${file}`, import.meta.url), "utf8");
const { mcpServers } = JSON.parse(read("mcp.json.example")) as { mcpServers: Record<string, Entry> };
const stdioEntries = Object.entries(mcpServers).filter(([, entry]) => entry.command !== undefined);

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox({ start: NOON });
});
afterAll(() => sandbox.close());

/** The placeholders as a user fills them in. */
const filled = (text: string) =>
  text
    .replace("/ABSOLUTE/PATH/dist/main.js", PROGRAM)
    .replace("/ABSOLUTE/PATH", "/tmp")
    .replace("YOUR_PROJECT_API_KEY", SANDBOX.apiKey)
    .replace("YOUR_PHONE_NUMBER_ID", SANDBOX.phoneNumberId);

test.each(stdioEntries)("mcp.json.example: %s starts and answers", async (_, { command = "", args = [], env = {} }) => {
  const settings = Object.fromEntries(Object.entries(env).map(([name, value]) => [name, filled(value)]));
  const client = new Client({ name: "test", version: "0.0.0" });
  await client.connect(
    new OneProcessTransport({
      command: command === "node" ? process.execPath : command,
      args: args.map(filled),
      env: { ...BARE_ENV, ...settings, KAPSO_BASE_URL: sandbox.baseUrl },
      stderr: "ignore",
    }),
  );
  const answer = readAnswer(await client.callTool({ name: "list_contacts", arguments: { limit: 1 } }));
  await client.close();
  expect(answer.data.count).toBe(1);
});

test("the README's entry for Claude Desktop is the one of mcp.json.example", () => {
  const [, block = ""] = /Claude Desktop[\s\S]*?```json\n([\s\S]*?)```/.exec(read("README.md")) ?? [];
  const entry = JSON.parse(block).mcpServers.whatsapp as Entry;
  expect(entry.args).toEqual(mcpServers["whatsapp"]?.args);
  expect(mcpServers["whatsapp"]?.env).toMatchObject(entry.env ?? {});
});
