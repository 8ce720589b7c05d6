import { createServer } from "node:net";
import { describe, expect, test } from "vitest";
import {
  connect,
  cutOff,
  emptyList,
  hang,
  json,
  PHONE,
  type Rig,
  reset,
  type Step,
  serve,
  text,
} from "./scripted-server.ts";

const list = ({ kapso }: Rig, signal?: AbortSignal) => kapso.contacts.list(PHONE, {}, { signal });
const update = ({ kapso }: Rig, signal?: AbortSignal) =>
  kapso.contacts.update(PHONE, "5511987650042", { display_name: "x" }, { signal });
const limited = (headers: Record<string, string> = {}) => json(429, { error: "Rate limit exceeded" }, headers);
const graph = (status: number, code: number) => json(status, { error: { message: "x", type: "X", code } });

describe("a read repeats itself", () => {
  const cases: [string, Step][] = [
    ["429", limited()],
    ["500", text(500, "")],
    ["502 with HTML", text(502, "<html>")],
    ["503 of Meta", graph(503, 2)],
    ["504", json(504, { error: "Kapso proxy timeout" })],
    ["a broken connection", reset],
    ["a body that was cut off", cutOff()],
    ["JSON that ends early", text(200, '{"data":[{"id":')],
    ["an empty answer", text(200, "")],
  ];
  test.each(cases)("after %s", async (_, step) => {
    const server = await serve(step, emptyList);
    const rig = connect(server);
    await expect(list(rig)).resolves.toMatchObject({ data: [] });
    expect(server.requests).toHaveLength(2);
    expect(rig.sleeps).toEqual([1_000]);
    expect(rig.events.map(({ attempt }) => attempt)).toEqual([1, 2]);
  });

  test("four times, waiting up to 1, 2, 4 and 8 seconds", async () => {
    const server = await serve(...Array.from({ length: 6 }, () => text(503, "")));
    const rig = connect(server);
    await expect(list(rig)).rejects.toMatchObject({ kind: "http", httpStatus: 503 });
    expect(server.requests).toHaveLength(5);
    expect(rig.sleeps).toEqual([1_000, 2_000, 4_000, 8_000]);
  });

  test("with full jitter, from the base that is configured", async () => {
    const server = await serve(text(503, ""), text(503, ""), emptyList);
    const rig = connect(server, { random: () => 0.25, retryBaseMs: 100 });
    await list(rig);
    expect(rig.sleeps).toEqual([25, 50]);
  });

  test("on a connection that is refused", async () => {
    const rig = connect({ origin: "http://127.0.0.1:1" });
    await expect(list(rig)).rejects.toMatchObject({ kind: "network", code: "ECONNREFUSED", requestSent: false });
    expect(rig.events).toHaveLength(5);
  });

  test("once only after Meta's code for an unknown failure", async () => {
    const server = await serve(graph(500, 131000), graph(500, 131000), emptyList);
    await expect(list(connect(server))).rejects.toMatchObject({ code: 131000 });
    expect(server.requests).toHaveLength(2);
  });
});

describe("a read does not repeat itself", () => {
  const cases: [string, Step, object][] = [
    ["after a 400", graph(400, 100), { code: 100 }],
    ["after a 401", json(401, { error: "Invalid or missing API key" }), { code: "invalid_api_key" }],
    ["after a 500 that needs a human", graph(500, 3), { code: 3, retryable: "H" }],
    [
      "after HTML with 200",
      text(200, "<html>login</html>"),
      { kind: "invalid_response", code: "not_json", retryable: "H" },
    ],
    ["after JSON of another shape", json(200, { data: "no" }), { kind: "invalid_response", code: "unexpected_shape" }],
    [
      "after rows of another shape",
      json(200, { data: [{ no: "id" }] }),
      { kind: "invalid_response", code: "unexpected_shape" },
    ],
    ["after a redirect", text(302, "", { location: "http://127.0.0.1:1/" }), { kind: "http", httpStatus: 302 }],
    ["after the limit of the account", graph(400, 80007), { code: 80007, retryAfterMs: 60_000 }],
  ];
  test.each(cases)("%s", async (_, step, facts) => {
    const server = await serve(step, emptyList);
    const rig = connect(server);
    await expect(list(rig)).rejects.toMatchObject(facts);
    expect(server.requests).toHaveLength(1);
    expect(rig.sleeps).toEqual([]);
  });
});

describe("other writes never repeat themselves", () => {
  const cases: [string, Step, object][] = [
    ["429", limited({ "retry-after": "1" }), { kind: "kapso", retryAfterMs: 1_000 }],
    ["503", text(503, ""), { kind: "http", retryable: "L" }],
    ["a broken connection", reset, { kind: "network", code: "connection_lost", requestSent: true, retryable: "L" }],
    ["a body that was cut off", cutOff(200, "{"), { kind: "network", requestSent: true, httpStatus: 200 }],
    ["an empty answer", text(200, ""), { kind: "invalid_response", code: "empty_body", requestSent: true }],
    ["a success that is none", json(200, { success: false }), { kind: "invalid_response", code: "unexpected_shape" }],
  ];
  test.each(cases)("%s", async (_, step, facts) => {
    const server = await serve(step, json(200, { success: true }));
    await expect(update(connect(server))).rejects.toMatchObject(facts);
    expect(server.requests).toHaveLength(1);
  });

  test("a connection that is refused says that nothing was sent", async () => {
    const write = update(connect({ origin: "http://127.0.0.1:1" }));
    await expect(write).rejects.toMatchObject({ kind: "network", requestSent: false, retryable: "S" });
  });
});

describe("Retry-After", () => {
  const now = Date.UTC(2026, 10, 20, 14);
  const date = (ms: number) => new Date(now + ms).toUTCString();
  test.each([
    ["seconds", "7", 7_000],
    ["zero", "0", 0],
    ["an HTTP date", date(5_000), 5_000],
    ["a date that is past", date(-60_000), 0],
    ["something unreadable, ignored", "soon", 1_000],
    ["a number below zero, ignored", "-3", 1_000],
    ["a fraction, ignored", "1.5", 1_000],
  ])("%s", async (_, header, wait) => {
    const server = await serve(limited({ "retry-after": header, date: date(0) }), emptyList);
    const rig = connect(server, { now: () => now });
    await list(rig);
    expect(rig.sleeps).toEqual([wait]);
  });

  test.each([
    ["21", 21_000],
    ["60", 60_000],
    ["86400", 300_000],
  ])("of %s s is longer than a call may wait: the caller is told at once", async (header, retryAfterMs) => {
    const server = await serve(limited({ "retry-after": header }));
    const rig = connect(server);
    await expect(list(rig)).rejects.toMatchObject({ code: "rate_limit_exceeded", retryable: "L", retryAfterMs });
    expect(rig.sleeps).toEqual([]);
  });

  test("waits add up against the bound", async () => {
    const server = await serve(...Array.from({ length: 3 }, () => limited({ "retry-after": "9" })));
    const rig = connect(server);
    await expect(list(rig)).rejects.toMatchObject({ retryAfterMs: 9_000 });
    expect(rig.sleeps).toEqual([9_000, 9_000]);
  });
});

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
