import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { SANDBOX } from "../../src/sandbox/index.ts";
import { type Answer, readAnswer, type Shift, startShift } from "../helpers/harness.ts";

/** wait_for_message_status and wait_for_reply, through a client and the sandbox, whose clock runs while they pause. */

const STATUS = "wait_for_message_status";
const REPLY = "wait_for_reply";
const CUT = "of the 300 asked for: without progress notifications";

let shift: Shift;
let pauses: number[];
/** What happens in the pause of that number, before time passes. */
let during: (pause: number) => unknown;

beforeAll(async () => {
  let ms = 0;
  const timer = (sandbox: Shift["sandbox"]) => ({
    now: () => ms,
    async pause(length: number, signal: AbortSignal) {
      signal.throwIfAborted();
      pauses.push(length);
      await during(pauses.length);
      sandbox.advance(length / 1000);
      ms += length;
    },
    after: () => () => {},
  });
  // Time passes in the pauses alone, however slow the machine is.
  shift = await startShift({ timer, sandbox: { now: () => 0 } });
});
afterAll(() => shift.close());
beforeEach(() => {
  shift.sandbox.reset();
  pauses = [];
  during = () => {};
});

function recipient(name: string): string {
  const found = SANDBOX.magicRecipients.find((each) => each.name === name);
  if (found === undefined) throw new Error(`no magic recipient ${name}`);
  return found.number;
}

/** The id of a text that went to a magic recipient, and of its conversation. */
async function send(name: string) {
  const { data, text } = await shift.call("send_message", { to: recipient(name), type: "text", text: "Your order?" });
  expect(data?.message_id, text).toBeTypeOf("string");
  const message = await shift.call("get_message", { message_id: data.message_id });
  return { message_id: data.message_id as string, conversation_id: message.data.conversation_id as string };
}

interface Progress {
  progress: number;
  total?: number;
  message?: string;
}

/** A call of a client that asks for progress. */
async function followed(name: string, args: Record<string, unknown>): Promise<Answer & { told: Progress[] }> {
  const told: Progress[] = [];
  const onprogress = (each: Progress) => void told.push(each);
  return { ...readAnswer(await shift.client.callTool({ name, arguments: args }, { onprogress })), told };
}

const asked = () => shift.sandbox.requests().length;
const sum = (list: number[]) => list.reduce((total, each) => total + each, 0);

/** The most requests within any minute of the sandbox's clock. */
function busiestMinute(): number {
  const times = shift.sandbox.requests().map(({ at }) => Date.parse(at));
  return Math.max(...times.map((from) => times.filter((at) => at >= from && at < from + 60_000).length));
}

