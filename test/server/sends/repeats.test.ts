import { afterEach, describe, expect, test } from "vitest";
import { SANDBOX } from "../../../src/sandbox/index.ts";
import { OPEN, type SendStage, sendStage } from "./stage.ts";

let on: SendStage;
afterEach(() => on.close());

const ONE = "Your order is ready.";
const SOON = { status: 429, headers: { "retry-after": "20" }, body: { error: "Rate limit exceeded" } };

/** A shift at 15:00:50 UTC, in which a wait takes its time on every clock and in nobody's life. `meanwhile` is in it. */
async function shiftWith(rules: Parameters<typeof sendStage>[0], meanwhile = async () => {}): Promise<void> {
  let slept = 0;
  const sleep = async (ms: number) => {
    slept += ms;
    on.sandbox.advance(ms / 1_000);
    await meanwhile();
  };
  on = await sendStage({ ...rules, kapso: { sleep, now: () => Date.now() + slept } });
  on.sandbox.advance(50);
}

const copies = () => on.stored().filter(({ text }) => text === ONE);

describe("a send that is refused for now, and waits to be repeated", () => {
  test("does not leave in the quiet hours that have begun meanwhile", async () => {
    const quietHours = { from: 15 * 60 + 1, until: 16 * 60, zone: "UTC" };
    await shiftWith({ rules: { quietHours, dailySends: 1 } });
    await on.fault({ match: { method: "POST" }, ...SOON });
    const answer = await on.text(ONE);
    expect(answer.isError).toBe(true);
    expect(answer.text).toMatch(/^Nothing was sent\. The operator's rule KAPSO_QUIET_HOURS .* 2026-11-20T16:00:00Z/);
    expect([on.count("POST"), copies()]).toEqual([1, []]);
    on.sandbox.advance(3_600);
    await on.call("list_conversations", { limit: 1 }); // An answer tells the time.
    expect((await on.text(ONE)).data.status).toBe("accepted");
  });

  test("counts for the day on which it leaves", async () => {
    const quietHours = { from: 2 * 60, until: 3 * 60, zone: "Asia/Kolkata" };
    await shiftWith({ rules: { quietHours, dailySends: 1 } });
    on.sandbox.advance(3.5 * 3_600 - 60); // 23:59:50 in Kolkata.
    await on.call("list_conversations", { limit: 1 });
    await on.fault({ match: { method: "POST" }, ...SOON });
    expect((await on.text(ONE)).data.status).toBe("accepted");
    expect((await on.text("one more")).text).toContain("KAPSO_DAILY_SENDS");
  });

  test("does not leave when the customer has written meanwhile", async () => {
    await shiftWith({}, () => on.inbound({ from: OPEN, text: "wait!" }));
    const { data } = await on.call("list_messages", { conversation_id: SANDBOX.openConversationId, limit: 1 });
    await on.fault({ match: { method: "POST" }, ...SOON });
    const answer = await on.text(ONE, { last_seen_message_id: data.data[0].message_id });
    expect(answer.data).toMatchObject({ status: "not_sent", newer_messages: [{ text: "wait!" }] });
    expect([on.count("POST"), copies()]).toEqual([1, []]);
  });

  test("leaves when nothing is against it", async () => {
    await shiftWith({ rules: { dailySends: 1 } });
    await on.fault({ match: { method: "POST" }, times: 2, ...SOON, headers: { "retry-after": "9" } });
    expect((await on.text(ONE)).data.status).toBe("accepted");
    expect([on.count("POST"), copies().length]).toEqual([3, 1]);
  });
});
