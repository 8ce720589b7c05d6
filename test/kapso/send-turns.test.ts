import { describe, expect, test } from "vitest";
import { accepted, connect, hang, held, json, PHONE, type Rig, serve, textMessage } from "./scripted-server.ts";

const ANA = "+5511987650042";
const BEA = "+5511987650099";

const send = (
  { kapso }: Rig,
  options: { signal?: AbortSignal; beforeRequest?: () => void | Promise<void> } = {},
  to = ANA,
) => kapso.messages.send(PHONE, textMessage(to), options);
const graph = (status: number, code: number) => json(status, { error: { message: "x", type: "X", code } });
const inFlight = json(409, {
  error: "Another message is already in-flight for this conversation. Please retry shortly.",
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
      send(rig, { beforeRequest: () => void begun.push("first") }),
      send(rig, { signal: controller.signal, beforeRequest: () => void begun.push("second") }),
      send(rig, { beforeRequest: () => void begun.push("third") }),
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

  test("a send with a signal that has aborted does not even queue", async () => {
    const server = await serve(hang);
    const rig = connect(server);
    const running = send(rig).catch(() => {});
    await server.arrived(1);
    await expect(send(rig, { signal: AbortSignal.abort() })).rejects.toMatchObject({ kind: "aborted" });
    await rig.kapso.close({ drainMs: 0 });
    await running;
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

  test("a send that was refused and waits to be repeated is given up", async () => {
    const server = await serve(inFlight, accepted("wamid.1"));
    const controller = new AbortController();
    const rig = connect(server, { sleep: async () => controller.abort() });
    await expect(send(rig, { signal: controller.signal })).rejects.toMatchObject({
      kind: "aborted",
      requestSent: false,
    });
    expect(server.requests).toHaveLength(1);
  });
});

describe("beforeRequest", () => {
  test("is waited for before the first request, and before each that repeats it", async () => {
    const server = await serve(inFlight, accepted());
    const seen: number[] = [];
    await send(connect(server), {
      beforeRequest: async () => {
        await new Promise((resolve) => setTimeout(resolve, 10));
        seen.push(server.requests.length);
      },
    });
    expect(seen).toEqual([0, 1]);
  });

  test("that fails after a refusal lets nothing more leave, and frees the lane", async () => {
    const server = await serve(inFlight, accepted());
    const rig = connect(server);
    const beforeRequest = () => {
      if (server.requests.length > 0) throw new Error("too late");
    };
    await expect(send(rig, { beforeRequest })).rejects.toThrow("too late");
    expect(server.requests).toHaveLength(1);
    await expect(send(rig)).resolves.toBeDefined();
  });

  test("that fails lets nothing leave, and frees the lane", async () => {
    const server = await serve(accepted());
    const rig = connect(server);
    const failing = send(rig, { beforeRequest: () => Promise.reject(new Error("ledger down")) });
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
