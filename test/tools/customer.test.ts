import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { SANDBOX } from "../../src/sandbox/index.ts";
import { type Shift, startShift } from "../helpers/harness.ts";
import { passingTime } from "../helpers/passing-time.ts";

let shift: Shift;
beforeAll(async () => {
  const time = passingTime();
  shift = await startShift({
    timer: () => time,
  });
});
afterAll(() => shift.close());

const customer = SANDBOX.openCustomer;
const former = SANDBOX.openConversationId;
let newest: string;
/** The customer's conversation has ended, and a new one has begun. */
beforeEach(async () => {
  shift.sandbox.reset();
  await shift.call("update_conversation", { conversation_id: former, status: "ended" });
  await shift.inbound({ from: customer, text: "One more thing" });
  const { data } = await shift.call("list_conversations", { phone_number: customer });
  newest = data.data[0].conversation_id;
});

const ids = (rows: { message_id: string }[]) => rows.map((row) => row.message_id);
const messagesOf = async (conversation_id: string) =>
  ids((await shift.call("list_messages", { conversation_id, limit: 100 })).data.data);

describe("a customer in place of a conversation", () => {
  test("the newest conversation is another one than before", async () => {
    expect(newest).not.toBe(former);
  });

  test.each([
    ["get_conversation", {}],
    ["update_conversation", { status: "ended" }],
    ["read_conversation", {}],
  ])("%s takes the newest", async (name, more) => {
    const { data } = await shift.call(name, { phone_number: customer, ...more });
    expect(data.conversation_id).toBe(newest);
  });

  test("wait_for_reply waits in the newest", async () => {
    const sent = await shift.call("send_message", { to: customer, type: "text", text: "Yes?" });
    await shift.inbound({ from: customer, text: "Are you there?" });
    const { data } = await shift.call("wait_for_reply", {
      phone_number: customer,
      after_message_id: sent.data.message_id,
    });
    expect(data.messages.map((each: { text: string }) => each.text)).toContain("Are you there?");
  });

  test("wait_for_reply sees an answer that begins another conversation", async () => {
    const sent = await shift.call("send_message", { to: customer, type: "text", text: "Anything else?" });
    await shift.call("update_conversation", { conversation_id: newest, status: "ended" });
    await shift.inbound({ from: customer, text: "Yes, in a new conversation" });
    const after_message_id = sent.data.message_id;
    const { data } = await shift.call("wait_for_reply", { phone_number: customer, after_message_id });
    expect(data).toMatchObject({ replied: true, messages: [{ text: "Yes, in a new conversation" }] });
    expect(data.messages[0].conversation_id).not.toBe(newest);
  });

  test("list_messages walks through all of them, each message once, newest first", async () => {
    const expected = [...(await messagesOf(newest)), ...(await messagesOf(former))];
    const walked: string[] = [];
    let after: string | undefined;
    for (let page = 0; page < 50; page += 1) {
      const { data } = await shift.call("list_messages", { phone_number: customer, limit: 3, ...(after && { after }) });
      walked.push(...ids(data.data));
      after = data.next_cursor;
      if (after === undefined) break;
    }
    expect(walked).toEqual(expected);
    expect(expected.length).toBeGreaterThan(4);
  });

  test("filters hold for all of them", async () => {
    const { data } = await shift.call("list_messages", { phone_number: customer, direction: "inbound", limit: 100 });
    expect(data.data.length).toBeGreaterThan(2);
    expect(new Set(data.data.map((row: { direction?: string }) => row.direction ?? data.direction))).toEqual(
      new Set(["inbound"]),
    );
  });

  test("read_conversation shows what was said before it, and goes on from there", async () => {
    const expected = [...(await messagesOf(newest)), ...(await messagesOf(former))];
    const first = await shift.call("read_conversation", { phone_number: customer, limit: 2 });
    expect(first.data.last_seen_message_id).toBe(expected[0]);
    const second = await shift.call("read_conversation", {
      phone_number: customer,
      limit: 2,
      before: first.data.older_cursor,
    });
    const shown = [...second.data.timeline, ...first.data.timeline].map(
      (row: { message_id: string }) => row.message_id,
    );
    expect(shown.filter(Boolean).reverse()).toEqual(expected.slice(0, 4));
  });

  test("export_messages writes all of them", async () => {
    const { data } = await shift.call("export_messages", { phone_number: customer });
    expect(data.count).toBe((await messagesOf(newest)).length + (await messagesOf(former)).length);
  });

  test("somebody who is known by a user id alone", async () => {
    const { data } = await shift.call("read_conversation", { phone_number: SANDBOX.userIdCustomer });
    expect(data.contact.user_id).toBe(SANDBOX.userIdCustomer);
  });
});

describe("refused", () => {
  test.each([
    ["read_conversation", {}, "conversation_id: is needed, or phone_number"],
    ["update_conversation", { status: "ended" }, "conversation_id: is needed, or phone_number"],
    ["read_conversation", { conversation_id: former, phone_number: customer }, "phone_number: cannot go together"],
    ["list_messages", { conversation_id: former, phone_number: customer }, "phone_number: cannot go together"],
    ["list_messages", { phone_number: customer, before: "abc" }, "before: cannot go together with phone_number"],
    ["list_messages", { phone_number: customer, after: "abc" }, "after: is no cursor of this customer's messages"],
    ["read_conversation", { phone_number: "+5511900000000" }, "no conversation with the customer"],
  ])("%s %j: %s", async (name, args, words) => {
    const { isError, text } = await shift.call(name, args);
    expect(isError).toBe(true);
    expect(text).toContain(words);
  });

  test.each(["read_conversation", "update_conversation"])(
    "%s where it is not certain which conversation is the newest",
    async (name) => {
      const row = { id: former, phone_number: customer, status: "ended", phone_number_id: SANDBOX.phoneNumberId };
      const body = { data: [row, 7], paging: { next: null } };
      const path = `/${SANDBOX.phoneNumberId}/conversations`;
      await shift.fault({ match: { method: "GET", path }, status: 200, body });
      const args = name === "update_conversation" ? { status: "ended" } : {};
      const { text } = await shift.call(name, { phone_number: customer, ...args });
      expect(text).toContain("the newest is not known for certain");
    },
  );

  test("where no number is configured to look at", async () => {
    const alone = await startShift({ defaults: {} });
    const { text } = await alone.call("read_conversation", { phone_number: customer });
    await alone.close();
    expect(text).toContain("KAPSO_PHONE_NUMBER_ID");
  });
});
