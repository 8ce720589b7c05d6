import { afterEach, describe, expect, test, vi } from "vitest";
import { ALICE, BOB, HttpStage, TOKENS } from "./http-stage.ts";
import { SseStream } from "./sse-stream.ts";

let stage: HttpStage;
const open = async (...options: Parameters<typeof HttpStage.open>) => {
  stage = await HttpStage.open(...options);
};
afterEach(() => stage.close());

const LIST = { jsonrpc: "2.0", id: 5, method: "tools/list" };
const read = (id: number | string) => ({
  jsonrpc: "2.0",
  id,
  method: "tools/call",
  params: { name: "list_conversations", arguments: {} },
});

async function refusal(response: Response) {
  return {
    status: response.status,
    retryAfter: response.headers.get("retry-after"),
    type: response.headers.get("content-type"),
    body: await response.json(),
  };
}

const refused = (status: number, retryAfter: string, id: unknown, message: string) => ({
  status,
  retryAfter,
  type: "application/json",
  body: { jsonrpc: "2.0", id, error: { code: -32000, message } },
});

describe("requests at the same time", () => {
  const TOO_MANY = "No more than 2 requests at the same time.";

  test("are bounded for each caller on /mcp; places come free", async () => {
    await open({ ...TOKENS, MCP_MAX_CONCURRENT_CALLS: "2" });
    const held = [stage.gate.hold(/conversations/), stage.gate.hold(/conversations/)];
    const running = [stage.post("/mcp", read(1), { token: ALICE }), stage.post("/mcp", read(2), { token: ALICE })];
    await Promise.all(held.map(({ arrived }) => arrived));
    const third = await refusal(await stage.post("/mcp", read("third"), { token: ALICE }));
    expect(third).toEqual(refused(429, "1", "third", TOO_MANY));
    expect((await stage.post("/mcp", read(1), { token: BOB })).status).toBe(200);
    for (const each of held) each.release();
    for (const response of await Promise.all(running)) expect(await response.text()).toContain('"count":20');
    await expect.poll(async () => (await stage.post("/mcp", LIST, { token: ALICE })).status).toBe(200);
  });

  test("are bounded over /mcp and a session together; the session's answer frees its place", async () => {
    await open({ MCP_MAX_CONCURRENT_CALLS: "2" });
    const stream = await SseStream.open(stage);
    const path = (await stream.next())?.data ?? "";
    const held = [stage.gate.hold(/conversations/), stage.gate.hold(/conversations/)];
    for (const id of [1, 2]) expect((await stage.post(path, read(id))).status).toBe(202);
    await Promise.all(held.map(({ arrived }) => arrived));
    expect(await refusal(await stage.post(path, read(3)))).toEqual(refused(429, "1", 3, TOO_MANY));
    expect(await refusal(await stage.post("/mcp", read(4)))).toEqual(refused(429, "1", 4, TOO_MANY));
    held[0]?.release();
    expect(JSON.parse((await stream.next())?.data ?? "")).toHaveProperty("result");
    expect((await stage.post(path, LIST)).status).toBe(202);
    held[1]?.release();
  });

  test("count one by one in a batch of an older revision", async () => {
    await open({ MCP_MAX_CONCURRENT_CALLS: "2" });
    const batch = [1, 2, 3].map((id) => ({ ...LIST, id }));
    expect(await refusal(await stage.post("/mcp", batch))).toEqual(refused(429, "1", null, TOO_MANY));
    expect((await stage.post("/mcp", batch.slice(1))).status).toBe(200);
  });

  test("do not bound notifications: what ends a request comes through", async () => {
    await open({ MCP_MAX_CONCURRENT_CALLS: "1" });
    const held = stage.gate.hold(/conversations/);
    const running = stage.post("/mcp", read(1));
    await held.arrived;
    const cancel = { jsonrpc: "2.0", method: "notifications/cancelled", params: { requestId: 1 } };
    expect((await stage.post("/mcp", cancel)).status).toBe(202);
    held.release();
    await (await running).text();
  });
});

describe("requests in a minute", () => {
  test("are bounded for each caller, and the next minute is new", async () => {
    await open({ ...TOKENS, MCP_CALLS_PER_MINUTE: "3", MCP_MAX_CONCURRENT_CALLS: "2", MCP_MAX_CALLER_SESSIONS: "1" });
    vi.useFakeTimers({ toFake: ["Date"] });
    try {
      for (const id of [1, 2, 3]) {
        const response = await stage.post("/mcp", { ...LIST, id }, { token: ALICE });
        expect(response.status).toBe(200);
        await response.text();
      }
      vi.setSystemTime(Date.now() + 20_000);
      const message = "No more than 3 requests in a minute.";
      for (const id of [4, 5, 6]) {
        const refusedCall = await refusal(await stage.post("/mcp", { ...LIST, id }, { token: ALICE }));
        expect(refusedCall).toEqual(refused(429, "40", id, message));
      }
      expect((await stage.fetch("/sse", {}, ALICE)).status).toBe(429);
      expect((await stage.post("/mcp", LIST, { token: BOB })).status).toBe(200);
      vi.setSystemTime(Date.now() + 40_001);
      await expect.poll(async () => (await stage.post("/mcp", LIST, { token: ALICE })).status).toBe(200);
      expect((await SseStream.open(stage, ALICE)).response.status).toBe(200);
    } finally {
      vi.useRealTimers();
    }
  });

  test("reach a real client as an error it can read", async () => {
    await open({ MCP_CALLS_PER_MINUTE: "5" });
    const client = await stage.mcpV2("auto");
    const calls = Array.from({ length: 8 }, () => client.callTool({ name: "list_conversations", arguments: {} }));
    const failed = (await Promise.allSettled(calls)).filter(({ status }) => status === "rejected");
    expect(failed.length).toBeGreaterThan(0);
    expect(String((failed[0] as PromiseRejectedResult).reason)).toMatch(/429|in a minute/);
  });
});

