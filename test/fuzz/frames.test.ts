import { once } from "node:events";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { Program } from "../program.ts";
import { HttpStage } from "../transports/http-stage.ts";
import { FUZZ_TIMEOUT_MS, runs } from "./runs.ts";

const deep = (depth: number) => `${'{"a":['.repeat(depth)}${"]}".repeat(depth)}`;
const call = (id: number, name = "list_contacts") => ({
  jsonrpc: "2.0",
  id,
  method: "tools/call",
  params: { name, arguments: { limit: 1 } },
});

/** JSON-RPC that is nearly right. */
const nearly = fc.record(
  {
    jsonrpc: fc.constantFrom<unknown>("2.0", "1.0", 2, null),
    id: fc.oneof(fc.integer({ min: 1_000, max: 9_999 }), fc.string(), fc.constantFrom<unknown>(null, 1.5, {}, [])),
    method: fc.oneof(
      fc.constantFrom("tools/call", "tools/list", "resources/read", "prompts/get", "initialize", "ping", "__proto__"),
      fc.string(),
    ),
    params: fc.oneof(fc.jsonValue({ maxDepth: 3 }), fc.constant(call(1).params)),
  },
  { requiredKeys: [] },
);

/** One message, or what poses as one, as bytes without a line end. */
const message: fc.Arbitrary<Buffer> = fc
  .oneof(
    { weight: 4, arbitrary: nearly.map((frame) => JSON.stringify(frame)) },
    { weight: 2, arbitrary: fc.string({ maxLength: 200 }) },
    { weight: 1, arbitrary: fc.array(nearly, { maxLength: 5 }).map((batch) => JSON.stringify(batch)) },
    { weight: 1, arbitrary: fc.constantFrom(10, 1_000, 20_000).map(deep) },
    {
      weight: 1,
      arbitrary: fc.constantFrom(1_000, 300_000).map((size) => JSON.stringify({ ...call(1), x: "x".repeat(size) })),
    },
    { weight: 1, arbitrary: nearly.map((frame) => JSON.stringify(frame).slice(0, -3)) },
  )
  .map((text) => Buffer.from(text.replaceAll("\n", " ")));
const wrongUtf8 = fc
  .uint8Array({ maxLength: 60 })
  .map((bytes) => Buffer.from(bytes.map((byte) => (byte === 10 ? 32 : byte))));
const anyMessage = fc.oneof({ weight: 5, arbitrary: message }, { weight: 1, arbitrary: wrongUtf8 });

describe("stdio", () => {
  let program: Program;
  beforeAll(async () => {
    program = new Program(["--sandbox", "--log-level", "silent"]);
    await program.initialize("2025-06-18");
  });
  afterAll(async () => {
    program.child.kill("SIGKILL");
    await program.exited;
  });

  let id = 100_000;
  test(
    "lines of any kind, in pieces of any size: a good call between them is answered",
    async () => {
      const property = fc.asyncProperty(
        fc.array(anyMessage, { maxLength: 6 }),
        fc.integer({ min: 1, max: 5_000 }),
        async (lines, size) => {
          id += 1;
          const good = Buffer.from(JSON.stringify(call(id)));
          const bytes = Buffer.concat([...lines, good].flatMap((line) => [line, Buffer.from("\n")]));
          const answer = program.answerTo(id);
          for (let at = 0; at < bytes.length; at += Math.max(size, bytes.length / 50)) {
            program.child.stdin.write(bytes.subarray(at, at + Math.max(size, bytes.length / 50)));
          }
          expect((await answer).result.structuredContent.count).toBe(1);
          expect(program.child.exitCode).toBeNull();
        },
      );
      await fc.assert(property, { ...runs(40), endOnFailure: true });
      for (const line of program.stdoutLines) expect(JSON.parse(line)).toMatchObject({ jsonrpc: "2.0" });
    },
    FUZZ_TIMEOUT_MS,
  );
});

describe("HTTP", () => {
  let stage: HttpStage;
  beforeAll(async () => {
    stage = await HttpStage.open();
  });
  afterAll(() => stage.close());

  async function expectAlive(): Promise<void> {
    const answer = await stage.post("/mcp", call(7));
    expect(answer.status).toBe(200);
    expect(await answer.text()).toContain('"count":1');
  }

  test(
    "bodies of any kind are answered, and the next call works",
    async () => {
      const path = fc.constantFrom("/mcp", "/messages?sessionId=none", "/sse", "/nothing");
      const property = fc.asyncProperty(path, anyMessage, async (where, body) => {
        const headers = { "content-type": "application/json", accept: "application/json, text/event-stream" };
        const answer = await stage.fetch(where, { method: "POST", body: new Uint8Array(body), headers });
        const text = await answer.text();
        expect(answer.status, text).not.toBe(500);
        expect(text).not.toMatch(/ at .*\.(ts|js):\d/);
        await expectAlive();
      });
      await fc.assert(property, { ...runs(40), endOnFailure: true });
    },
    FUZZ_TIMEOUT_MS,
  );

  test(
    "bytes of any kind, pipelined and in pieces, are answered or the connection is closed",
    async () => {
      const body = JSON.stringify(call(8));
      const head = `POST /mcp HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n`;
      const good = `${head}Accept: application/json, text/event-stream\r\nContent-Length: ${body.length}\r\n\r\n${body}`;
      const piece = fc.oneof(
        fc.constantFrom(
          good,
          head,
          "GET /mcp HTTP/1.1\r\n\r\n",
          "\r\n\r\n",
          `${head}Content-Length: 99999999\r\n\r\n{`,
        ),
        fc.constantFrom(`${head}Transfer-Encoding: chunked\r\n\r\nzz\r\n`, `${head}X: ${"x".repeat(20_000)}\r\n\r\n`),
        fc.string({ unit: "binary", maxLength: 60 }),
      );
      const property = fc.asyncProperty(fc.array(piece, { minLength: 1, maxLength: 5 }), async (pieces) => {
        const socket = await stage.socket();
        socket.on("error", () => {}).resume();
        for (const each of pieces) if (!socket.destroyed) socket.write(each);
        // The end of what is sent ends the exchange, whatever was said before.
        const closed = socket.destroyed ? undefined : once(socket, "close");
        socket.end();
        await closed;
        await expectAlive();
      });
      await fc.assert(property, { ...runs(30), endOnFailure: true });
    },
    FUZZ_TIMEOUT_MS,
  );
});
