import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { CELLS, type Cell, type Command, type Connection, type HttpServer, startHttp } from "./matrix-cells.ts";
import { type Progress, RawPeer, type Result } from "./matrix-peers.ts";
import { sseWire } from "./matrix-wire.ts";

const FIXTURE: Command = {
  args: ["--import", "tsx", fileURLToPath(new URL("matrix-fixture.ts", import.meta.url))],
  env: {},
};

let shared: HttpServer;
beforeAll(async () => {
  shared = await startHttp(FIXTURE);
});
afterAll(() => shared?.stop());

describe.each(CELLS.map((cell) => [cell.name, cell] as const))("%s", (_, cell: Cell) => {
  let connection: Connection;
  beforeAll(async () => {
    connection = cell.transport === "stdio" ? await cell.connect(FIXTURE) : await cell.join(shared);
  });
  afterAll(() => connection?.close());

  test("is told how far a call is, while it runs", async () => {
    const heard: Progress[] = [];
    const result = await new Promise<Result>((resolve, reject) => {
      const onProgress = (progress: Progress) => {
        heard.push(progress);
        if (progress.progress === 3) connection.peer.call("let_end", {}).catch(reject);
      };
      connection.peer.call("count", {}, { onProgress }).then(resolve, reject);
    });
    expect(heard).toEqual([1, 2, 3].map((progress) => ({ progress, total: 3, message: `said ${progress}` })));
    expect(result).toMatchObject({ structuredContent: { counted: 3 } });
  });

  test("is told nothing that it did not ask for", async () => {
    await connection.peer.call("let_end", {});
    expect(await connection.peer.call("count", {})).toMatchObject({ structuredContent: { counted: 3 } });
  });

  test(cell.asks ? "can be asked" : "cannot be asked: the call says so, and nothing waits", async () => {
    const result = await connection.peer.call("ask", {});
    if (cell.asks) expect(result).toMatchObject({ content: [{ type: "text", text: '{"sure":true}' }] });
    else
      expect(result).toMatchObject({
        isError: true,
        content: [{ text: expect.stringMatching(/KAPSO_CONFIRM/) }],
      });
  });
});

test("a client that offers SSE a newer revision gets the newest that SSE has", async () => {
  const peer = await RawPeer.open(await sseWire(shared.origin), "2026-07-28");
  expect(peer.revision).toBe("2025-11-25");
  await peer.close();
});