describe("every POST counts", () => {
  const posts = [
    ["no JSON", "{"],
    ["a notification", { jsonrpc: "2.0", method: "notifications/initialized" }],
    ["a message that is none", { id: 1 }],
    ["nesting without end", "[".repeat(5000)],
  ] as const;

  test.each(posts)("%s: four for each request that may be made in a minute", async (_, body) => {
    await open({ ...TOKENS, MCP_CALLS_PER_MINUTE: "1" });
    const post = async (token: string) => (await stage.post("/mcp", body, { token })).status;
    for (let count = 0; count < 4; count += 1) expect(await post(ALICE)).not.toBe(429);
    const fifth = await refusal(await stage.post("/messages?sessionId=none", body, { token: ALICE }));
    expect(fifth).toMatchObject({ status: 429, retryAfter: "60" });
    expect(fifth.body).toMatchObject({ id: null, error: { message: "No more than 4 POSTs in a minute." } });
    expect(await post(BOB)).not.toBe(429);
  });

  test("what ends a request comes through where no more requests do", async () => {
    await open({ MCP_CALLS_PER_MINUTE: "1" });
    expect((await stage.post("/mcp", LIST)).status).toBe(200);
    expect((await stage.post("/mcp", LIST)).status).toBe(429);
    const cancel = { jsonrpc: "2.0", method: "notifications/cancelled", params: { requestId: 5 } };
    expect((await stage.post("/mcp", cancel)).status).toBe(202);
  });
});

describe("whoever goes on at once", () => {
  test("gets the refusal late, and others do not wait", async () => {
    await open({ ...TOKENS, MCP_CALLS_PER_MINUTE: "1" }, { holdMs: 400 });
    expect((await stage.post("/mcp", LIST, { token: ALICE })).status).toBe(200);
    const began = performance.now();
    const refusedPost = stage.post("/mcp", LIST, { token: ALICE }).then(() => performance.now() - began);
    expect((await stage.post("/mcp", LIST, { token: BOB })).status).toBe(200);
    expect(await refusedPost).toBeGreaterThanOrEqual(395);
  });

  test("has what goes beyond the POSTs of a second refused", async () => {
    await open({ MCP_CALLS_PER_MINUTE: "600" });
    const posts = Array.from({ length: 300 }, () => stage.post("/mcp", "{"));
    const statuses = (await Promise.all(posts)).map(({ status }) => status);
    expect(statuses.filter((status) => status === 400).length).toBeGreaterThanOrEqual(60);
    expect(statuses.filter((status) => status === 429).length).toBeGreaterThan(0);
  });

  test("has no more bytes taken for a while", async () => {
    await open({ ...TOKENS, MCP_MAX_BODY_BYTES: String(64 * 1024 * 1024) });
    const large = " ".repeat(63 * 1024 * 1024);
    for (const body of [large, " ".repeat(2 * 1024 * 1024)])
      expect((await stage.post("/mcp", body, { token: ALICE })).status).toBe(400);
    const { status, body } = await refusal(await stage.post("/mcp", LIST, { token: ALICE }));
    expect(status).toBe(429);
    expect(body).toMatchObject({ error: { message: "No more than 67108864 bytes in 15 seconds." } });
    expect((await stage.post("/mcp", LIST, { token: BOB })).status).toBe(200);
  });
});

describe("bytes of bodies", () => {
  /** A body of 4 MiB that does not come to its end. */
  async function hang(token: string) {
    const socket = await stage.socket();
    const bytes = 4 * 1024 * 1024;
    socket.write(
      `POST /mcp HTTP/1.1\r\nhost: localhost\r\nauthorization: Bearer ${token}\r\n` +
        `content-type: application/json\r\ncontent-length: ${bytes}\r\n\r\n`,
    );
    await new Promise((resolve) => socket.write(Buffer.alloc(bytes - 1, " "), resolve));
    return socket;
  }

  test("are bounded for each caller; they come free with their connections", async () => {
    await open(TOKENS);
    const sockets = await Promise.all(Array.from({ length: 4 }, () => hang(ALICE)));
    const post = async (token: string) => (await stage.post("/mcp", LIST, { token })).status;
    // The last of them is taken when it has arrived.
    await expect.poll(async () => (await stage.post("/mcp", " ".repeat(100), { token: ALICE })).status).toBe(429);
    expect(await refusal(await stage.post("/mcp", LIST, { token: ALICE }))).toEqual(
      refused(429, "1", null, "Too many bytes at the same time."),
    );
    expect(await post(BOB)).toBe(200);
    for (const socket of sockets) socket.destroy();
    await expect.poll(() => post(ALICE)).toBe(200);
  });
});

describe("open sessions", () => {
  test("are bounded for each caller with 429, and in all with 503", async () => {
    await open({ ...TOKENS, MCP_MAX_SESSIONS: "3", MCP_MAX_CALLER_SESSIONS: "2" });
    const first = await SseStream.open(stage, ALICE);
    await SseStream.open(stage, ALICE);
    expect(await refusal(await stage.fetch("/sse", {}, ALICE))).toEqual(
      refused(429, "30", null, "No more than 2 open sessions for a caller."),
    );
    await SseStream.open(stage, BOB);
    expect(await refusal(await stage.fetch("/sse", {}, BOB))).toEqual(
      refused(503, "30", null, "All sessions of this server are taken."),
    );
    first.vanish();
    await stage.log.line(({ msg }) => msg === "SSE session ended");
    expect((await SseStream.open(stage, BOB)).response.status).toBe(200);
  });
});
