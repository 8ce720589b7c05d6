import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { Program } from "../helpers/program.ts";
import { HttpStage } from "./http-stage.ts";
import { SseStream } from "./sse-stream.ts";

const LIST = { name: "list_contacts", arguments: { limit: 1 } };

/** A way to the server: hands a text on as it is, and gives the answers to requests of these ids. */
type Way = (text: string, ids: readonly number[]) => Promise<Record<string, unknown>[]>;

let stage: HttpStage;
let program: Program;
let stream: SseStream;
let messages: string;
beforeAll(async () => {
  stage = await HttpStage.open();
  program = new Program(["--sandbox", "--log-level", "silent"]);
  await program.initialize("2025-06-18");
  stream = await SseStream.open(stage);
  messages = (await stream.next())?.data ?? "";
});
afterAll(async () => {
  program.child.kill("SIGKILL");
  stream.vanish();
  await Promise.all([program.exited, stage.close()]);
});

const post = (path: string, text: string, headers = {}) => stage.postBytes(path, Buffer.from(text), headers);

/** The messages of a body that is JSON, or a stream of events. */
async function answersIn(response: Response): Promise<Record<string, unknown>[]> {
  const text = await response.text();
  const parts =
    text.startsWith("event:") || text.startsWith("data:") ? [...text.matchAll(/^data: (.*)$/gm)] : [["", text]];
  return parts.flatMap(([, part = ""]) => JSON.parse(part));
}

const ways: [string, Way][] = [
  [
    "stdio",
    async (text, ids) => {
      const answers = ids.map((id) => program.answerTo(id));
      program.child.stdin.write(`${text}\n`);
      return (await Promise.all(answers)).map((answer) => ({ ...answer }));
    },
  ],
  [
    "SSE",
    async (text, ids) => {
      const response = await post(messages, text);
      if (response.status !== 202) return answersIn(response);
      const answers: Record<string, unknown>[] = [];
      while (answers.length < ids.length) {
        const { event, data = "" } = (await stream.next()) ?? {};
        if (event === "message") answers.push(JSON.parse(data));
      }
      return answers;
    },
  ],
  ["/mcp, 2025", async (text) => answersIn(await post("/mcp", text, { "mcp-protocol-version": "2025-03-26" }))],
];

let id = 1_000;
const next = () => ++id;
const request = (more: object) => ({ jsonrpc: "2.0", id: next(), ...more });

describe.each(ways)("%s", (_, ask) => {
  test.each<[string, () => { id: number }]>([
    ["params: null", () => request({ method: "tools/list", params: null })],
    ["cursor: null", () => request({ method: "tools/list", params: { cursor: null } })],
    ["_meta: null", () => request({ method: "tools/call", params: { ...LIST, _meta: null } })],
    ["arguments: null", () => request({ method: "tools/call", params: { name: "list_contacts", arguments: null } })],
    ["arguments as a text", () => request({ method: "tools/call", params: { ...LIST, arguments: '{"limit": "1"}' } })],
    [
      "arguments: null of a prompt",
      () => request({ method: "prompts/get", params: { name: "triage_inbox", arguments: null } }),
    ],
    ["no jsonrpc", () => ({ id: next(), method: "ping" })],
    ["members that do not belong", () => request({ method: "ping", extra: 1, result_type: null })],
  ])("%s: what was meant is done", async (_, make) => {
    const message = make();
    const [answer] = await ask(JSON.stringify(message), [message.id]);
    expect(answer).toMatchObject({ id: message.id, result: expect.anything() });
    expect(answer).not.toMatchObject({ result: { isError: true } });
  });

  test("a byte order mark", async () => {
    const message = request({ method: "ping" });
    expect(await ask(`\uFEFF${JSON.stringify(message)}`, [message.id])).toMatchObject([{ id: message.id, result: {} }]);
  });

  test.each<[string, () => { id: number }, number]>([
    ["a method that is no text", () => request({ method: 7 }), -32600],
    ["no method", () => request({}), -32600],
    ["params that are a list", () => request({ method: "ping", params: [1] }), -32602],
    ["params that are a text", () => request({ method: "tools/call", params: "list_contacts" }), -32602],
    ["an id that is no integer", () => ({ ...request({ method: "ping" }), id: next() + 0.5 }), -32600],
  ])("%s: the request hears so", async (_, make, code) => {
    const message = make();
    const [answer] = await ask(JSON.stringify(message), [message.id]);
    expect(answer).toMatchObject({ id: message.id, error: { code, message: /^Nothing was done: / } });
  });

  test("a batch: each request has its answer", async () => {
    const batch = [
      request({ method: "ping" }),
      { method: "notifications/x", params: null },
      request({ method: "tools/list" }),
    ];
    const ids = [batch[0], batch[2]].map((each) => (each as { id: number }).id);
    const answers = await ask(JSON.stringify(batch), ids);
    expect(answers.map((answer) => answer["id"]).sort()).toEqual(ids);
    for (const answer of answers) expect(answer).toHaveProperty("result");
  });

  test("a batch with what is no request: each request has an answer", async () => {
    const batch = [request({ method: "ping" }), 5, request({ method: 7 })];
    const ids = [batch[0], batch[2]].map((each) => (each as { id: number }).id);
    const answers = (await ask(JSON.stringify(batch), ids)).filter((answer) => answer["id"] !== null);
    expect(answers.map((answer) => answer["id"]).sort()).toEqual(ids);
  });
});