describe(STATUS, () => {
  test("returns as soon as the message is delivered", async () => {
    const { message_id } = await send("never_read");
    const { data } = await shift.call(STATUS, { message_id });
    expect(data).toEqual({ message_id, status: "delivered", reached: true, waited_seconds: 3 });
    expect(pauses).toEqual([1000, 2000]);
  });

  test.each(["sent", "delivered", "read"])("a message that is read counts as %s at once", async (until) => {
    const { message_id } = await send("replies");
    shift.sandbox.advance(60);
    const { data } = await shift.call(STATUS, { message_id, until });
    expect(data).toEqual({ message_id, status: "read", reached: true, waited_seconds: 0 });
    expect(pauses).toEqual([]);
  });

  test.each([
    ["stays_pending", "sent", "pending", "Not yet sent. This is no error: call again to wait on."],
    ["stays_sent", "delivered", "sent", "Not yet delivered. This is no error: call again to wait on."],
    ["never_read", "read", "delivered", "Not yet read. This is no error: call again to wait on. A customer who has"],
  ])("%s: is not %s in time, which is no error", async (name, until, status, note) => {
    const { message_id } = await send(name);
    const { data, isError } = await shift.call(STATUS, { message_id, until });
    expect(isError).toBe(false);
    expect(data).toEqual({ message_id, status, reached: false, waited_seconds: 30, note: expect.any(String) });
    expect(data.note).toContain(note);
    expect(data.note).not.toContain("asked for");
  });

  test("a reaction never gets further than sent, and the note says so", async () => {
    const { data: sent } = await shift.call("send_reaction", {
      to: SANDBOX.everyTypeCustomer,
      message_id: SANDBOX.messages.inboundText,
      emoji: "👍",
    });
    const { data } = await shift.call(STATUS, { message_id: sent.message_id });
    expect(data).toMatchObject({ status: "sent", reached: false, note: expect.stringContaining("A reaction is") });
  });

  test.each([
    ["later_undeliverable", 131026, "do not repeat the send"],
    ["later_window_closed", 131047, "send_template_message"],
  ])("%s: a failure ends the wait, with its code and what to do", async (name, code, step) => {
    const { message_id } = await send(name);
    const { data, isError } = await shift.call(STATUS, { message_id, until: "read", timeout_seconds: 300 });
    expect(isError).toBe(false);
    expect(data).toMatchObject({ message_id, status: "failed", reached: false, waited_seconds: 3, error: { code } });
    expect(data.error.title).toBeTypeOf("string");
    expect(data.error.next_step).toContain(step);
    expect(data.note).toBeUndefined();
  });

  test("tells seconds, total and status with every look", async () => {
    const { message_id } = await send("never_read");
    const { told, data } = await followed(STATUS, { message_id, timeout_seconds: 40 });
    expect(data.status).toBe("delivered");
    expect(told).toEqual([
      { progress: 0, total: 40, message: "pending" },
      { progress: 1, total: 40, message: "sent" },
      { progress: 3, total: 40, message: "delivered" },
    ]);
  });

  test("waits no longer than 50 s for a client that asked for no progress, and says so", async () => {
    const { message_id } = await send("stays_sent");
    const { data } = await shift.call(STATUS, { message_id, timeout_seconds: 300 });
    expect(data).toMatchObject({ reached: false, waited_seconds: 50 });
    expect(data.note).toContain(`Waited 50 s ${CUT}`);
    expect(sum(pauses)).toBe(50_000);
  });

  test("waits 300 s for one that did, well inside the rate limit", async () => {
    const { message_id } = await send("stays_sent");
    const before = asked();
    const { data, told } = await followed(STATUS, { message_id, timeout_seconds: 300 });
    expect(data).toMatchObject({ reached: false, waited_seconds: 300 });
    expect(data.note).not.toContain("asked for");
    expect(told.at(-1)).toMatchObject({ progress: 300, total: 300 });
    expect(pauses.slice(0, 6)).toEqual([1000, 2000, 3000, 4000, 5000, 5000]);
    expect(asked() - before).toBe(pauses.length + 1);
    expect(busiestMinute()).toBeLessThan(25);
  });

  test("reads nothing after the caller has cancelled", async () => {
    const { message_id } = await send("stays_pending");
    const caller = new AbortController();
    const cancelled = cancelIn(2, caller);
    const call = shift.call(STATUS, { message_id }, { signal: caller.signal });
    await expect(call).rejects.toThrow();
    const before = await cancelled;
    await settled();
    expect(asked()).toBe(before);
    expect(pauses).toHaveLength(2);
  });

  test("a message of the customer's has no delivery to wait for", async () => {
    const { isError, text } = await shift.call(STATUS, { message_id: SANDBOX.messages.inboundText });
    expect(isError).toBe(true);
    expect(text).toContain("message_id: is a message from the customer");
    expect(pauses).toEqual([]);
  });

  test("an unknown message ends the wait with what the API says", async () => {
    const { isError, text } = await shift.call(STATUS, { message_id: "wamid.UNKNOWN" });
    expect(isError).toBe(true);
    expect(text).toContain("HTTP 404");
    expect(pauses).toEqual([]);
  });
});

/** Cancels in the pause of that number, and lets the server hear of it first; the requests made until then. */
function cancelIn(pause: number, caller: AbortController): Promise<number> {
  return new Promise((resolve) => {
    during = async (current) => {
      if (current !== pause) return;
      caller.abort();
      await settled();
      resolve(asked());
    };
  });
}

/** Long enough for whatever is under way in this process to end. */
const settled = () => new Promise((resolve) => setTimeout(resolve, 50));

