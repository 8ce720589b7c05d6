import { afterEach, describe, expect, test } from "vitest";
import { SANDBOX, startSandbox } from "../../src/sandbox/index.ts";
import { readAnswer } from "../helpers/harness.ts";
import { NOON } from "../helpers/noon.ts";
import { Program } from "../helpers/program.ts";
import { Gate } from "./gate.ts";
import { HttpStage } from "./http-stage.ts";
import { SseStream } from "./sse-stream.ts";

const READ = { name: "list_conversations", arguments: { limit: 2 } };
const SEND = { name: "send_message", arguments: { to: SANDBOX.openCustomer, type: "text", text: "hello" } };
const LIST = { jsonrpc: "2.0", id: 5, method: "tools/list" };
const ENVELOPE = {
  "io.modelcontextprotocol/protocolVersion": "2026-07-28",
  "io.modelcontextprotocol/clientInfo": { name: "raw", version: "0" },
  "io.modelcontextprotocol/clientCapabilities": {},
};
const isCall = ({ msg }: Record<string, unknown>) => msg === "tool call";

let stage: HttpStage;
const open = async (...options: Parameters<typeof HttpStage.open>) => {
  stage = await HttpStage.open(...options);
};

describe("a client that vanishes from /mcp", () => {
  afterEach(() => stage.close());

  /** A call in the form of its revision, whose connection can be cut. */
  function callThatVanishes(revision: string, params: { name: string; arguments: object }): AbortController {
    const abort = new AbortController();
    const modern = revision === "2026-07-28";
    const body = {
      jsonrpc: "2.0",
      id: 1,
      method: "tools/call",
      params: { ...params, ...(modern && { _meta: ENVELOPE }) },
    };
    const headers = {
      "content-type": "application/json",
      accept: "application/json, text/event-stream",
      "mcp-protocol-version": revision,
      ...(modern && { "mcp-method": "tools/call", "mcp-name": params.name }),
    };
    const init = { method: "POST", body: JSON.stringify(body), headers, signal: abort.signal };
    stage.fetch("/mcp", init).catch(() => undefined);
    return abort;
  }

  test.each(["2025-03-26", "2025-11-25", "2026-07-28"])(
    "of %s has its read cancelled upstream, and its place freed",
    async (revision) => {
      await open({ MCP_MAX_CONCURRENT_CALLS: "1" });
      const held = stage.gate.hold(/conversations/);
      const client = callThatVanishes(revision, READ);
      await held.arrived;
      client.abort();
      await held.cut;
      expect(await stage.log.line(isCall)).toMatchObject({ outcome: "cancelled" });
      expect((await stage.post("/mcp", LIST)).status).toBe(200);
    },
  );

  test.each(["2025-11-25", "2026-07-28"])("of %s has the send that has begun carried out", async (revision) => {
    await open();
    const held = stage.gate.hold(/messages$/);
    const client = callThatVanishes(revision, SEND);
    await held.arrived;
    client.abort();
    held.release();
    expect(await stage.log.line(isCall)).toMatchObject({ tool: "send_message", outcome: "ok" });
  });
});

describe("readiness", () => {
  afterEach(() => stage.close());

  test("asks the service seldom, tells no details, and sees it come and go", async () => {
    let answers = 0;
    let up = false;
    const probe = async () => {
      answers += 1;
      if (!up) throw new Error("connect ECONNREFUSED 10.0.0.7:443");
    };
    await open({}, { probe });
    const ready = async () => {
      const response = await stage.fetch("/readyz");
      return [response.status, await response.json()];
    };
    expect(await Promise.all([ready(), ready(), ready()])).toEqual(Array(3).fill([503, { status: "unavailable" }]));
    up = true;
    expect(await ready()).toEqual([503, { status: "unavailable" }]);
    expect(answers).toBe(1);
    stage.timers.turn(5);
    expect(await ready()).toEqual([200, { status: "ready" }]);
    expect(answers).toBe(2);
  });
});

