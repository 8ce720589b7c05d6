import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { type SendStage, sendStage } from "./stage.ts";

let on: SendStage;
beforeAll(async () => {
  on = await sendStage();
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
});
