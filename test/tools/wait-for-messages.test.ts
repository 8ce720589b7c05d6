import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { SANDBOX } from "../../src/sandbox/index.ts";
import { type Shift, startShift } from "../helpers/harness.ts";

let shift: Shift;
/** What happens when time passes: a tool that waits makes it pass. */
let meanwhile: (() => Promise<unknown>)[] = [];
beforeAll(async () => {
  let ms = 0;
  shift = await startShift({
    sandbox: { now: () => 0 },
    timer: (sandbox) => ({
      now: () => ms,
      async pause(length) {
        ms += length;
        sandbox.advance(length / 1000);
        await meanwhile.shift()?.();
      },
      after: () => () => {},
    }),
  });
});
afterAll(() => shift.close());
beforeEach(() => {
  shift.sandbox.reset();
  meanwhile = [];
});

const wait = async (args: Record<string, unknown> = {}) =>
  (await shift.call("wait_for_messages", { timeout_seconds: 20, ...args })).data;
const writes = (from: string, text: string) => () => shift.inbound({ from, text });
type Thread = { customer: object; messages: { text?: string }[]; last_seen_message_id: string; answered: boolean };
const texts = ({ data }: { data: Thread[] }) => data.map(({ messages }) => messages.map(({ text }) => text));

test("a message of any customer ends the wait, with the rest of the burst, by customer", async () => {
  meanwhile = [
    async () => {},
    writes(SANDBOX.openCustomer, "Hello"),
    writes(SANDBOX.closedCustomer, "And me"),
    writes(SANDBOX.openCustomer, "Are you there?"),
  ];
  const result = await wait();
  expect(texts(result)).toEqual([["Hello", "Are you there?"], ["And me"]]);
  expect(result.data[0]).toMatchObject({
    conversation_id: SANDBOX.openConversationId,
    customer: { phone_number: SANDBOX.openCustomer, contact_name: "Rafa Lima" },
    window: { open: true },
    answered: false,
    last_seen_message_id: result.data[0].messages[1].message_id,
  });
  expect(result).not.toHaveProperty("note");
});

test("the cursor goes on where the call ended: nothing is missed, and nothing comes twice", async () => {
  const first = await wait({ timeout_seconds: 1 });
  expect(first).toMatchObject({
    data: [],
    note: expect.stringContaining("Nobody wrote. This is no error: call again"),
  });
  await writes(SANDBOX.openCustomer, "Between two calls")();
  await writes(SANDBOX.openCustomer, "In the same second")();
  const second = await wait({ after: first.next_cursor });
  expect(texts(second)).toEqual([["Between two calls", "In the same second"]]);
  const third = await wait({ after: second.next_cursor, timeout_seconds: 2 });
  expect(third.data).toEqual([]);
  await writes(SANDBOX.openCustomer, "Later")();
  expect(texts(await wait({ after: third.next_cursor }))).toEqual([["Later"]]);
});

test("without a cursor what stood there before is not told", async () => {
  await writes(SANDBOX.openCustomer, "Before")();
  meanwhile = [writes(SANDBOX.closedCustomer, "After")];
  expect(texts(await wait())).toEqual([["After"]]);
});

test("a message that is stored after a newer one is not missed", async () => {
  const { next_cursor } = await wait({ timeout_seconds: 1 });
  await writes(SANDBOX.openCustomer, "Newer")();
  const second = await wait({ after: next_cursor });
  const late = new Date(shift.sandbox.world.clock.now() - 20_000).toISOString();
  await shift.inbound({ from: SANDBOX.closedCustomer, text: "Older, stored late", at: late });
  expect(texts(await wait({ after: second.next_cursor }))).toEqual([["Older, stored late"]]);
});

test("says where somebody has answered already", async () => {
  const { next_cursor } = await wait({ timeout_seconds: 1 });
  await writes(SANDBOX.openCustomer, "A question")();
  shift.sandbox.advance(5);
  await shift.call("send_message", { to: SANDBOX.openCustomer, type: "text", text: "The answer" });
  expect((await wait({ after: next_cursor })).data).toMatchObject([{ answered: true }]);
});

test("the last seen message lets the answer through, and stops it when something newer came", async () => {
  meanwhile = [writes(SANDBOX.openCustomer, "Hello")];
  const [{ last_seen_message_id }] = (await wait()).data;
  const answer = (text: string) =>
    shift.call("send_message", { to: SANDBOX.openCustomer, type: "text", text, last_seen_message_id });
  expect((await answer("Hi")).data.status).toBe("accepted");
  await writes(SANDBOX.openCustomer, "Forget it")();
  expect((await answer("So...")).data.status).toBe("not_sent");
});

test("a look that fails is no end; one that fails to the end gives a cursor that misses none", async () => {
  const { next_cursor } = await wait({ timeout_seconds: 1 });
  const broken = {
    match: { method: "GET", path: "/messages$" },
    times: 100,
    status: 403,
    body: { error: "Forbidden" },
  };
  meanwhile = [() => shift.fault(broken)];
  const { isError, text } = await shift.call("wait_for_messages", { after: next_cursor, timeout_seconds: 5 });
  expect(isError).toBe(true);
  const [, after] = /with after (\S+): it misses none/.exec(text) ?? [];
  shift.sandbox.reset();
  expect(after).toBe(next_cursor);
});

const made = (place: object) => Buffer.from(JSON.stringify(place)).toString("base64url");
test.each(["abc", "e30", made({ at: 1e20, seen: [] }), made({ at: -1, seen: [] })])(
  "refuses the cursor %j",
  async (after) => {
    const { text } = await shift.call("wait_for_messages", { after });
    expect(text).toContain("after: must be next_cursor of a former wait_for_messages, unchanged.");
  },
);
