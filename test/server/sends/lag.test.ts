import { afterEach, describe, expect, test } from "vitest";
import { SANDBOX } from "../../../src/sandbox/index.ts";
import { OPEN, type SendStage, sendStage } from "./stage.ts";

/** The API calls a window closed right after the customer wrote: one more try, under every rule that a send has. */

let on: SendStage;
afterEach(() => on.close());

const TEXT = "Your order is ready.";
const CLOSED = { match: { method: "POST", path: "/messages$" }, failure: "window_closed" };
let waits: number[];

/** A shift at 15:00 UTC. A wait before another try takes its time on every clock and in nobody's life. */
async function shiftWith(options: Parameters<typeof sendStage>[0] = {}, meanwhile = async () => {}): Promise<void> {
  waits = [];
  let slept = 0;
  const sleep = async (ms: number) => {
    waits.push(ms);
    slept += ms;
    on.sandbox.advance(ms / 1_000);
    await meanwhile();
  };
  on = await sendStage({ ...options, sends: { sleep }, kapso: { sleep, now: () => Date.now() + slept } });
}

const copies = () => on.stored().filter(({ text }) => text === TEXT).length;

describe("a window that looks closed although the customer has just written", () => {
  test("is asked once more after 1.2 s, and the message goes out once", async () => {
    await shiftWith();
    await on.fault(CLOSED);
    expect((await on.text(TEXT)).data.status).toBe("accepted");
    expect([waits, on.count("POST"), copies()]).toEqual([[1_200], 2, 1]);
  });

  test("is asked no third time, and what was refused twice may be sent again later", async () => {
    await shiftWith({ rules: { dailySends: 1 } });
    await on.fault({ ...CLOSED, times: 2 });
    const refused = await on.text(TEXT);
    expect(refused.text).toContain("asked twice, the API still says closed");
    expect([waits, on.count("POST"), copies()]).toEqual([[1_200], 2, 0]);
    // The customer writes: the window is noted as closed until then. Neither day nor ledger counts the refusal.
    await on.inbound({ from: OPEN, text: "Hello?" });
    const later = await on.text(TEXT);
    expect([later.data.status, later.data.deduplicated]).toEqual(["accepted", undefined]);
    expect(copies()).toBe(1);
  });

  test("gets no message in the quiet hours that have begun meanwhile", async () => {
    await shiftWith({ rules: { quietHours: { from: 15 * 60 + 1, until: 16 * 60, zone: "UTC" } } });
    on.sandbox.advance(59);
    await on.call("list_conversations", { limit: 1 }); // An answer tells the time.
    await on.fault(CLOSED);
    expect((await on.text(TEXT)).text).toMatch(/^Nothing was sent\. The operator's rule KAPSO_QUIET_HOURS/);
    expect([on.count("POST"), copies()]).toEqual([1, 0]);
  });

  test("gets no message when the customer has written again meanwhile", async () => {
    await shiftWith({}, () => on.inbound({ from: OPEN, text: "wait!" }));
    const { data } = await on.call("list_messages", { conversation_id: SANDBOX.openConversationId, limit: 1 });
    await on.fault(CLOSED);
    const answer = await on.text(TEXT, { last_seen_message_id: data.data[0].message_id });
    expect(answer.data).toMatchObject({ status: "not_sent", newer_messages: [{ text: "wait!" }] });
    expect([on.count("POST"), copies()]).toEqual([1, 0]);
  });

  test("takes both tries as one send of the day", async () => {
    await shiftWith({ rules: { dailySends: 2 } });
    await on.fault(CLOSED);
    expect((await on.text(TEXT)).data.status).toBe("accepted");
    expect((await on.text("The second of the day.")).data.status).toBe("accepted");
    expect((await on.text("The third.")).text).toContain("KAPSO_DAILY_SENDS");
  });

  test("is one send for two calls that ask for the same", async () => {
    await shiftWith();
    await on.fault(CLOSED);
    const answers = await Promise.all([on.text(TEXT), on.text(TEXT)]);
    expect(answers.map(({ isError }) => isError)).toEqual([false, false]);
    expect(answers.filter(({ data }) => data.deduplicated)).toHaveLength(1);
    expect([on.count("POST"), copies()]).toEqual([2, 1]);
  });
});

describe("a second try of which nobody knows what became", () => {
  test("is looked up, and not sent a third time", async () => {
    await shiftWith();
    await on.fault(CLOSED);
    await on.fault({ ...CLOSED, failure: "html_502", effect: true });
    expect((await on.text(TEXT)).isError).toBe(false);
    expect([on.count("POST"), copies()]).toEqual([2, 1]);
  });

  test("stays unknown where the history has nothing, also for the same call again", async () => {
    await shiftWith();
    await on.fault(CLOSED);
    await on.fault({ ...CLOSED, failure: "html_502" });
    expect((await on.text(TEXT)).text).toContain("It is not known whether anything was sent.");
    expect((await on.text(TEXT)).text).toContain("It is not known whether anything was sent.");
    expect([on.count("POST"), copies()]).toEqual([2, 0]);
  });
});
