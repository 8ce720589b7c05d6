import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { SANDBOX } from "../../src/sandbox/index.ts";
import { type Answer, readAnswer } from "../helpers/harness.ts";
import { REPLY, type Wired, wired } from "./kinds.ts";
import type { Trouble } from "./line.ts";
import { FAULTS } from "./table.ts";
import { keyRevoked, limited, silence, unavailable } from "./troubles.ts";

/** Waits that have begun well, and meet a fault in the middle. */

const WAIT = { conversation_id: SANDBOX.openConversationId };
const SEND = { to: SANDBOX.openCustomer, type: "text", text: "When may we come?" };
/** A wait of 30 s that meets silence: really, a second; a loaded machine may add to it. */
const REALLY_MS = 3_500;

let on: Wired;
let sent: string;
beforeAll(async () => {
  on = await wired();
});
afterAll(() => on.close());
beforeEach(async () => {
  on.line.mend();
  on.shift.sandbox.reset();
  sent = (await on.shift.call("send_message", SEND)).data.message_id;
});

const writes = (body = REPLY) => on.shift.inbound({ from: SANDBOX.openCustomer, text: { body } });
const texts = ({ data }: Answer) => data.messages.map(({ text }: { text?: string }) => text);

/** From the first pause on there is trouble, to one of the next or to the end; the customer writes as it begins. */
function troubledFrom(trouble: Trouble, { to = Number.POSITIVE_INFINITY } = {}): void {
  on.time.restart(async (pause) => {
    if (pause === 1) on.line.trouble("GET", trouble);
    if (pause === 1) await writes();
    if (pause === to) on.line.mend();
  });
}

/** Not a word of what is not known: whether there is a reply. And the way on. */
function expectOpen({ isError, text }: Answer): void {
  expect(isError, text).toBe(true);
  expect(text).not.toMatch(/no reply/i);
  expect(text).toMatch(/\nNext: \S/);
  expect(text).toContain(`Whether the customer has replied is not known`);
  expect(text).toContain(`after_message_id ${sent}`);
}

/** What came during the trouble is there for the next wait, once. */
async function expectNothingLost(): Promise<void> {
  on.line.mend();
  on.time.restart(() => {});
  expect(texts(await on.shift.call("wait_for_reply", { ...WAIT, after_message_id: sent }))).toEqual([REPLY]);
}

