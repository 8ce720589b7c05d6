import fc from "fast-check";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { type SendStage, sendStage } from "./stage.ts";

let on: SendStage;
beforeAll(async () => {
  on = await sendStage({ kapso: { sleep: async () => {} } });
});
afterAll(() => on.close());
beforeEach(() => on.sandbox.reset());

const ONE = "Your order is ready.";
const insist = () => on.text(ONE, { allow_duplicate: true });

/** The ids that were told as sent, and those that stand there. */
async function told(answers: readonly Awaited<ReturnType<typeof insist>>[]) {
  return {
    told: answers.filter(({ isError }) => !isError).map(({ data }) => data.message_id),
    stored: on
      .stored()
      .filter(({ text }) => text === ONE)
      .map(({ id }) => id),
  };
}

describe("a stored message is one send's", () => {
  test.each([
    ["before", "after"],
    ["after", "before"],
  ])("two that are insisted on at once, whose connections are reset %s and %s the effect", async (...resets) => {
    for (const reset of resets) await on.fault({ match: { method: "POST" }, reset });
    const answers = await Promise.all([insist(), insist()]);
    const { told: ids, stored } = await told(answers);
    expect(stored).toHaveLength(1);
    expect(ids).toEqual(stored);
    expect(answers.find(({ isError }) => isError)?.text).toContain("not known whether anything was sent");
  });

  test("a lost one does not take the message of one that is under way", async () => {
    await on.fault({ match: { method: "POST" }, reset: "before" });
    await on.fault({ match: { method: "POST" }, latency_ms: 80 });
    const answers = await Promise.all([insist(), insist()]);
    const { told: ids, stored } = await told(answers);
    expect(stored).toHaveLength(1);
    expect(ids).toEqual(stored);
  });

  test("nor that of one which says the same in another way", async () => {
    await on.fault({ match: { method: "POST" }, reset: "before" });
    await on.fault({ match: { method: "POST" }, latency_ms: 80 });
    const [lost, other] = await Promise.all([on.text(ONE), on.text(ONE, { preview_url: true })]);
    expect(other.data.message_id).toBe(on.stored().at(-1)?.id);
    expect(lost.text).toContain("not known whether anything was sent");
  });

  test("whatever becomes of how many, each id is told once, and what is told stands there", async () => {
    const faults = {
      none: undefined,
      slow: { latency_ms: 30 },
      lost_before: { reset: "before" },
      lost_after: { reset: "after" },
      gone_after: { failure: "proxy_timeout", effect: true },
      refused: { failure: "131026" },
      in_flight: { failure: "in_flight" },
    };
    type Fault = keyof typeof faults;
    const schedule = fc.array(fc.constantFrom(...(Object.keys(faults) as Fault[])), { minLength: 2, maxLength: 4 });
    let customers = 0;
    const play = async (each: readonly Fault[]) => {
      customers += 1;
      const to = `+5511960${String(customers).padStart(6, "0")}`;
      await on.inbound({ from: to, text: "hello" });
      for (const name of each) await on.fault({ match: { to }, ...(faults[name] ?? { latency_ms: 1 }) });
      const answers = await Promise.all(each.map(() => on.text(ONE, { to, allow_duplicate: true })));
      const told = answers.filter(({ isError }) => !isError).map(({ data }) => data.message_id);
      const stored = on.stored(to).map(({ id }) => id);
      expect(new Set(told).size, each.join()).toBe(told.length);
      expect(stored, each.join()).toEqual(expect.arrayContaining(told));
      const unknown = answers.filter(({ text }) => text.includes("not known whether anything was sent"));
      expect(told.length + unknown.length, each.join()).toBeGreaterThanOrEqual(stored.length);
    };
    await fc.assert(
      fc.asyncProperty(fc.array(schedule, { minLength: 20, maxLength: 20 }), async (schedules) => {
        await Promise.all(schedules.map(play));
      }),
      { seed: 20261122, numRuns: 5, endOnFailure: true },
    );
  });
});
