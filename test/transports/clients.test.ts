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
import { readAnswer } from "../harness.ts";
import { PHOTO } from "../photo.ts";
import { BARE_ENV, PROGRAM } from "../program.ts";

const to = SANDBOX.openCustomer;
const { withoutParameters: hello, marketing: offers } = SANDBOX.templates;
const THANKS = { type: "BODY", text: "Thank you for your order." };
const FLOW_JSON = JSON.stringify({
  version: "7.3",
  screens: [
    {
      id: "RATE",
      title: "Rate us",
      terminal: true,
      layout: {
        type: "SingleColumnLayout",
        children: [{ type: "Footer", label: "Send", "on-click-action": { name: "complete", payload: {} } }],
      },
    },
  ],
});
const PURCHASE = {
  data: [
    {
      event_name: "Purchase",
      event_time: 1_795_183_391,
      action_source: "business_messaging",
      messaging_channel: "whatsapp",
      user_data: { whatsapp_business_account_id: SANDBOX.businessAccountId, ctwa_clid: "clid" },
    },
  ],
};

/** Where every client's server writes, so that all answer with the same path. */
const mediaDir = mkdtempSync(path.join(tmpdir(), "kapso-clients-"));
afterAll(() => rmSync(mediaDir, { recursive: true, force: true }));

/** One good call of every tool, in an order in which each has what it needs. `$media` is the id of the upload. */
const CALLS: [name: string, args: Record<string, unknown>][] = [
  ["list_conversations", { limit: 2 }],
  ["get_conversation", { conversation_id: SANDBOX.openConversationId }],
  ["list_messages", { conversation_id: SANDBOX.openConversationId, limit: 2 }],
  ["get_message", { message_id: "$message" }],
  ["mark_message_read", { message_id: "$message" }],
  ["send_message", { to: SANDBOX.openCustomer, type: "text", text: "hello" }],
  ["send_reaction", { to: SANDBOX.openCustomer, message_id: "$message", emoji: "👍" }],
  ["update_conversation", { conversation_id: SANDBOX.openConversationId, status: "ended" }],
  ["list_contacts", { limit: 2 }],
  ["get_contact", { wa_id: SANDBOX.openCustomer }],
  ["update_contact", { wa_id: SANDBOX.openCustomer, display_name: "Rafa" }],
  ["list_calls", { limit: 2 }],
  ["get_call", { call_id: "$call" }],
  ["upload_media", { data_base64: PHOTO }],
  ["get_media", { media_id: "$media" }],
  ["download_media", { media_id: "$media" }],
  ["delete_media", { media_id: "$media" }],
  ["send_interactive_message", { to, kind: "button", body: "Right?", buttons: [{ id: "yes", title: "Yes" }] }],
  ["send_template_message", { to, template_name: hello.name, language: hello.language }],
  ["get_call_permission", { wa_id: to }],
  ["list_templates", { limit: 2 }],
  ["get_template", { template_id: "$template" }],
  ["create_template", { template_name: "thanks", language: "en", category: "UTILITY", components: [THANKS] }],
  ["update_template", { template_id: "$template", components: [THANKS] }],
  ["delete_template", { template_id: "$created", template_name: "thanks" }],
  ["list_flows", {}],
  ["create_flow", { name: "Survey", categories: ["SURVEY"], flow_json: FLOW_JSON }],
  ["get_flow", { flow_id: "$flow" }],
  ["update_flow", { flow_id: "$flow", name: "Survey 2" }],
  ["get_flow_json", { flow_id: "$flow" }],
  ["update_flow_json", { flow_id: "$flow", flow_json: FLOW_JSON }],
  ["preview_flow", { flow_id: "$flow" }],
  ["publish_flow", { flow_id: "$flow" }],
  ["deprecate_flow", { flow_id: "$flow" }],
  ["create_flow", { name: "Draft", categories: ["OTHER"] }],
  ["delete_flow", { flow_id: "$flow" }],
  ["list_phone_numbers", {}],
  ["get_phone_number", {}],
  ["get_settings", {}],
  ["update_settings", { user_identity_change: { enable_identity_key_check: true } }],
  ["get_business_profile", {}],
  ["update_business_profile", { about: "Made to measure" }],
  ["preview_template", { template_name: offers.name, language: offers.language }],
  ["export_messages", { conversation_id: SANDBOX.longConversationId }],
  ["set_two_step_pin", { pin: "480215" }],
  ["get_username", {}],
  ["update_username", { username: "aurora.moveis" }],
  ["list_username_suggestions", {}],
  ["delete_username", {}],
  ["list_blocked_users", {}],
  ["block_users", { users: [to] }],
  ["unblock_users", { users: [to] }],
  ["control_thread", { to, action: "take" }],
  ["send_marketing_message", { to, template_name: offers.name, language: offers.language, body: [{ text: "Rafa" }] }],
  ["reject_call", { call_id: "$ringing" }],
  ["terminate_call", { call_id: "$answered" }],
  ["deregister_phone_number", {}],
  ["request_verification_code", { code_method: "SMS", language: "pt_BR" }],
  ["verify_code", { verification_code: SANDBOX.verificationCode }],
  ["register_phone_number", { pin: "480215" }],
  ["create_conversion_dataset", { dataset_name: "Aurora" }],
  ["get_conversion_dataset", {}],
  ["report_conversion_events", { dataset_id: "$dataset", payload: PURCHASE }],
];

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
  text.replace(/"\d{4}-\d\d-\d\dT[\d:.]+Z"/g, '"<time>"').replace(/127\.0\.0\.1:\d+/g, "<sandbox>");

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
    sandbox = await startSandbox();
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
      expect(tool.outputSchema).toMatchObject({ type: "object" });
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
    case "list_templates":
      return { template: data.data[0].template_id };
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
