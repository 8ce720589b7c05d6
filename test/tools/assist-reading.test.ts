import { encode } from "gpt-tokenizer/encoding/o200k_base";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { SANDBOX } from "../../src/sandbox/index.ts";
import { readAnswer, type Shift, startShift } from "../helpers/harness.ts";

/** read_conversation and list_waiting_conversations, through a client and the sandbox. */

// biome-ignore lint/suspicious/noExplicitAny: rows of results, whose fields are what is tested
type Row = Record<string, any>;

let shift: Shift;
beforeAll(async () => {
  shift = await startShift();
});
beforeEach(() => shift.sandbox.reset());
afterAll(() => shift.close());

const read = async (conversation_id: string, more: object = {}) => {
  const answer = await shift.call("read_conversation", { conversation_id, ...more });
  expect(answer.isError, answer.text).toBe(false);
  return answer.data;
};
const waiting = async (args: Record<string, unknown> = {}) => {
  const answer = await shift.call("list_waiting_conversations", args);
  expect(answer.isError, answer.text).toBe(false);
  return answer.data;
};
const reads = (path: RegExp) => shift.sandbox.requests().filter((request) => path.test(request.path));
const NUMBER = { phone_number_id: SANDBOX.phoneNumberId };

describe("read_conversation", () => {
  const everyType = (more: object = { limit: 50 }) => read(SANDBOX.everyTypeConversationId, more);
  const withText = (rows: Row[], text: string) => rows.find((row) => row["text"] === text);

  test("contact, window and the newest message's id, for the send", async () => {
    const data = await read(SANDBOX.openConversationId);
    expect(data).toMatchObject({
      conversation_id: SANDBOX.openConversationId,
      contact: { name: "Rafa Lima", phone_number: "+5511987650042", user_id: "BR.1203774419085533" },
      status: "active",
      window: { open: true, opened_by: "message" },
    });
    expect(data.timeline.at(-1)).toMatchObject({ from: "customer", message_id: data.last_seen_message_id });
    expect(data.timeline.map((row: Row) => row["time"])).toEqual(data.timeline.map((row: Row) => row["time"]).sort());
    const send = {
      to: SANDBOX.openCustomer,
      type: "text",
      text: "On its way.",
      last_seen_message_id: data.last_seen_message_id,
    };
    expect((await shift.call("send_message", send)).isError).toBe(false);
    expect((await read(SANDBOX.userIdConversationId)).contact).toEqual({
      name: "Bruna",
      user_id: "BR.7718203344510096",
      username: "bruna.dias",
    });
  });

  test("of another number, the number is named", async () => {
    expect(await read(SANDBOX.otherNumberConversationId)).toMatchObject({
      phone_number_id: SANDBOX.otherPhoneNumberId,
      timeline: expect.arrayContaining([expect.objectContaining({ from: "customer" })]),
    });
  });

  test("every type says what it holds; media have their id", async () => {
    const { timeline } = await everyType();
    expect(withText(timeline, "Would it go with these chairs?")).toMatchObject({
      from: "customer",
      type: "image",
      media: { media_id: SANDBOX.media.jpeg, mime_type: "image/jpeg" },
    });
    expect(withText(timeline, "My invoice")?.["media"].filename).toBe("nota-fiscal-7731.pdf");
    expect(withText(timeline, "51.5014, -0.1419; Home; 1 Example Row")).toMatchObject({ type: "location" });
    expect(timeline.find((row: Row) => row["type"] === "contacts").text).toContain("+44 7700 900321");
    expect(timeline.find((row: Row) => row["type"] === "order").text).toContain("TABLE-OAK-120");
    expect(timeline.some((row: Row) => row["text"]?.includes('"date":"2026-11-24"'))).toBe(true);
    expect(timeline[0]).toMatchObject({ from: "customer", text: "Hi, is the oak table still 20% off?" });
    expect(timeline[0].type).toBeUndefined();
  });

  test("reactions stand on their message, quotes are text", async () => {
    const { timeline } = await everyType();
    expect(timeline.some((row: Row) => row["type"] === "reaction")).toBe(false);
    expect(withText(timeline, "The oak table")?.["reactions"]).toEqual({ customer: "😍" });
    expect(timeline.find((row: Row) => row["type"] === "order").reactions).toEqual({ us: "👍" });
    expect(withText(timeline, "Yes, Monday")).toMatchObject({ reply_to: "Shall we deliver on Monday?" });
  });

  test("of each side the last reaction, and none that was taken back", async () => {
    const from = SANDBOX.everyTypeCustomer;
    const react = (message_id: string, emoji: string) =>
      shift.inbound({ from, type: "reaction", reaction: { message_id, emoji } });
    await react(SANDBOX.messages.outboundText, "👎");
    await react(SANDBOX.messages.outboundText, "❤️");
    await react(SANDBOX.messages.outboundImage, "");
    const { timeline, last_seen_message_id } = await everyType();
    expect(withText(timeline, "Hello Amara! Yes, until the end of the month.")?.["reactions"]).toEqual({
      customer: "❤️",
    });
    expect(withText(timeline, "The oak table")?.["reactions"]).toBeUndefined();
    // The newest message is a reaction, and what a send has to know.
    expect(JSON.stringify(timeline)).not.toContain(last_seen_message_id);
    const send = { to: from, type: "text", text: "Thank you", last_seen_message_id };
    expect((await shift.call("send_message", send)).data.message_id).toMatch(/^wamid\./);
  });

  test("what a page does not hold is named by its id", async () => {
    const from = SANDBOX.everyTypeCustomer;
    const message_id = SANDBOX.messages.outboundText;
    await shift.inbound({ from, type: "reaction", reaction: { message_id, emoji: "🙏" } });
    await shift.inbound({ from, type: "reaction", reaction: { message_id, emoji: "" } });
    const { timeline } = await everyType({ limit: 3 });
    expect(timeline.slice(1)).toMatchObject([
      { from: "customer", type: "reaction", text: "🙏", reply_to: message_id },
      { from: "customer", type: "reaction_removed", reply_to: message_id },
    ]);
    expect(timeline[0].reply_to).toMatch(/^wamid\./);
  });

  test("ids are of the customer's newest messages and of the newest alone", async () => {
    const { timeline, last_seen_message_id } = await everyType();
    const named = timeline.filter((row: Row) => row["message_id"] !== undefined);
    expect(named.map((row: Row) => row["from"])).toEqual([...Array(5).fill("customer"), "us"]);
    expect(named.at(-1).message_id).toBe(last_seen_message_id);
  });

  test("a failed message says why, and what to do; one that arrived says nothing", async () => {
    const { timeline } = await read(SANDBOX.failedConversationId);
    expect(timeline.at(-1)).toMatchObject({
      from: "us",
      status: "failed",
      code: 131026,
      next_step: expect.stringMatching(/\.$/),
    });
    const all = (await everyType()).timeline;
    expect(all.filter((row: Row) => row["status"] !== undefined)).toEqual([]);
  });

  test("calls stand where they happened, and only this customer's", async () => {
    const data = await read(SANDBOX.callWindowConversationId);
    expect(data.window.opened_by).toBe("call");
    expect(data.timeline.at(-1)).toEqual({
      time: expect.stringMatching(/Z$/),
      from: "customer",
      call: { status: "completed", duration_seconds: 84 },
    });
    expect(data.timeline.filter((row: Row) => row["call"])).toHaveLength(1);
    expect(reads(/\/calls$/)).toHaveLength(2);
    // The conversation, its messages, two looks at calls, and the template that stands in it.
    expect(shift.sandbox.requests()).toHaveLength(5);
  });

  test("where calls cannot be read, the messages are, and it says so", async () => {
    await shift.fault({ match: { method: "GET", path: "/calls$" }, status: 403, body: {}, times: 10 });
    const data = await read(SANDBOX.openConversationId);
    expect(data.calls_incomplete).toBe(true);
    expect(data.timeline.length).toBeGreaterThan(3);
  });

  test("older_cursor walks back to the beginning: no event twice, and no call between two pages is lost", async () => {
    const walk = async (id: string, limit: number) => {
      const pages: Row[][] = [];
      let before: string | undefined;
      do {
        const page: Row = await read(id, { limit, ...(before !== undefined && { before }) });
        if (before !== undefined) expect(page["last_seen_message_id"]).toBeUndefined();
        pages.unshift(page["timeline"]);
        before = page["older_cursor"];
      } while (before !== undefined);
      return pages;
    };
    const long = await walk(SANDBOX.longConversationId, 60);
    expect(long.map((page) => page.length)).toEqual([30, 60, 60]);
    const called = (await walk(SANDBOX.callWindowConversationId, 1)).flat();
    const whole = (await read(SANDBOX.callWindowConversationId)).timeline;
    const bare = ({ message_id: _, ...row }: Row) => row;
    expect(called.map(bare)).toEqual(whole.map(bare));
  });

  test.each([["abc"], ["12~"], [`${"9".repeat(20)}~abc`]])("before %j is refused", async (before) => {
    const { isError, text } = await shift.call("read_conversation", {
      conversation_id: SANDBOX.openConversationId,
      before,
    });
    expect(isError).toBe(true);
    expect(text).toContain("older_cursor");
    expect(shift.sandbox.requests()).toEqual([]);
  });

  test("what a customer planted stays in its field", async () => {
    for (const id of [SANDBOX.hostileConversationId, SANDBOX.plantedConversationId]) {
      const answer = await shift.call("read_conversation", { conversation_id: id, limit: 100 });
      expect(answer.data).toHaveProperty("removed_characters");
      expect(JSON.parse(answer.text)).toEqual(answer.data);
      const fields = new Set<string>(answer.data.timeline.flatMap((row: Row) => Object.keys(row)));
      const known = "time from type text media reply_to forwarded ad reactions status code next_step call message_id";
      expect([...fields].filter((field) => !known.split(" ").includes(field))).toEqual([]);
    }
  });

  test.each([
    ["the customer and us in turn", SANDBOX.longConversationId, 0],
    ["a burst of the customer", SANDBOX.openConversationId, 20],
  ])("20 messages cost at most 30 %% of the raw page: %s", async (_, conversation_id, burst) => {
    for (let i = 0; i < burst; i += 1) {
      await shift.inbound({
        from: SANDBOX.openCustomer,
        type: "text",
        text: { body: `And one more thing, number ${i}` },
      });
    }
    const query = new URLSearchParams({ conversation_id, limit: "20", fields: "kapso(default)" });
    const url = `${shift.sandbox.baseUrl}/v23.0/${SANDBOX.phoneNumberId}/messages?${query}`;
    const raw = await (await fetch(url, { headers: { "x-api-key": SANDBOX.apiKey } })).text();
    const answer = await shift.call("read_conversation", { conversation_id });
    expect(answer.data.timeline.filter((row: Row) => row["text"])).toHaveLength(20);
    const most = encode(raw).length * 0.3;
    expect(encode(answer.text).length).toBeLessThanOrEqual(most);
    expect(encode(JSON.stringify(answer.data)).length).toBeLessThanOrEqual(most);
  });
});