describe("a wait for a reply", () => {
  test.each(FAULTS.filter(({ slow, endsWait }) => !slow && !endsWait))(
    "$name for a while: it ends with the reply that came meanwhile",
    async ({ trouble }) => {
      troubledFrom(trouble, { to: 3 });
      const answer = await on.shift.call("wait_for_reply", WAIT);
      expect(answer.isError, answer.text).toBe(false);
      expect(texts(answer)).toEqual([REPLY]);
      expect(answer.data).toMatchObject({ replied: true });
      expect(answer.data.note).toBeUndefined();
    },
  );

  test.each(FAULTS.filter(({ slow, endsWait, read }) => !slow && !endsWait && read[0] === "nothing"))(
    "$name to the end: it says that nobody knows, and the next wait has the reply",
    async ({ trouble, says }) => {
      troubledFrom(trouble);
      const answer = await on.shift.call("wait_for_reply", { ...WAIT, timeout_seconds: 12 });
      expectOpen(answer);
      if (says) expect(answer.text).toMatch(says);
      // After 1, 6, 11 and 12 s, five times each at the most.
      expect(on.line.seen.length).toBeLessThanOrEqual(4 * 5);
      await expectNothingLost();
    },
  );

  test.each(FAULTS.filter(({ endsWait }) => endsWait))("$name: it ends at once, with the reason", async (fault) => {
    on.time.restart(async (pause) => {
      if (pause === 1) on.line.trouble("GET", fault.trouble);
      await writes();
    });
    const answer = await on.shift.call("wait_for_reply", WAIT);
    expectOpen(answer);
    expect(answer.text).toMatch(fault.says ?? /never/);
    expect(on.time.pauses).toEqual([1000]);
    expect(on.line.seen).toHaveLength(1);
    await expectNothingLost();
  });

  const slow = FAULTS.filter((fault) => fault.slow);
  /** The longest waits, with what the last look may take, in their own seconds; and from which pause on there is trouble. */
  test.each([
    [30, 35, 1],
    [1, 6, 0],
  ])("of %i s meets faults that take time: it ends within %i s", async (timeout_seconds, longest, from) => {
    const meetings = slow.map(async ({ trouble }) => {
      const own = await wired();
      const begin = () => own.line.trouble("GET", trouble);
      try {
        if (from === 0) begin();
        own.time.restart((pause) => pause === from && begin());
        const started = performance.now();
        const { isError, text } = await own.shift.call("wait_for_reply", { ...WAIT, timeout_seconds });
        expect(isError, text).toBe(true);
        expect(text).toContain("call_timeout");
        expect(text.includes("Whether the customer has replied is not known")).toBe(from === 1);
        expect(own.time.now()).toBeLessThanOrEqual(longest * 1000);
        expect(performance.now() - started).toBeLessThan(REALLY_MS);
        expect(own.line.seen.length).toBeLessThanOrEqual(3);
      } finally {
        await own.close();
      }
    });
    expect(await Promise.all(meetings)).toHaveLength(4);
  });

  test("one look that hangs: it is given up, and the next one has the reply", async () => {
    on.time.restart(async (pause) => {
      if (pause === 1) on.line.trouble("GET", silence);
      if (pause !== 2) return;
      on.line.mend();
      await writes();
    });
    const answer = await on.shift.call("wait_for_reply", WAIT);
    expect(answer.isError, answer.text).toBe(false);
    expect(texts(answer)).toEqual([REPLY]);
  });

  test("the service is gone and comes back: it ends with the reply", async () => {
    on.time.restart(async (pause) => {
      if (pause === 1) await on.line.close();
      if (pause === 2) await writes();
      if (pause === 3) await on.line.open();
    });
    const answer = await on.shift.call("wait_for_reply", WAIT);
    expect(answer.isError, answer.text).toBe(false);
    expect(texts(answer)).toEqual([REPLY]);
  });

  test("it looks again no sooner than the service asks", async () => {
    troubledFrom(limited("120"), { to: 2 });
    // A client that asks for progress waits longer than 50 s.
    const call = { name: "wait_for_reply", arguments: { ...WAIT, timeout_seconds: 300 } };
    const answer = readAnswer(await on.shift.client.callTool(call, { onprogress: () => {} }));
    expect(texts(answer)).toEqual([REPLY]);
    expect(on.time.pauses.slice(0, 3)).toEqual([1_000, 120_000, 1_000]);
  });

  test.each([
    ["a fault that may pass", unavailable],
    ["one that does not", keyRevoked],
  ])("after the reply, %s: the reply is given, with the note that more may have come", async (_, trouble) => {
    on.time.restart(async (pause) => {
      if (pause === 1) await writes();
      if (pause === 2) on.line.trouble("GET", trouble);
      if (pause === 3) await writes("No, wait");
    });
    const { isError, text, data } = await on.shift.call("wait_for_reply", WAIT);
    expect(isError, text).toBe(false);
    expect(data).toMatchObject({ replied: true, messages: [{ text: REPLY }] });
    expect(data.note).toContain("The last look failed: more may have come");
    expect(data.last_seen_message_id).toBe(data.messages[0].message_id);
  });

  test("in the middle of a burst, for a moment: the burst is whole", async () => {
    on.time.restart(async (pause) => {
      if (pause === 1) await writes("Yes");
      if (pause === 2) on.line.trouble("GET", unavailable);
      if (pause !== 3) return;
      await writes("but not before 4 pm");
      on.line.mend();
    });
    const answer = await on.shift.call("wait_for_reply", WAIT);
    expect(texts(answer)).toEqual(["Yes", "but not before 4 pm"]);
    expect(answer.data.note).toBeUndefined();
  });
});

describe("a wait for delivery", () => {
  const [never] = SANDBOX.magicRecipients.filter(({ name }) => name === "stays_sent");

  test("trouble for a while: it ends with the status", async () => {
    on.time.restart((pause) => {
      if (pause === 1) on.line.trouble("GET", unavailable);
      if (pause === 3) on.line.mend();
      if (pause === 3) on.shift.sandbox.advance(60);
    });
    const { data, isError, text } = await on.shift.call("wait_for_message_status", { message_id: sent });
    expect(isError, text).toBe(false);
    expect(data.reached).toBe(true);
  });

  test("trouble to the end: it fails, and does not say that it is not delivered", async () => {
    on.time.restart((pause) => pause === 1 && on.line.trouble("GET", unavailable));
    const to = { ...SEND, to: never?.number };
    const { data } = await on.shift.call("send_message", to);
    const answer = await on.shift.call("wait_for_message_status", { message_id: data.message_id, timeout_seconds: 7 });
    expect(answer.isError, answer.text).toBe(true);
    expect(answer.text).toContain("HTTP 503");
    expect(answer.text).toContain("Its status now is not known");
    expect(answer.text).not.toMatch(/not yet/i);
  });
});
