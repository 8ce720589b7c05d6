import { describe, expect, test } from "vitest";
import {
  accepted,
  connect,
  cutOff,
  hang,
  json,
  PHONE,
  type Rig,
  reset,
  type Step,
  serve,
  text,
  textMessage,
} from "./scripted-server.ts";

const ANA = "+5511987650042";

const send = (
  { kapso }: Rig,
  options: { signal?: AbortSignal; beforeRequest?: () => void | Promise<void> } = {},
  to = ANA,
) => kapso.messages.send(PHONE, textMessage(to), options);
const graph = (status: number, code: number) => json(status, { error: { message: "x", type: "X", code } });
const inFlight = json(409, {
  error: "Another message is already in-flight for this conversation. Please retry shortly.",
});

test("A1: a send is one POST of its body, and gives the answer", async () => {
  const server = await serve(accepted("wamid.1"));
  const rig = connect(server);
  await expect(send(rig)).resolves.toMatchObject({ messages: [{ id: "wamid.1" }] });
  expect(server.requests).toHaveLength(1);
  expect(server.requests[0]).toMatchObject({ method: "POST", url: `/api/meta/v23.0/${PHONE}/messages` });
  expect(JSON.parse(server.requests[0]?.body ?? "")).toEqual(textMessage(ANA));
  expect(rig.events[0]?.path).toBe("/{phone_number_id}/messages");
});

describe("a send repeats itself after a clear refusal for now", () => {
  const cases: [string, Step, number][] = [
    ["429", json(429, { error: "Rate limit exceeded" }), 1_000],
    ["429 with Retry-After", json(429, { error: "Rate limit exceeded" }, { "retry-after": "12" }), 12_000],
    ["the in-flight 409", inFlight, 625],
    ["code 4", graph(400, 4), 1_250],
    ["code 80007", graph(400, 80007), 1_250],
    ["code 130429", graph(429, 130429), 1_250],
    ["code 131056", graph(400, 131056), 1_250],
  ];
  test.each(cases)("%s", async (_, step, wait) => {
    const server = await serve(step, accepted());
    const rig = connect(server);
    await expect(send(rig)).resolves.toMatchObject({ messages: [{ id: "wamid.OUT1" }] });
    expect(server.requests).toHaveLength(2);
    expect(rig.sleeps).toEqual([wait]);
  });

  test("the in-flight 409 five times, from half a second to eight, with jitter on top", async () => {
    const server = await serve(...Array.from({ length: 7 }, () => inFlight));
    const rig = connect(server, { random: () => 0 });
    await expect(send(rig)).rejects.toMatchObject({ kind: "kapso", code: "message_in_flight", retryable: "S" });
    expect(server.requests).toHaveLength(6);
    expect(rig.sleeps).toEqual([500, 1_000, 2_000, 4_000, 8_000]);
  });

  const soon = { "retry-after": "0" };
  test.each([
    ["in flight", json(409, { error: "Another message is already in-flight." }, soon), 6],
    ["limited", json(429, { error: "Rate limit exceeded" }, soon), 5],
  ])("at most so often while it is %s, however short the waits", async (_, step, requests) => {
    const server = await serve(...Array.from({ length: 9 }, () => step));
    await expect(send(connect(server))).rejects.toMatchObject({ kind: "kapso", retryAfterMs: 0 });
    expect(server.requests).toHaveLength(requests);
  });

  test("throttling after 1, 4 and 16 seconds; 64 are too many, and the caller is told", async () => {
    const server = await serve(...Array.from({ length: 5 }, () => graph(400, 131056)));
    const rig = connect(server, { random: () => 0 });
    await expect(send(rig)).rejects.toMatchObject({
      kind: "graph",
      code: 131056,
      retryable: "L",
      retryAfterMs: 64_000,
    });
    expect(server.requests).toHaveLength(4);
    expect(rig.sleeps).toEqual([1_000, 4_000, 16_000]);
  });

  test("not when the service asks for more than half a minute", async () => {
    const server = await serve(json(429, { error: "Rate limit exceeded" }, { "retry-after": "60" }));
    const rig = connect(server);
    await expect(send(rig)).rejects.toMatchObject({ code: "rate_limit_exceeded", retryAfterMs: 60_000 });
    expect(server.requests).toHaveLength(1);
    expect(rig.sleeps).toEqual([]);
  });

  test("a connection that is refused, four times; nothing was sent", async () => {
    const rig = connect({ origin: "http://127.0.0.1:1" });
    await expect(send(rig)).rejects.toMatchObject({ kind: "network", code: "ECONNREFUSED", requestSent: false });
    expect(rig.events).toHaveLength(5);
    expect(rig.sleeps).toEqual([1_000, 2_000, 4_000, 8_000]);
  });
});