test("stdio: what has no id that can be read is left, and the next request is answered", async () => {
  const before = program.stdoutLines.length;
  for (const line of [
    "no JSON",
    "5",
    "null",
    "[]",
    '{"jsonrpc":"2.0","id":null,"method":"ping"}',
    "\uFEFF",
    '{"id":1',
  ]) {
    program.child.stdin.write(`${line}\n`);
  }
  expect(await program.request(next(), "ping")).toMatchObject({ result: {} });
  expect(program.stdoutLines.length).toBe(before + 1);
});

test("stdio: a byte order mark before the first message", async () => {
  const other = new Program(["--sandbox", "--log-level", "silent"]);
  const answer = other.answerTo(1);
  const params = { protocolVersion: "2025-06-18", capabilities: {}, clientInfo: { name: "raw", version: "0" } };
  other.child.stdin.write(`\uFEFF${JSON.stringify({ jsonrpc: "2.0", id: 1, method: "initialize", params })}\r\n`);
  expect((await answer).result.serverInfo.name).toBe("kapso-whatsapp-mcp");
  other.child.kill("SIGKILL");
  await other.exited;
});

test.each(["/mcp", "/messages"])("%s: a request without an id that can be read is refused with none", async (path) => {
  const to = path === "/messages" ? messages : path;
  for (const text of ["5", "null", '{"jsonrpc":"2.0","id":null,"method":"ping"}', '{"id":true,"method":"ping"}']) {
    const response = await post(to, text);
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({ id: null, error: { code: -32600 } });
  }
});

test("a notification never has an answer, also with id: null", async () => {
  for (const more of [{}, { id: null }, { params: [1] }]) {
    const response = await post("/mcp", JSON.stringify({ method: "notifications/initialized", ...more }));
    expect([response.status, await response.text()]).toEqual([202, ""]);
  }
});

test("/mcp, 2026: null for what is left out, and a byte order mark", async () => {
  const _meta = {
    "io.modelcontextprotocol/protocolVersion": "2026-07-28",
    "io.modelcontextprotocol/clientInfo": { name: "raw", version: "0" },
    "io.modelcontextprotocol/clientCapabilities": {},
  };
  const params = { name: "list_contacts", arguments: null, _meta };
  const headers = { "mcp-protocol-version": "2026-07-28", "mcp-method": "tools/call", "mcp-name": "list_contacts" };
  const text = `\uFEFF${JSON.stringify({ id: 1, method: "tools/call", params })}`;
  const [answer] = await answersIn(await post("/mcp", text, headers));
  expect(answer).toMatchObject({ id: 1, result: { structuredContent: { count: 20 } } });
});

test("what is nested too deeply is refused before anything is made of it, and the next request is answered", async () => {
  const deep = (depth: number) => `${"[".repeat(depth)}${"]".repeat(depth)}`;
  const message = (depth: number) => {
    const params = `{"name":"list_contacts","arguments":{"limit":1,"a":${deep(depth)}}}`;
    return `{"jsonrpc":"2.0","id":${next()},"method":"tools/call","params":${params}}`;
  };
  for (const path of ["/mcp", messages]) {
    expect((await post(path, message(100_000))).status).toBe(400);
    expect((await post(path, `"${"[".repeat(200)}"`)).status).toBe(400);
  }
  program.child.stdin.write(`${message(100_000)}\n`);
  expect(await program.request(next(), "ping")).toMatchObject({ result: {} });
  const shallow = request({ method: "tools/call", params: { ...LIST, arguments: { limit: 1, a: "[".repeat(500) } } });
  const [answer] = await answersIn(
    await post("/mcp", JSON.stringify(shallow), { "mcp-protocol-version": "2025-06-18" }),
  );
  expect(JSON.stringify(answer)).toContain("a: unknown argument");
});
