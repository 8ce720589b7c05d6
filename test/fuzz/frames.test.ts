import { once } from "node:events";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { Program } from "../helpers/program.ts";
import { HttpStage } from "../transports/http-stage.ts";
import { SseStream } from "../transports/sse-stream.ts";
import { anyBody, anyMessage, call, expectRpc } from "./frames.ts";
import { FUZZ_TIMEOUT_MS, runs } from "./runs.ts";

/** A call as the revision of 2026 has it, which knows no session and no handshake. */
const modern = {
  ...call(9),
  params: {
    ...call(9).params,
    _meta: {
      "io.modelcontextprotocol/protocolVersion": "2026-07-28",
      "io.modelcontextprotocol/clientInfo": { name: "raw", version: "0" },
      "io.modelcontextprotocol/clientCapabilities": {},
    },
  },
};
const MODERN = { "mcp-protocol-version": "2026-07-28", "mcp-method": "tools/call", "mcp-name": "list_contacts" };

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
      // Nothing but answers has left the program, on the one stream that clients read.
      expect(program.stdoutLines.length).toBeGreaterThan(40);
      for (const line of program.stdoutLines) expectRpc(line);
    },
    FUZZ_TIMEOUT_MS,
  );
});

describe("HTTP", () => {
  let stage: HttpStage;
  beforeAll(async () => {
    // A night of fuzzing calls more often than any client should.
    stage = await HttpStage.open({ MCP_CALLS_PER_MINUTE: "1000000" });
  });
  afterAll(() => stage.close());

  /** Clients of both eras get their answers on /mcp. */
  async function expectAlive(): Promise<void> {
    for (const answer of [await stage.post("/mcp", call(7)), await stage.post("/mcp", modern, { headers: MODERN })]) {
      expect(answer.status).toBe(200);
      expect(await answer.text()).toContain('"count":1');
    }
  }

  /** The answer to a body is JSON-RPC: by itself, as the events of a stream, or none. */
  async function expectAnswer(answer: Response): Promise<void> {
    const text = await answer.text();
    expect(answer.status, text).not.toBe(500);
    expect(text).not.toMatch(/ at .*\.(ts|js):\d/);
    const isStream = answer.headers.get("content-type")?.startsWith("text/event-stream");
    const parts = isStream ? [...text.matchAll(/^data: (.+)$/gm)].map(([, data = ""]) => data) : [text];
    for (const part of parts) if (part !== "") expectRpc(part);
  }

  test(
    "bodies of any kind are answered, and the next call works",
    async () => {
      const path = fc.constantFrom("/mcp", "/mcp", "/messages?sessionId=none", "/sse", "/nothing");
      const era = fc.constantFrom<Record<string, string>>({}, { "mcp-protocol-version": "2025-11-25" }, MODERN);
      const property = fc.asyncProperty(path, era, anyBody, async (where, headers, body) => {
        await expectAnswer(await stage.postBytes(where, body, headers));
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

  describe("within an SSE session", () => {
    let stream: SseStream;
    let path: string;
    beforeAll(async () => {
      stream = await SseStream.open(stage);
      path = (await stream.next())?.data ?? "";
    });
    afterAll(() => stream.vanish());

    let id = 200_000;
    test(
      "bodies of any kind are taken or refused, the next call is answered on the stream, which carries JSON-RPC alone",
      async () => {
        const property = fc.asyncProperty(fc.array(anyBody, { maxLength: 4 }), async (bodies) => {
          for (const body of bodies) {
            const answer = await stage.postBytes(path, body);
            expect([202, 400, 413]).toContain(answer.status);
            if (answer.status === 202) await answer.text();
            else await expectAnswer(answer);
          }
          id += 1;
          expect((await stage.post(path, call(id))).status).toBe(202);
          for (;;) {
            const event = await stream.next();
            expect(event, "the stream ended").toBeDefined();
            if (event?.comment !== undefined) continue;
            expect(event?.event).toBe("message");
            expectRpc(event?.data ?? "");
            const answer = JSON.parse(event?.data ?? "");
            if (answer.id !== id) continue;
            expect(answer.result.structuredContent.count).toBe(1);
            return;
          }
        });
        await fc.assert(property, { ...runs(40), endOnFailure: true });
      },
      FUZZ_TIMEOUT_MS,
    );
  });
});
