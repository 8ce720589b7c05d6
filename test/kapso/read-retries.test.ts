import { describe, expect, test } from "vitest";
import { connect, cutOff, emptyList, json, PHONE, type Rig, reset, type Step, serve, text } from "./scripted-server.ts";

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

  test("four times also when no wait is long", async () => {
    const server = await serve(...Array.from({ length: 8 }, () => text(503, "")));
    await expect(list(connect(server, { random: () => 0 }))).rejects.toMatchObject({ httpStatus: 503 });
    expect(server.requests).toHaveLength(5);
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