describe("list_waiting_conversations", () => {
  const ids = (data: Row) => data["data"].map((row: Row) => row["conversation_id"]);

  test("says how many conversations have ended on the customer's word, which it leaves out", async () => {
    const before = (await waiting({ limit: 50 })).ended_left_out ?? 0;
    const conversation_id = SANDBOX.unreadConversationId;
    await shift.call("update_conversation", { conversation_id, status: "ended" });
    const after = await waiting({ limit: 50 });
    expect(ids(after)).not.toContain(conversation_id);
    expect(after.ended_left_out).toBe(before + 1);
  });

  test("failed sends, then windows about to close, then the longest wait", async () => {
    const data = await waiting({ limit: 50 });
    expect(ids(data).slice(0, 2)).toEqual([SANDBOX.failedConversationId, SANDBOX.closingWindowConversationId]);
    expect(data.data[0].failed).toEqual({ code: 131026, next_step: expect.stringMatching(/\.$/) });
    const waits = data.data.slice(2).map((row: Row) => row["waiting_since"]);
    expect(waits.length).toBeGreaterThan(3);
    expect(waits).toEqual([...waits].sort());
    expect(data).toMatchObject({ waiting: data.data.length, more: false });
    expect(data.examined).toBeGreaterThan(data.waiting);
    expect(data.follow_ups_left_out).toBeUndefined();
    expect(data.data.find((row: Row) => row["conversation_id"] === SANDBOX.userIdConversationId)).toMatchObject({
      contact_name: "Bruna",
      user_id: "BR.7718203344510096",
      window: { open: true },
    });
    // We wrote last there, it ended, or all that came was a call.
    for (const id of [SANDBOX.everyTypeConversationId, SANDBOX.endedConversationId, SANDBOX.callWindowConversationId]) {
      expect(ids(data)).not.toContain(id);
    }
  });

  test("the wait begins with the first message without an answer", async () => {
    const { data } = await waiting({ limit: 50 });
    const row = data.find((each: Row) => each["conversation_id"] === SANDBOX.unreadConversationId);
    const { timeline } = await read(SANDBOX.unreadConversationId);
    const open = timeline.slice(timeline.findLastIndex((event: Row) => event["from"] === "us") + 1);
    expect(open.length).toBeGreaterThan(1);
    expect(row).toMatchObject({ waiting_since: open[0].time, last_text: open.at(-1).text });
  });

  test("an answer ends the wait; a failed answer does not, and a later one that arrives takes it off the list", async () => {
    const to = SANDBOX.openCustomer;
    const before = (await waiting({ limit: 50 })).data;
    expect(before.map((row: Row) => row["conversation_id"])).toContain(SANDBOX.openConversationId);
    await shift.call("send_message", { to, type: "text", text: "Thank you!" });
    expect(ids(await waiting({ limit: 50 }))).not.toContain(SANDBOX.openConversationId);
    const failed = ids(await waiting());
    expect(failed[0]).toBe(SANDBOX.failedConversationId);
    await shift.call("send_message", { to: SANDBOX.failedCustomer, type: "text", text: "We deliver everywhere." });
    expect(ids(await waiting({ limit: 50 }))).not.toContain(SANDBOX.failedConversationId);
  });

  test("a reaction asks for nothing, and hides no question that came before it", async () => {
    const react = (from: string, message_id: string) =>
      shift.inbound({ from, type: "reaction", reaction: { message_id, emoji: "🙏" } });
    await react(SANDBOX.everyTypeCustomer, SANDBOX.messages.outboundText);
    const { timeline } = await read(SANDBOX.openConversationId);
    await react(SANDBOX.openCustomer, timeline.at(-1).message_id);
    const list = await waiting({ limit: 50 });
    expect(ids(list)).not.toContain(SANDBOX.everyTypeConversationId);
    const row = list.data.find((each: Row) => each["conversation_id"] === SANDBOX.openConversationId);
    expect(row.waiting_since).toBe(timeline.at(-1).time);
  });

  test("by who it is assigned to", async () => {
    const { assignedConversationId: id, assignedUserId: assigned_user_id } = SANDBOX;
    const mine = await waiting({ assigned_user_id });
    expect(ids(mine)).toEqual([id]);
    expect(mine.examined).toBe(1);
    expect(ids(await waiting({ unassigned: true, limit: 50 }))).not.toContain(id);
    const both = await shift.call("list_waiting_conversations", { assigned_user_id, unassigned: true });
    expect(both.text).toContain("unassigned: cannot go together with assigned_user_id");
  });

  test("at most 20 reads follow, and it says how many conversations were not read closely", async () => {
    for (let i = 0; i < 30; i += 1) {
      const from = `+4477009${String(30_000 + i)}`;
      await shift.inbound({ from, type: "text", text: { body: "Hello?" } });
      await shift.inbound({ from, type: "text", text: { body: "Anybody?" } });
    }
    const data = await waiting({ limit: 3 });
    expect(reads(/\/messages$/)).toHaveLength(20);
    expect(data.data).toHaveLength(3);
    expect(data.waiting).toBe(40);
    expect(data.follow_ups_left_out).toBe(data.waiting - 19);
  });

  const PAGE = 100;
  /** Ten pages and one more, of conversations that wait for nothing. */
  const endless = () =>
    shift.fault({
      match: { method: "GET", path: "/conversations$" },
      status: 200,
      body: {
        data: Array.from({ length: PAGE }, (_, i) => ({
          id: `c1000000-0000-4000-8000-${String(i).padStart(12, "0")}`,
          status: "active",
          ...NUMBER,
          kapso: { last_inbound_at: null, last_outbound_at: "2026-11-20T10:00:00Z" },
        })),
        paging: { cursors: { before: "a", after: "b" }, next: "https://api.test/next" },
      },
      times: 100,
    });

  test("ten pages are walked, with progress for each, and it says that there are more", async () => {
    await endless();
    const heard: number[] = [];
    const result = await shift.client.callTool(
      { name: "list_waiting_conversations", arguments: {} },
      { onprogress: ({ progress }) => heard.push(progress) },
    );
    expect(readAnswer(result).data).toEqual({
      waiting: 0,
      data: [],
      sorted: expect.stringMatching(/^our last message failed; /),
      examined: PAGE,
      more: true,
    });
    expect(reads(/\/conversations$/)).toHaveLength(11);
    expect(heard).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
  });

  test("cancellation stops the reads", async () => {
    await endless();
    const stop = new AbortController();
    const running = shift.client.callTool(
      { name: "list_waiting_conversations", arguments: {} },
      { signal: stop.signal, onprogress: () => stop.abort() },
    );
    await expect(running).rejects.toThrow();
    expect(reads(/\/conversations$/).length).toBeLessThan(5);
    expect(reads(/\/messages$/)).toEqual([]);
  });
});