describe("draining", () => {
  test("lets what runs come to its end, refuses what is new, and tells the load balancer", async () => {
    await open();
    const session = await SseStream.open(stage);
    const path = (await session.next())?.data ?? "";
    const client = await stage.mcpV2();
    const held = stage.gate.hold(/messages$/);
    const sending = client.callTool(SEND);
    await held.arrived;
    const drained = stage.http.drain(10_000);
    for (const response of [await stage.post("/mcp", LIST), await stage.post(path, LIST)]) {
      expect(response.status).toBe(503);
      expect(response.headers.get("retry-after")).toBe("5");
      expect(await response.json()).toEqual({
        jsonrpc: "2.0",
        id: 5,
        error: { code: -32000, message: "This server is shutting down." },
      });
    }
    expect((await stage.fetch("/sse")).status).toBe(503);
    const ready = await stage.fetch("/readyz");
    expect([ready.status, await ready.json()]).toEqual([503, { status: "draining" }]);
    expect((await stage.fetch("/healthz")).status).toBe(200);
    held.release();
    expect(readAnswer(await sending).data.message_id).toMatch(/^wamid\./);
    await drained;
    await stage.close();
    expect(await session.next()).toBeUndefined();
  });

  test("waits no longer than it is told to", async () => {
    await open();
    const held = stage.gate.hold(/conversations/);
    const reading = stage.post("/mcp", { ...LIST, method: "tools/call", params: READ });
    await held.arrived;
    await stage.http.drain(20);
    await stage.kapso.close({ drainMs: 0 });
    expect(await (await reading).text()).toContain("isError");
    await stage.close();
  });
});

describe("the program", () => {
  const KEY = { KAPSO_API_KEY: SANDBOX.apiKey, KAPSO_PHONE_NUMBER_ID: SANDBOX.phoneNumberId };

  /** The URLs of the start line. */
  async function started(program: Program): Promise<Record<string, string>> {
    await program.logged(/serving MCP over HTTP"\}\n/);
    return JSON.parse(program.stderr.split("\n").find((line) => line.includes("serving MCP over HTTP")) ?? "");
  }

  test("names every URL when it starts, and writes nothing to stdout", async () => {
    const program = new Program(["--http", "--port", "0", "--sandbox"]);
    const line = await started(program);
    const origin = /^http:\/\/127\.0\.0\.1:\d+/.exec(line["mcp"] ?? "")?.[0];
    expect(line).toMatchObject({
      mcp: `${origin}/mcp`,
      sse: `${origin}/sse`,
      messages: `${origin}/messages`,
      health: `${origin}/healthz`,
      ready: `${origin}/readyz`,
      metrics: `${origin}/metrics`,
    });
    expect(await (await fetch(line["ready"] ?? "")).json()).toEqual({ status: "ready" });
    program.child.kill("SIGTERM");
    expect(await program.exited).toBe(0);
    expect(program.stdoutLines).toEqual([]);
  });

  test("carries a send to its end on SIGTERM, answers it, and exits with 0", async () => {
    const sandbox = await startSandbox({ start: NOON });
    const gate = new Gate(sandbox);
    const program = new Program(["--http"], { ...KEY, MCP_PORT: "0", KAPSO_BASE_URL: await gate.open() });
    const { mcp = "", ready = "" } = await started(program);
    const held = gate.hold(/messages$/);
    const headers = { "content-type": "application/json", accept: "application/json, text/event-stream" };
    const call = (id: number) =>
      fetch(mcp, {
        method: "POST",
        headers,
        body: JSON.stringify({ ...LIST, id, method: "tools/call", params: SEND }),
      });
    const sending = call(1);
    await held.arrived;
    program.child.kill("SIGTERM");
    await program.logged(/shutting down/);
    expect(await (await fetch(ready)).json()).toEqual({ status: "draining" });
    const refused = await call(2);
    expect([refused.status, refused.headers.get("retry-after")]).toEqual([503, "5"]);
    held.release();
    expect(await (await sending).text()).toContain("wamid.");
    expect(await program.exited).toBe(0);
    expect(program.stdoutLines).toEqual([]);
    await gate.close();
    await sandbox.close();
  });

  test.each([
    ["0.0.0.0", {}, [], 2],
    ["::", {}, [], 2],
    ["192.0.2.7", {}, [], 2],
    ["0.0.0.0", { MCP_AUTH_TOKEN: "short" }, [], 2],
    ["0.0.0.0", { MCP_AUTH_TOKEN: "ops=0123456789abcdef0123" }, [], 0],
    ["0.0.0.0", {}, ["--allow-unauthenticated"], 0],
    ["127.0.0.2", {}, [], 0],
  ])("on %s with %j and %j ends with %i", async (host, env: Record<string, string>, args, code) => {
    const program = new Program(["--http", "--host", host, "--port", "0", "--sandbox", ...args], env);
    if (code === 0) {
      await started(program);
      program.child.kill("SIGTERM");
    }
    expect(await program.exited).toBe(code);
    if (code !== 0) expect(program.stderr).toMatch(/MCP_AUTH_TOKEN/);
  });

  test("says why it cannot start when the port is taken", async () => {
    await open();
    const program = new Program(["--http", "--port", stage.url("/").port, "--sandbox"]);
    expect(await program.exited).toBe(1);
    expect(program.stderr).toMatch(/cannot start:\n.*EADDRINUSE/);
    await stage.close();
  });
});
