import { afterEach, describe, expect, test } from "vitest";
import { SANDBOX } from "../../src/sandbox/index.ts";
import { readAnswer } from "../helpers/harness.ts";
import { ALICE, BOB, HttpStage, TOKENS } from "./http-stage.ts";
import { SseStream } from "./sse-stream.ts";

let stage: HttpStage;
const open = async (...options: Parameters<typeof HttpStage.open>) => {
  stage = await HttpStage.open(...options);
  return stage;
};
afterEach(() => stage.close());

const READ = { name: "list_conversations", arguments: { limit: 2 } };
const SEND = { name: "send_message", arguments: { to: SANDBOX.openCustomer, type: "text", text: "hello" } };
const call = (id: number, params: object) => ({ jsonrpc: "2.0", id, method: "tools/call", params });

/** A session opened by hand: the path of its messages, as the endpoint event names it. */
async function session(token?: string): Promise<{ stream: SseStream; path: string }> {
  const stream = await SseStream.open(stage, token);
  const endpoint = await stream.next();
  expect(endpoint?.event).toBe("endpoint");
  expect(endpoint?.data).toMatch(/^\/messages\?sessionId=[\w-]{36}$/);
  return { stream, path: endpoint?.data ?? "" };
}

describe("real clients", () => {
  test.each(["sseV1", "sseV2"] as const)("%s lists, reads, sends, gets an error and goes on", async (generation) => {
    await open();
    const client = await stage[generation]();
    const { tools } = await client.listTools();
    expect(tools.length).toBeGreaterThan(10);
    expect(readAnswer(await client.callTool(READ)).data.count).toBe(2);
    expect(readAnswer(await client.callTool(SEND)).data.message_id).toMatch(/^wamid\./);
    const wrong = readAnswer(await client.callTool({ name: "get_conversation", arguments: {} }));
    expect(wrong.isError).toBe(true);
    expect(wrong.text).toContain("conversation_id");
    expect(readAnswer(await client.callTool(READ)).isError).toBe(false);
  });

  test("a cancelled read ends upstream, and its place is free", async () => {
    await open({ MCP_MAX_CONCURRENT_CALLS: "1" });
    const client = await stage.sseV1();
    const held = stage.gate.hold(/conversations/);
    const abort = new AbortController();
    const call = client.callTool(READ, undefined, { signal: abort.signal });
    await held.arrived;
    abort.abort();
    await expect(call).rejects.toThrow();
    await held.cut;
    expect((await client.listTools()).tools.length).toBeGreaterThan(10);
  });
});

describe("a session", () => {
  test("is a stream that no proxy buffers, and shows every 15 s that it lives", async () => {
    await open();
    const { stream } = await session();
    expect(Object.fromEntries(stream.response.headers)).toMatchObject({
      "content-type": "text/event-stream",
      "cache-control": "no-cache, no-transform",
      "x-accel-buffering": "no",
      "x-request-id": expect.stringMatching(/^[\w-]{36}$/),
    });
    for (let beats = 0; beats < 3; beats += 1) {
      stage.timers.turn(15);
      expect(await stream.next()).toMatchObject({ comment: "keep-alive" });
    }
  });

  test.each([
    ["another caller", BOB, (path: string) => path],
    ["somebody who guesses", ALICE, () => "/messages?sessionId=00000000-0000-4000-8000-000000000000"],
    ["somebody who names none", ALICE, () => "/messages"],
  ])("answers 404 to %s, and does nothing", async (_, token, pathOf) => {
    await open(TOKENS);
    const { path } = await session(ALICE);
    const response = await stage.post(pathOf(path), call(3, SEND), { token });
    expect(response.status).toBe(404);
    expect(await response.json()).toEqual({
      jsonrpc: "2.0",
      id: 3,
      error: { code: -32001, message: "Session not found." },
    });
    expect(stage.gate.seen).toEqual([]);
    const own = await stage.post(path, call(4, READ), { token: ALICE });
    expect(own.status).toBe(202);
  });

  test("answers 404 once it is over", async () => {
    await open();
    const { stream, path } = await session();
    stream.vanish();
    await stage.log.line(({ msg }) => msg === "SSE session ended");
    expect((await stage.post(path, call(1, READ))).status).toBe(404);
  });

  test.each([
    ["no message", { hello: 1 }],
    ["a batch of two requests with one id", [call(1, READ), call(1, READ)]],
  ])("refuses %s", async (_, message) => {
    await open();
    const { path } = await session();
    const response = await stage.post(path, message);
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({ error: { code: -32600 } });
  });

  test("refuses a request id that is still at work, so that no bound is passed by it", async () => {
    await open();
    const { path } = await session();
    const held = stage.gate.hold(/conversations/);
    expect((await stage.post(path, call(1, READ))).status).toBe(202);
    await held.arrived;
    const again = await stage.post(path, call(1, READ));
    expect(again.status).toBe(400);
    expect(await again.json()).toMatchObject({ id: 1, error: { message: "A request of this id is still running." } });
    held.release();
  });
});

describe("the end of a session", () => {
  test("comes when nothing was asked for long, and never while a call runs", async () => {
    await open({ MCP_SESSION_IDLE_SECONDS: "60" });
    const { stream, path } = await session();
    const held = stage.gate.hold(/conversations/);
    stage.timers.turn(45);
    expect((await stage.post(path, call(1, READ))).status).toBe(202);
    await held.arrived;
    stage.timers.turn(300);
    held.release();
    const comments: string[] = [];
    let event = await stream.next();
    for (; event?.comment !== undefined; event = await stream.next()) comments.push(event.comment);
    expect(comments).toHaveLength(23);
    expect(JSON.parse(event?.data ?? "")).toMatchObject({ id: 1, result: { structuredContent: { count: 2 } } });
    stage.timers.turn(15);
    expect(await stream.next()).toBeUndefined();
  });

  test("that comes with the client's connection cancels its reads and frees its places", async () => {
    await open({ MCP_MAX_CALLER_SESSIONS: "1", MCP_MAX_CONCURRENT_CALLS: "1" });
    const { stream, path } = await session();
    const held = stage.gate.hold(/conversations/);
    await stage.post(path, call(1, READ));
    await held.arrived;
    stream.vanish();
    await held.cut;
    expect(await stage.log.line(({ msg }) => msg === "tool call")).toMatchObject({ outcome: "cancelled" });
    const next = await session();
    expect((await stage.post(next.path, call(1, READ))).status).toBe(202);
    expect(JSON.parse((await next.stream.next())?.data ?? "")).toMatchObject({ id: 1 });
  });

  test("does not break off a send that has begun", async () => {
    await open();
    const { stream, path } = await session();
    const held = stage.gate.hold(/messages$/);
    await stage.post(path, call(1, SEND));
    await held.arrived;
    stream.vanish();
    await stage.log.line(({ msg }) => msg === "SSE session ended");
    held.release();
    const ended = await stage.log.line(({ msg }) => msg === "tool call");
    expect(ended).toMatchObject({ tool: "send_message", outcome: "ok" });
  });
});
