import type { Socket } from "node:net";
import { afterEach, expect, test } from "vitest";
import { ALICE, BOB, HttpStage, TOKENS } from "./http-stage.ts";
import { SseStream } from "./sse-stream.ts";

const MIB = 1024 * 1024;
const MANY = { ...TOKENS, MCP_MAX_CONCURRENT_CALLS: "5000", MCP_CALLS_PER_MINUTE: "100000" };
/** The answer has 10 MB, of which sockets that nobody reads take about 4. */
const BATCH = JSON.stringify(Array.from({ length: 100 }, (_, id) => ({ jsonrpc: "2.0", id, method: "tools/list" })));

let stage: HttpStage;
afterEach(() => stage.close());

/** A client that asks for much, and reads nothing until it is told to. */
class IdleReader {
  #text = "";

  private constructor(readonly socket: Socket) {}

  static async open(path: string, token: string): Promise<IdleReader> {
    const reader = new IdleReader(await stage.socket());
    reader.socket.pause();
    reader.socket.on("error", () => undefined);
    reader.socket.write(
      `POST ${path} HTTP/1.1\r\nhost: localhost\r\nauthorization: Bearer ${token}\r\n` +
        `content-type: application/json\r\naccept: application/json, text/event-stream\r\n` +
        `content-length: ${Buffer.byteLength(BATCH)}\r\n\r\n${BATCH}`,
    );
    return reader;
  }

  /** Reads at last: whether the answer came whole. */
  readsAll(): Promise<boolean> {
    return new Promise((resolve) => {
      this.socket.on("data", (chunk) => {
        this.#text = (this.#text + chunk.toString("latin1")).slice(-100);
        if (this.#text.endsWith("\r\n0\r\n\r\n")) resolve(true);
      });
      this.socket.once("close", () => resolve(false));
      this.socket.resume();
    });
  }
}

async function whole(readers: readonly IdleReader[]): Promise<number> {
  return (await Promise.all(readers.map((reader) => reader.readsAll()))).filter(Boolean).length;
}

test("a caller's answers that nobody reads are bounded, and the caller's others still come", async () => {
  stage = await HttpStage.open(MANY, { unread: { callerBytes: 14 * MIB } });
  const readers = await Promise.all([1, 2, 3].map(() => IdleReader.open("/mcp", ALICE)));
  const list = () => stage.post("/mcp", { jsonrpc: "2.0", id: 1, method: "tools/list" }, { token: ALICE });
  expect(await (await list()).text()).toContain("send_message");
  const count = await whole(readers);
  expect(count).toBeGreaterThan(0);
  expect(count).toBeLessThan(3);
});

test("in all they are bounded too, and whoever has most waiting loses a connection", async () => {
  stage = await HttpStage.open(MANY, { unread: { totalBytes: 14 * MIB } });
  const alice = await Promise.all([1, 2].map(() => IdleReader.open("/mcp", ALICE)));
  const bob = await IdleReader.open("/mcp", BOB);
  expect(await bob.readsAll()).toBe(true);
  expect(await whole(alice)).toBeLessThan(2);
});

test("a session whose client does not read ends, and another of the same caller goes on", async () => {
  stage = await HttpStage.open(MANY, { unread: { callerBytes: 4 * MIB } });
  const [idle, busy] = [await SseStream.open(stage, ALICE), await SseStream.open(stage, ALICE)];
  const [idlePath = "", busyPath = ""] = [(await idle.next())?.data, (await busy.next())?.data];
  const ended = stage.log.line(({ msg }) => msg === "SSE session ended");
  expect((await stage.post(idlePath, BATCH, { token: ALICE })).status).toBe(202);
  await ended;
  expect((await stage.post(busyPath, { jsonrpc: "2.0", id: 1, method: "ping" }, { token: ALICE })).status).toBe(202);
  expect(JSON.parse((await busy.next())?.data ?? "")).toMatchObject({ id: 1, result: {} });
});