describe(REPLY, () => {
  const texts = ({ data }: Answer) => data.messages.map(({ text }: { text?: string }) => text);

  test("waits for the answer, and for three quiet seconds after it", async () => {
    const { conversation_id, message_id } = await send("replies");
    const answer = await shift.call(REPLY, { conversation_id, after_message_id: message_id });
    expect(answer.data).toMatchObject({ replied: true, messages: [{ direction: "inbound" }] });
    expect(answer.data.last_seen_message_id).toBe(answer.data.messages[0].message_id);
    expect(answer.data.note).toBeUndefined();
    // Looks at 1, 3 and 6 s; the answer came at 5.
    expect(pauses).toEqual([1000, 2000, 3000, 1000, 1000, 1000]);
  });

  test("takes a burst as one reply, oldest first", async () => {
    const { conversation_id, message_id } = await send("replies_in_a_burst");
    const { data } = await shift.call(REPLY, { conversation_id, after_message_id: message_id });
    expect(data.messages).toHaveLength(3);
    const times = data.messages.map(({ time }: { time: string }) => time);
    expect(times).toEqual([...times].sort());
    expect(data.last_seen_message_id).toBe(data.messages[2].message_id);
    expect(data.waited_seconds).toBe(10);
  });

  test("the id that it gives back is good for the next send", async () => {
    const { conversation_id, message_id } = await send("replies_in_a_burst");
    const { data } = await shift.call(REPLY, { conversation_id, after_message_id: message_id });
    const sent = await shift.call("send_message", {
      to: recipient("replies_in_a_burst"),
      type: "text",
      text: "Thank you",
      last_seen_message_id: data.last_seen_message_id,
    });
    expect(sent.isError, sent.text).toBe(false);
  });

  test("without after_message_id only what comes from now on counts", async () => {
    const { conversation_id } = await send("replies");
    shift.sandbox.advance(10);
    const { data } = await shift.call(REPLY, { conversation_id, timeout_seconds: 8 });
    expect(data).toMatchObject({ replied: false, messages: [], waited_seconds: 8 });
    expect(data.note).toContain("At the start the newest message was the customer's: read it before you answer.");
    expect(data.note).toContain("No reply yet. This is no error: call again to wait on.");

    pauses = [];
    during = (pause) => pause === 1 && inbound(recipient("replies"), "Are you there?");
    const later = await shift.call(REPLY, { conversation_id });
    expect(texts(later)).toEqual(["Are you there?"]);
  });

  test("with it, what came before the call counts at once", async () => {
    const { conversation_id, message_id } = await send("replies");
    shift.sandbox.advance(10);
    const { data } = await shift.call(REPLY, { conversation_id, after_message_id: message_id });
    expect(data).toMatchObject({ replied: true, messages: [{ direction: "inbound" }], waited_seconds: 3 });
  });

  test("not in time: says what to give to wait on", async () => {
    const { conversation_id, message_id } = await send("stays_sent");
    const { data } = await shift.call(REPLY, { conversation_id, timeout_seconds: 4 });
    expect(data).toMatchObject({ replied: false, messages: [], waited_seconds: 4, last_seen_message_id: message_id });
    expect(data.note).toBe(
      "No reply yet. This is no error: call again to wait on. Give last_seen_message_id as after_message_id.",
    );
  });

  test("shows what a colleague wrote, which is no reply", async () => {
    const { conversation_id } = await send("stays_sent");
    during = (pause) =>
      pause === 1 && shift.call("send_message", { to: recipient("stays_sent"), type: "text", text: "A colleague" });
    const answer = await shift.call(REPLY, { conversation_id, timeout_seconds: 4 });
    expect(answer.data.replied).toBe(false);
    expect(texts(answer)).toEqual(["A colleague"]);
    expect(answer.data.last_seen_message_id).toBe(answer.data.messages[0].message_id);
  });

  test.each([
    ["👍", true],
    ["", false],
  ])("a reaction %j is a reply: %s", async (emoji, replied) => {
    const { conversation_id, message_id } = await send("never_read");
    during = (pause) =>
      pause === 1 && shift.inbound({ from: recipient("never_read"), reaction: { message_id, emoji } });
    const { data } = await shift.call(REPLY, { conversation_id, timeout_seconds: 6 });
    expect(data.replied).toBe(replied);
    expect(data.messages).toMatchObject([{ type: "reaction" }]);
  });

  test("finds a burst of more than a page, whole and in order", async () => {
    const { conversation_id } = await send("never_read");
    const words = Array.from({ length: 45 }, (_, i) => `line ${i + 1}`);
    during = async (pause) => {
      if (pause === 2) for (const text of words) await inbound(recipient("never_read"), text);
    };
    const answer = await shift.call(REPLY, { conversation_id });
    expect(texts(answer)).toEqual(words);
  });

  test("one who goes on writing is not waited for longer than the timeout", async () => {
    const { conversation_id } = await send("never_read");
    during = (pause) => inbound(recipient("never_read"), `and ${pause}`);
    const { data } = await shift.call(REPLY, { conversation_id, timeout_seconds: 10 });
    expect(data).toMatchObject({ replied: true, waited_seconds: 10, note: "The customer may still be writing." });
  });

  test("tells its progress, and waits 300 s inside the rate limit", async () => {
    const { conversation_id } = await send("stays_sent");
    const { data, told } = await followed(REPLY, { conversation_id, timeout_seconds: 300 });
    expect(data).toMatchObject({ replied: false, waited_seconds: 300 });
    expect(told.slice(0, 3)).toEqual([
      { progress: 0, total: 300, message: "no reply yet" },
      { progress: 1, total: 300, message: "no reply yet" },
      { progress: 3, total: 300, message: "no reply yet" },
    ]);
    expect(busiestMinute()).toBeLessThan(25);
  });

  test("waits no longer than 50 s for a client that asked for no progress", async () => {
    const { conversation_id } = await send("stays_sent");
    const { data } = await shift.call(REPLY, { conversation_id, timeout_seconds: 300 });
    expect(data.waited_seconds).toBe(50);
    expect(data.note).toContain(`Waited 50 s ${CUT}`);
  });

  test("reads nothing after the caller has cancelled", async () => {
    const { conversation_id } = await send("stays_sent");
    const caller = new AbortController();
    const cancelled = cancelIn(3, caller);
    await expect(shift.call(REPLY, { conversation_id }, { signal: caller.signal })).rejects.toThrow();
    const before = await cancelled;
    await settled();
    expect(asked()).toBe(before);
    expect(pauses).toHaveLength(3);
  });

  test("a message of another conversation is refused", async () => {
    const { conversation_id } = await send("replies");
    const { isError, text } = await shift.call(REPLY, {
      conversation_id,
      after_message_id: SANDBOX.messages.outboundText,
    });
    expect(isError).toBe(true);
    expect(text).toContain(
      "after_message_id: is not among the newest 100 messages of this conversation. Next: list_me",
    );
    expect(pauses).toEqual([]);
  });
});

function inbound(from: string, text: string) {
  return shift.inbound({ from, text: { body: text } });
}
