import { describe, expect, test } from "vitest";
import {
  accepted,
  connect,
  cutOff,
  hang,
  held,
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
const BEA = "+5511987650099";

const send = ({ kapso }: Rig, options: { signal?: AbortSignal; onBegun?: () => void | Promise<void> } = {}, to = ANA) =>
  kapso.messages.send(PHONE, textMessage(to), options);
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

  test("a name that is not known", async () => {
    const rig = connect({ origin: "https://kapso.invalid" });
    const failure = { kind: "network", code: expect.stringMatching(/ENOTFOUND|EAI_AGAIN/), requestSent: false };
    await expect(send(rig)).rejects.toMatchObject(failure);
    expect(rig.events).toHaveLength(5);
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

  test("a reset of a connection that had served before", async () => {
    const server = await serve(accepted(), reset, accepted());
    const rig = connect(server);
    await send(rig);
    await expect(send(rig)).rejects.toMatchObject({ kind: "unknown_outcome", requestSent: true });
    expect(server.requests).toHaveLength(2);
  });
});

describe("sends to one recipient", () => {
  test("go one after the other, in order, in whatever spelling", async () => {
    const first = held(accepted("wamid.1"));
    const server = await serve(first.step, accepted("wamid.2"), accepted("wamid.3"));
    const rig = connect(server);
    const sends = [send(rig, {}, ANA), send(rig, {}, "55 (11) 98765-0042"), send(rig, {}, "5511987650042")];
    await server.arrived(1);
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(server.requests).toHaveLength(1);
    expect(rig.kapso.pendingSends()).toBe(3);
    first.letGo();
    const ids = (await Promise.all(sends)).map(({ messages }) => messages[0]?.id);
    expect(ids).toEqual(["wamid.1", "wamid.2", "wamid.3"]);
    expect(rig.kapso.pendingSends()).toBe(0);
  });

  test("do not hold up sends to another, or from another number", async () => {
    const first = held(accepted());
    const server = await serve(first.step, accepted("wamid.bea"), accepted("wamid.other"));
    const rig = connect(server);
    const slow = send(rig);
    await server.arrived(1);
    await expect(send(rig, {}, BEA)).resolves.toMatchObject({ messages: [{ id: "wamid.bea" }] });
    await expect(rig.kapso.messages.send("999990000011111", textMessage(ANA))).resolves.toBeDefined();
    first.letGo();
    await slow;
  });

  test("keep their distance, from the end of the former", async () => {
    let now = 1_000_000;
    const server = await serve(accepted(), accepted(), accepted());
    const rig = connect(server, { sendSpacingMs: 1_200, now: () => now });
    await send(rig);
    now += 500;
    await send(rig);
    now += 5_000;
    await send(rig);
    expect(rig.sleeps).toEqual([700]);
  });

  test("keep their distance after a failure too, and no longer when the clock jumps back", async () => {
    let now = 1_000_000;
    const server = await serve(graph(400, 100), accepted());
    const rig = connect(server, { sendSpacingMs: 1_200, now: () => now });
    await send(rig).catch(() => {});
    now -= 3_600_000;
    await send(rig);
    expect(rig.sleeps).toEqual([1_200]);
  });

  test("wait while one repeats itself", async () => {
    const server = await serve(inFlight, accepted("wamid.1"), accepted("wamid.2"));
    const rig = connect(server);
    const [first, second] = await Promise.all([send(rig), send(rig)]);
    expect([first.messages[0]?.id, second.messages[0]?.id]).toEqual(["wamid.1", "wamid.2"]);
  });

  test("mark-as-read is not held up", async () => {
    const first = held(accepted());
    const server = await serve(first.step, json(200, { success: true }));
    const rig = connect(server);
    const slow = send(rig);
    await server.arrived(1);
    await expect(rig.kapso.messages.markRead(PHONE, { message_id: "wamid.IN" })).resolves.toEqual({ success: true });
    first.letGo();
    await slow;
  });
});

describe("cancelling", () => {
  test("a queued send never leaves, and holds nobody up", async () => {
    const first = held(accepted("wamid.1"));
    const server = await serve(first.step, accepted("wamid.3"));
    const rig = connect(server);
    const controller = new AbortController();
    const begun: string[] = [];
    const sends = [
      send(rig, { onBegun: () => void begun.push("first") }),
      send(rig, { signal: controller.signal, onBegun: () => void begun.push("second") }),
      send(rig, { onBegun: () => void begun.push("third") }),
    ];
    await server.arrived(1);
    controller.abort();
    await expect(sends[1]).rejects.toMatchObject({ kind: "aborted", requestSent: false });
    expect(server.requests).toHaveLength(1);
    first.letGo();
    await expect(sends[2]).resolves.toMatchObject({ messages: [{ id: "wamid.3" }] });
    expect(begun).toEqual(["first", "third"]);
    expect(server.requests).toHaveLength(2);
  });

  test("a send with a signal that has aborted never leaves", async () => {
    const server = await serve(accepted());
    const sending = send(connect(server), { signal: AbortSignal.abort() });
    await expect(sending).rejects.toMatchObject({ kind: "aborted", requestSent: false });
    expect(server.requests).toHaveLength(0);
  });

  test("a send in its pause never leaves", async () => {
    const controller = new AbortController();
    const server = await serve(accepted(), accepted());
    const rig = connect(server, { sendSpacingMs: 60_000, sleep: undefined });
    await send(rig);
    const second = send(rig, { signal: controller.signal });
    setTimeout(() => controller.abort(), 10);
    await expect(second).rejects.toMatchObject({ kind: "aborted", requestSent: false });
    expect(server.requests).toHaveLength(1);
  });

  test("a send that has begun ends with its outcome", async () => {
    const answer = held(accepted("wamid.1"));
    const server = await serve(answer.step);
    const controller = new AbortController();
    const sending = send(connect(server), { signal: controller.signal });
    await server.arrived(1);
    controller.abort();
    answer.letGo();
    await expect(sending).resolves.toMatchObject({ messages: [{ id: "wamid.1" }] });
  });

  test("a send that has begun goes on repeating itself", async () => {
    const server = await serve(inFlight, accepted("wamid.1"));
    const controller = new AbortController();
    const rig = connect(server, { sleep: async () => controller.abort() });
    await expect(send(rig, { signal: controller.signal })).resolves.toMatchObject({ messages: [{ id: "wamid.1" }] });
  });
});

describe("onBegun", () => {
  test("is waited for before the first request, and called once", async () => {
    const server = await serve(inFlight, accepted());
    const seen: number[] = [];
    await send(connect(server), {
      onBegun: async () => {
        await new Promise((resolve) => setTimeout(resolve, 10));
        seen.push(server.requests.length);
      },
    });
    expect(seen).toEqual([0]);
  });

  test("that fails lets nothing leave, and frees the lane", async () => {
    const server = await serve(accepted());
    const rig = connect(server);
    const failing = send(rig, { onBegun: () => Promise.reject(new Error("ledger down")) });
    await expect(failing).rejects.toThrow("ledger down");
    expect(server.requests).toHaveLength(0);
    await expect(send(rig)).resolves.toBeDefined();
  });
});

describe("closing", () => {
  test("waits for the sends that run, and drops those that queue", async () => {
    const answer = held(accepted("wamid.1"));
    const server = await serve(answer.step, accepted());
    const rig = connect(server);
    const running = send(rig);
    const queued = send(rig);
    const dropped = expect(queued).rejects.toMatchObject({ kind: "aborted", requestSent: false });
    await server.arrived(1);
    const closed = rig.kapso.close({ drainMs: 5_000 });
    await dropped;
    answer.letGo();
    await expect(running).resolves.toMatchObject({ messages: [{ id: "wamid.1" }] });
    await expect(closed).resolves.toEqual({ abandonedSends: 0 });
    expect(server.requests).toHaveLength(1);
    await expect(send(rig)).rejects.toMatchObject({ kind: "aborted", requestSent: false });
  });

  test("breaks off what runs too long, and says how many", async () => {
    const server = await serve(hang);
    const rig = connect(server);
    const running = expect(send(rig)).rejects.toMatchObject({ kind: "unknown_outcome", requestSent: true });
    await server.arrived(1);
    await expect(rig.kapso.close({ drainMs: 20 })).resolves.toEqual({ abandonedSends: 1 });
    await running;
  });

  test("ends the wait of a send that was refused for now", async () => {
    const server = await serve(inFlight);
    const rig = connect(server, { sleep: undefined, random: () => 0 });
    const running = expect(send(rig)).rejects.toMatchObject({ kind: "aborted", requestSent: false });
    await server.arrived(1);
    await new Promise((resolve) => setTimeout(resolve, 20));
    await rig.kapso.close({ drainMs: 20 });
    await running;
    expect(server.requests).toHaveLength(1);
  });
});