describe("a send does not repeat itself, and nothing is unknown", () => {
  const cases: [string, Step, object][] = [
    ["the closed window of Kapso", graph(422, 131047), { kind: "graph", code: 131047, retryable: "F" }],
    ["an undeliverable recipient", graph(400, 131026), { kind: "graph", retryable: "N" }],
    ["no credits", json(402, { error: "No", code: "insufficient_credits" }), { kind: "kapso", retryable: "H" }],
    [
      "a 409 about the thread",
      json(409, { error: "x", code: "thread_ownership_unknown" }),
      { kind: "kapso", retryable: "L" },
    ],
    ["a 409 of another text", json(409, { error: "Conflict" }), { kind: "kapso", code: null, retryable: "F" }],
    ["429 about spam", graph(429, 131048), { kind: "graph", retryable: "H" }],
    ["a later code that is not throttling", graph(400, 2), { kind: "graph", retryable: "L" }],
    ["500 with a certain reason", graph(500, 131045), { kind: "graph", retryable: "H" }],
    ["500 in maintenance", graph(500, 131057), { kind: "graph", retryable: "L" }],
    ["400 with HTML", text(400, "<html>"), { kind: "http", retryable: "F" }],
    ["400 whose body was cut off", cutOff(400, '{"error":'), { kind: "http", retryable: "F" }],
    ["a redirect", text(307, "", { location: "http://127.0.0.1:1/" }), { kind: "http", httpStatus: 307 }],
  ];
  test.each(cases)("%s", async (_, step, facts) => {
    const server = await serve(step, accepted());
    const rig = connect(server);
    await expect(send(rig)).rejects.toMatchObject({ ...facts, requestSent: true });
    expect(server.requests).toHaveLength(1);
    expect(rig.sleeps).toEqual([]);
  });
});

describe("the outcome is unknown, and one request left", () => {
  const cases: [string, Step, object][] = [
    ["500 without a reason", text(500, ""), { httpStatus: 500 }],
    ["500 with Meta's unknown failure", graph(500, 131000), { httpStatus: 500, code: 131000 }],
    ["503 of Meta", graph(503, 2), { httpStatus: 503 }],
    ["502 with HTML", text(502, "<html>"), { httpStatus: 502 }],
    ["504 of Kapso", json(504, { error: "Kapso proxy timeout" }), { code: "proxy_timeout" }],
    ["524 of the edge", text(524, "<html>"), { httpStatus: 524 }],
    ["408", text(408, ""), { httpStatus: 408 }],
    ["a reset after the request", reset, { code: "connection_lost" }],
    ["200 with HTML", text(200, "<html>"), { code: "not_json", httpStatus: 200 }],
    ["200 with an empty body", text(200, ""), { code: "empty_body" }],
    ["200 whose body was cut off", cutOff(200, '{"messages":['), { httpStatus: 200 }],
    ["200 with half a JSON", text(200, '{"messages":['), { code: "truncated_body" }],
    [
      "200 without a message id",
      json(200, { messaging_product: "whatsapp", messages: [] }),
      { code: "unexpected_shape" },
    ],
    ["no answer in time", hang, { code: "call_timeout" }],
  ];
  test.each(cases)("%s", async (_, step, facts) => {
    const server = await serve(step, accepted());
    const rig = connect(server, { timeouts: { callMs: 150 } });
    await expect(send(rig)).rejects.toMatchObject({
      kind: "unknown_outcome",
      retryable: "A",
      requestSent: true,
      ...facts,
    });
    expect(server.requests).toHaveLength(1);
    expect(rig.sleeps).toEqual([]);
  });

  test("and the error keeps what the service said", async () => {
    const server = await serve(text(502, "<html>bad gateway</html>"));
    await expect(send(connect(server))).rejects.toMatchObject({
      raw: "<html>bad gateway</html>",
      cause: { kind: "http", httpStatus: 502 },
    });
  });

  test("a reset of a connection that had served before", async () => {
    const server = await serve(accepted(), reset, accepted());
    const rig = connect(server);
    await send(rig);
    await expect(send(rig)).rejects.toMatchObject({ kind: "unknown_outcome", requestSent: true });
    expect(server.requests).toHaveLength(2);
  });
});
