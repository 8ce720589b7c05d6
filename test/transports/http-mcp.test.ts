import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { SANDBOX } from "../../src/sandbox/index.ts";
import { readAnswer } from "../helpers/harness.ts";
import { ALICE, HttpStage, TOKENS } from "./http-stage.ts";

const READ = { name: "list_conversations", arguments: { limit: 2 } };
const SEND = { name: "send_message", arguments: { to: SANDBOX.openCustomer, type: "text", text: "Guten Tag" } };
const TRACE = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
const isCall = ({ msg }: Record<string, unknown>) => msg === "tool call";

describe("real clients of every generation on /mcp", () => {
  let stage: HttpStage;
  beforeAll(async () => {
    stage = await HttpStage.open();
  });
  afterAll(() => stage.close());

  test.each([
    ["v1", () => stage.mcpV1()],
    ["v2, 2026-07-28", () => stage.mcpV2({ pin: "2026-07-28" })],
    ["v2, automatic", () => stage.mcpV2("auto")],
    ["v2, older revision", () => stage.mcpV2("legacy")],
  ])("%s lists, reads, sends, gets an error and goes on", async (_, connect) => {
    const client = await connect();
    const { tools } = await client.listTools();
    expect(tools.length).toBeGreaterThan(10);
    expect(readAnswer(await client.callTool(READ)).data.count).toBe(2);
    expect(readAnswer(await client.callTool(SEND)).data.message_id).toMatch(/^wamid\./);
    expect(readAnswer(await client.callTool({ name: "get_conversation", arguments: {} })).isError).toBe(true);
    expect(readAnswer(await client.callTool(READ)).isError).toBe(false);
  });
});

describe("files of this machine", () => {
  let stage: HttpStage;
  beforeAll(async () => {
    stage = await HttpStage.open();
  });
  afterAll(() => stage.close());

  test("are no parameter of any tool", async () => {
    const { tools } = await (await stage.mcpV2()).listTools();
    const parameters = tools.flatMap(({ inputSchema }) => Object.keys(inputSchema.properties ?? {}));
    expect(parameters).toContain("data_base64");
    expect(parameters.filter((name) => /file_path|folder|directory/.test(name))).toEqual([]);
  });

  test("cannot be named in a call either: the argument is unknown, and not among the valid ones", async () => {
    const client = await stage.mcpV2();
    const answer = readAnswer(
      await client.callTool({ name: "upload_media", arguments: { file_path: "/etc/passwd", name: "x" } }),
    );
    expect(answer.isError).toBe(true);
    expect(answer.text).toMatch(/^- file_path: unknown argument\. Valid arguments: url, data_base64, /m);
    expect(answer.text.match(/file_path/g)).toHaveLength(1);
    expect(stage.gate.seen).toEqual([]);
  });

  test("never come back as a path: what cannot be shown is refused with its reason", async () => {
    const client = await stage.mcpV2();
    const pdf = Buffer.from("%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n").toString("base64");
    const upload = { name: "upload_media", arguments: { data_base64: pdf, filename: "bill.pdf" } };
    const { media_id } = readAnswer(await client.callTool(upload)).data;
    const answer = readAnswer(await client.callTool({ name: "download_media", arguments: { media_id } }));
    expect(answer.isError).toBe(true);
    expect(answer.text).toContain("cannot be shown in a result");
  });
});

describe("what the operator sees of a call", () => {
  let stage: HttpStage;
  beforeAll(async () => {
    stage = await HttpStage.open(TOKENS);
  });
  afterAll(() => stage.close());
  afterEach(() => stage.log.lines.splice(0));

  const call = (meta: object = {}) => ({ jsonrpc: "2.0", id: 1, method: "tools/call", params: { ...READ, ...meta } });
  const other = TRACE.replace("0af7", "ffff");

  test("a line with the request's id, which the answer has too, and the caller's name", async () => {
    const response = await stage.post("/mcp", call(), { token: ALICE, headers: { "x-request-id": "order-17" } });
    await response.text();
    expect(response.headers.get("x-request-id")).toBe("order-17");
    expect(await stage.log.line(isCall)).toMatchObject({
      tool: "list_conversations",
      request_id: "order-17",
      caller: "alice",
      outcome: "ok",
    });
  });

  test.each([
    ["header", { headers: { traceparent: TRACE } }, {}, TRACE],
    ["_meta", {}, { _meta: { traceparent: TRACE } }, TRACE],
    ["_meta before the header", { headers: { traceparent: other } }, { _meta: { traceparent: TRACE } }, TRACE],
    ["nothing that is none", { headers: { traceparent: "4213 text" } }, {}, undefined],
  ])("the trace from %s", async (_, init, meta, trace) => {
    await (await stage.post("/mcp", call(meta), { token: ALICE, ...init })).text();
    expect((await stage.log.line(isCall))["traceparent"]).toBe(trace);
    expect(stage.gate.seen.at(-1)?.headers["traceparent"]).toBe(trace);
  });

  test("metrics of calls, upstream requests and sessions, in which no id is a label", async () => {
    await stage.sseV1(ALICE);
    await (await stage.post("/mcp", call(), { token: ALICE })).text();
    const text = await (await stage.fetch("/metrics", {}, ALICE)).text();
    expect(text).toMatch(/^kapso_mcp_tool_calls_total\{tool="list_conversations",outcome="ok"\} \d+$/m);
    expect(text).toMatch(/^kapso_mcp_tool_call_duration_seconds_count\{tool="list_conversations"\} \d+$/m);
    expect(text).toMatch(
      /^kapso_mcp_upstream_requests_total\{method="GET",route="\/\{phone_number_id\}\/conversations",status="200",reason=""\} \d+$/m,
    );
    expect(text).toMatch(/^kapso_mcp_sse_sessions 1$/m);
    expect(text).not.toContain(SANDBOX.phoneNumberId);
  });

  test("metrics of what was refused, by what the refusal means", async () => {
    const client = await stage.mcpV2("auto", ALICE);
    await client.callTool({ ...SEND, arguments: { ...SEND.arguments, to: SANDBOX.closedCustomer } });
    const text = await (await stage.fetch("/metrics", {}, ALICE)).text();
    expect(text).toMatch(
      /^kapso_mcp_upstream_requests_total\{method="POST",route="\/\{phone_number_id\}\/messages",status="422",reason="window_closed"\} 1$/m,
    );
  });

  test("no text of a message, no number and no token", async () => {
    const client = await stage.mcpV2("auto", ALICE);
    await client.callTool(SEND);
    await stage.log.line(isCall);
    const text = JSON.stringify(stage.log.lines);
    for (const secret of ["Guten Tag", SANDBOX.openCustomer.replace("+", ""), ALICE, SANDBOX.apiKey]) {
      expect(text).not.toContain(secret);
    }
  });
});
