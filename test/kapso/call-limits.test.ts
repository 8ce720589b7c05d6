import { createServer } from "node:net";
import { describe, expect, test } from "vitest";
import { connect, emptyList, hang, json, PHONE, type Rig, type Step, serve, text } from "./scripted-server.ts";

const list = ({ kapso }: Rig, signal?: AbortSignal) => kapso.contacts.list(PHONE, {}, { signal });
const update = ({ kapso }: Rig, signal?: AbortSignal) =>
  kapso.contacts.update(PHONE, "5511987650042", { display_name: "x" }, { signal });
const limited = (headers: Record<string, string> = {}) => json(429, { error: "Rate limit exceeded" }, headers);

describe("an abort", () => {
  test("of a read closes the socket, and nothing is asked again", async () => {
    const server = await serve(hang);
    const rig = connect(server);
    const controller = new AbortController();
    const read = list(rig, controller.signal);
    await server.arrived(1);
    controller.abort();
    await expect(read).rejects.toMatchObject({ kind: "aborted", requestSent: true });
    await server.requests[0]?.dropped;
    expect(server.requests).toHaveLength(1);
  });

  test("in the middle of a body closes the socket", async () => {
    let begun = () => {};
    const started = new Promise<void>((resolve) => {
      begun = resolve;
    });
    const server = await serve((_, response) => {
      response.writeHead(200, { "content-type": "application/json" });
      response.write('{"data":[', begun);
    });
    const controller = new AbortController();
    const read = list(connect(server), controller.signal);
    await started;
    controller.abort();
    await expect(read).rejects.toMatchObject({ kind: "aborted" });
    await server.requests[0]?.dropped;
  });

  test("of a write that has left closes the socket and says that it had left", async () => {
    const server = await serve(hang);
    const controller = new AbortController();
    const write = update(connect(server), controller.signal);
    await server.arrived(1);
    controller.abort();
    await expect(write).rejects.toMatchObject({ kind: "aborted", requestSent: true });
    await server.requests[0]?.dropped;
  });

  test("before the call lets nothing leave", async () => {
    const server = await serve(emptyList);
    await expect(list(connect(server), AbortSignal.abort())).rejects.toMatchObject({
      kind: "aborted",
      requestSent: false,
    });
    expect(server.requests).toHaveLength(0);
  });

  test("while the connection is being made lets nothing leave", async () => {
    const server = await serve(emptyList, emptyList);
    const rig = connect(server);
    const controller = new AbortController();
    const write = update(rig, controller.signal);
    controller.abort();
    await expect(write).rejects.toMatchObject({ kind: "aborted", requestSent: false });
    await list(rig);
    expect(server.requests.map(({ method }) => method)).toEqual(["GET"]);
  });

  test("during a wait ends the wait at once", async () => {
    const server = await serve(limited({ "retry-after": "15" }));
    const controller = new AbortController();
    const rig = connect(server, {
      sleep: (_, signal) =>
        new Promise((_, reject) => {
          signal?.addEventListener("abort", () => reject(new Error("stopped")));
          setTimeout(() => controller.abort(), 5);
        }),
    });
    await expect(list(rig, controller.signal)).rejects.toMatchObject({ kind: "aborted" });
    expect(server.requests).toHaveLength(1);
  });

  test("with the client's own timer ends a wait at once too", async () => {
    const server = await serve(limited({ "retry-after": "15" }));
    const controller = new AbortController();
    const read = list(connect(server, { sleep: undefined }), controller.signal);
    await server.arrived(1);
    setTimeout(() => controller.abort(), 20);
    await expect(read).rejects.toMatchObject({ kind: "aborted" });
  });
});

describe("time limits", () => {
  test("the whole call", async () => {
    const server = await serve(hang);
    const rig = connect(server, { timeouts: { callMs: 60 } });
    await expect(list(rig)).rejects.toMatchObject({ kind: "timeout", code: "call_timeout", requestSent: true });
    await server.requests[0]?.dropped;
    expect(server.requests).toHaveLength(1);
  });

  test("a body that trickles forever", async () => {
    const server = await serve((_, response) => {
      response.writeHead(200);
      const timer = setInterval(() => response.write(" "), 10);
      response.once("close", () => clearInterval(timer));
    });
    const rig = connect(server, { timeouts: { callMs: 120 } });
    await expect(list(rig)).rejects.toMatchObject({ kind: "timeout", code: "call_timeout", httpStatus: 200 });
  });

  test("a handshake that never ends: nothing was sent", async () => {
    const silent = createServer((socket) => void socket.on("error", () => {}).resume());
    await new Promise<void>((resolve) => silent.listen(0, "127.0.0.1", resolve));
    const address = silent.address();
    const port = typeof address === "object" ? address?.port : 0;
    const rig = connect({ origin: `https://127.0.0.1:${port}` }, { timeouts: { callMs: 60, connectMs: 500 } });
    await expect(list(rig)).rejects.toMatchObject({ kind: "timeout", requestSent: false });
    await rig.kapso.close({ drainMs: 0 });
    await new Promise((resolve) => silent.close(resolve));
  });
});

test("a server that does not speak TLS is a failure without anything sent, not repeated", async () => {
  const server = await serve(emptyList);
  const rig = connect({ origin: `https://127.0.0.1:${server.port}` });
  await expect(update(rig)).rejects.toMatchObject({ kind: "network", requestSent: false, retryable: "H" });
  expect(server.requests).toHaveLength(0);
});

describe("the size bound", () => {
  const rows = (count: number) => ({ data: Array.from({ length: count }, (_, id) => ({ id: `c${id}` })) });

  test("an answer that announces too much is not read", async () => {
    const body = JSON.stringify(rows(200));
    const server = await serve(text(200, body, { "content-length": String(body.length) }));
    const rig = connect(server, { maxJsonBytes: 1_000 });
    await expect(list(rig)).rejects.toMatchObject({ kind: "invalid_response", code: "too_large", retryable: "F" });
    expect(server.requests).toHaveLength(1);
  });

  test("an answer that announces nothing is cut while it streams", async () => {
    const server = await serve((_, response) => {
      response.writeHead(200);
      const timer = setInterval(() => response.write(Buffer.alloc(400, 0x20)), 1);
      response.once("close", () => clearInterval(timer));
    });
    await expect(list(connect(server, { maxJsonBytes: 1_000 }))).rejects.toMatchObject({ code: "too_large" });
    await server.requests[0]?.dropped;
  });

  test("an answer within it is read", async () => {
    const server = await serve(json(200, rows(20)));
    await expect(list(connect(server, { maxJsonBytes: 1_000 }))).resolves.toMatchObject({ data: { length: 20 } });
  });
});

test("connections are kept for the next calls", async () => {
  const ports = new Set<number | undefined>();
  const step: Step = (request, response) => {
    ports.add(request.socket.remotePort);
    emptyList(request, response);
  };
  const server = await serve(...Array.from({ length: 20 }, () => step));
  const rig = connect(server);
  for (let call = 0; call < 20; call += 1) await list(rig);
  expect(ports.size).toBeLessThanOrEqual(2);
});

test("closing ends reads, and takes no more", async () => {
  const server = await serve(hang);
  const rig = connect(server);
  const read = list(rig);
  await server.arrived(1);
  const closed = rig.kapso.close({ drainMs: 1_000 });
  await expect(read).rejects.toMatchObject({ kind: "aborted" });
  await expect(closed).resolves.toEqual({ abandonedSends: 0 });
  await expect(list(rig)).rejects.toMatchObject({ kind: "aborted", requestSent: false });
});
