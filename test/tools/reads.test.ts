import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { SANDBOX } from "../../src/sandbox/index.ts";
import { type Shift, startShift } from "../helpers/harness.ts";

let shift: Shift;
beforeAll(async () => {
  shift = await startShift();
});
afterAll(() => shift.close());
beforeEach(() => shift.sandbox.reset());

const lastRequest = () => shift.sandbox.requests().at(-1);
/** Of a page; what its windows need is read after it. */
const lastPage = (list: string) =>
  shift.sandbox.requests().findLast(({ path, query }) => path.endsWith(list) && query["fields"] !== WINDOW_FIELDS);
const WINDOW_FIELDS = "kapso(last_inbound_at)";
const sentFields = () => lastRequest()?.query["fields"];

/** Walks a list to its end and back to its beginning. */
async function walk(name: string, args: Record<string, unknown>, key: string) {
  const there: string[] = [];
  const pages: Record<string, unknown>[] = [];
  let after: string | undefined;
  do {
    const { data } = await shift.call(name, { ...args, ...(after && { after }) });
    expect(data.count).toBe(data.data.length);
    there.push(...data.data.map((row: Record<string, string>) => row[key]));
    pages.push(data);
    after = data.next_cursor;
  } while (after !== undefined && pages.length < 200);
  const back: string[] = [];
  let before = pages.at(-1)?.["previous_cursor"];
  while (before !== undefined && back.length < 5_000) {
    const { data } = await shift.call(name, { ...args, before });
    back.unshift(...data.data.map((row: Record<string, string>) => row[key]));
    before = data.previous_cursor;
  }
  return { there, back, last: pages.at(-1) };
}

describe.each([
  ["list_conversations", "conversation_id", { limit: 8 }],
  ["list_messages", "message_id", { limit: 100 }],
  ["list_contacts", "wa_id", { limit: 9 }],
  ["list_calls", "call_id", { limit: 7 }],
])("%s", (name, key, args) => {
  test("walks every row once, forth and back by cursor, and ends without a cursor", async () => {
    const { there, back, last } = await walk(name, args, key);
    const known = there.filter((id) => id !== undefined);
    expect(known.length).toBeGreaterThan(20);
    expect(new Set(known).size).toBe(known.length);
    expect(last).not.toHaveProperty("next_cursor");
    expect(there.slice(0, back.length)).toEqual(back);
    expect(back.length).toBeGreaterThan(0);
  });

  test("gives 20 rows when nothing is said, and no cursor back on the first page", async () => {
    const { data } = await shift.call(name);
    expect(data.count).toBe(20);
    expect(data.next_cursor).toBeTypeOf("string");
    expect(data).not.toHaveProperty("previous_cursor");
  });

  test.each([
    [{ limit: 0 }, "limit: must be at least 1 (given 0)"],
    [{ limit: 101 }, "limit: must be at most 100 (given 101)"],
    [{ limit: 2.5 }, "limit: must be an integer (given 2.5)"],
    [{ limit: "ten" }, 'limit: must be a number (given "ten")'],
    [{ after: "a", before: "b" }, "before: cannot go together with after"],
    [{ after: "with space" }, "after: must be a cursor as a former page returned it"],
    [{ phone: "x" }, "phone: unknown argument. Valid arguments: "],
  ])("refuses %j before any request", async (wrong, message) => {
    const answer = await shift.call(name, wrong);
    expect(answer.isError).toBe(true);
    expect(answer.text).toContain(message);
    expect(shift.sandbox.requests()).toHaveLength(0);
  });

  test("explains a cursor that the API cannot read", async () => {
    const answer = await shift.call(name, { after: "bm90LWEtY3Vyc29y" });
    expect(answer.isError).toBe(true);
    expect(answer.text).toMatch(/cursor/i);
    expect(answer.text).toMatch(/Next: .*without a cursor/);
  });
});

describe("list_conversations", () => {
  test("filters by every parameter of the API", async () => {
    const customer = await shift.call("list_conversations", { phone_number: SANDBOX.openCustomer });
    expect(customer.data.data.map((row: { phone_number: string }) => row.phone_number)).toContain(SANDBOX.openCustomer);
    const ended = await shift.call("list_conversations", { status: "ended", limit: 100 });
    expect(ended.data.count).toBeGreaterThan(0);
    for (const row of ended.data.data) expect(row.status).toBe("ended");
    const since = ended.data.data.at(-1).last_active_at;
    const recent = await shift.call("list_conversations", { last_active_since: since, limit: 100 });
    for (const row of recent.data.data) expect(row.last_active_at >= since).toBe(true);
    const none = await shift.call("list_conversations", { last_active_until: "2001-01-01T00:00:00Z" });
    expect(none.data).toEqual({ count: 0, data: [] });
    await shift.call("list_conversations", { unassigned: true });
    expect(lastPage("/conversations")?.query).toMatchObject({ unassigned: "true" });
  });

  test("sends times in UTC", async () => {
    await shift.call("list_conversations", { last_active_since: "2026-11-20T10:00:00+02:00" });
    expect(lastPage("/conversations")?.query["last_active_since"]).toMatch(/^2026-11-20T08:00:00(\.000)?Z$/);
  });

  test.each([
    [{ phone_number: "call me" }, "phone_number: must be a phone number with country code"],
    [{ last_active_since: "yesterday" }, "last_active_since: must be an ISO 8601 time with a zone"],
    [{ last_active_since: "2026-11-20T10:00:00" }, "last_active_since: must be an ISO 8601 time with a zone"],
    [{ last_active_since: "2026-02-30T10:00:00Z" }, "last_active_since: must be an ISO 8601 time with a zone"],
    [{ status: "open" }, 'status: must be one of active, ended (given "open")'],
    [
      { unassigned: true, assigned_user_id: "6f1c2b7e-53a8-4d0e-9a44-1f7f0d2c9b31" },
      "unassigned: cannot go together with assigned_user_id",
    ],
  ])("refuses %j before any request", async (wrong, message) => {
    expect((await shift.call("list_conversations", wrong)).text).toContain(message);
    expect(shift.sandbox.requests()).toHaveLength(0);
  });
});

describe("get_conversation", () => {
  test("shows customer, status and last message", async () => {
    const { data } = await shift.call("get_conversation", { conversation_id: SANDBOX.openConversationId });
    expect(data).toMatchObject({
      conversation_id: SANDBOX.openConversationId,
      phone_number: SANDBOX.openCustomer,
      status: "active",
      phone_number_id: SANDBOX.phoneNumberId,
    });
    expect(data.last_inbound_at).toMatch(/^2026-.*Z$/);
    expect(data).not.toHaveProperty("kapso");
  });

  test("explains an unknown conversation", async () => {
    const answer = await shift.call("get_conversation", { conversation_id: "00000000-0000-4000-8000-00000000dead" });
    expect(answer.isError).toBe(true);
    expect(answer.text).toMatch(/does not exist[\s\S]*404[\s\S]*Next: List first/);
  });

  test.each(["../contacts", "a/b", "..", "x?y=1", "6f1c2b7e"])("refuses the id %j before any request", async (id) => {
    const answer = await shift.call("get_conversation", { conversation_id: id });
    expect(answer.text).toContain("conversation_id: must be a UUID");
    expect(shift.sandbox.requests()).toHaveLength(0);
  });
});

describe("kapso_fields", () => {
  const read = (kapso_fields?: unknown) =>
    shift.call("list_messages", { conversation_id: SANDBOX.openConversationId, limit: 1, kapso_fields });

  test("left out: what the projection needs is asked for, and no block comes back", async () => {
    const { data } = await read();
    expect(sentFields()).toMatch(/^kapso\(.*direction.*\)$/);
    expect(data.data[0].direction).toMatch(/inbound|outbound/);
    expect(data.data[0]).not.toHaveProperty("kapso");
  });

  test("none: the block is left out", async () => {
    const { data } = await read("none");
    expect(sentFields()).toBe("kapso()");
    expect(data.data[0]).not.toHaveProperty("kapso");
  });

  test("default: the whole block comes back", async () => {
    const { data } = await read(["default"]);
    expect(sentFields()).toBe("kapso(default)");
    expect(data.data[0].kapso).toMatchObject({ origin: "cloud_api", processing_status: "completed", has_media: false });
  });

  test("names: just those come back", async () => {
    const { data } = await read(["flow_token", "status"]);
    expect(sentFields()).toContain("flow_token");
    expect(Object.keys(data.data[0].kapso)).toEqual(["status"]); // A text has no flow_token.
  });

  test.each([[["none", "status"]], [["nope"]], [[]]])("refuses %j", async (wrong) => {
    expect((await read(wrong)).text).toMatch(/kapso_fields(\[0\])?: must be/);
  });

  test("works on conversations and contacts", async () => {
    const conversation = await shift.call("get_conversation", {
      conversation_id: SANDBOX.openConversationId,
      kapso_fields: ["messages_count"],
    });
    expect(conversation.data.kapso.messages_count).toBeTypeOf("number");
    const contact = await shift.call("get_contact", { wa_id: SANDBOX.openCustomer, kapso_fields: ["contact_name"] });
    expect(contact.data.kapso).toHaveProperty("contact_name");
  });
});

describe("messages", () => {
  test("are filtered by every parameter of the API", async () => {
    const args = { conversation_id: SANDBOX.openConversationId, direction: "inbound", limit: 100 };
    const { data } = await shift.call("list_messages", args);
    expect(data.count).toBeGreaterThan(0);
    for (const row of data.data) {
      expect(row.direction).toBe("inbound");
      // The caller has said the conversation, and the page says once whom it is with.
      for (const said of ["conversation_id", "from", "to", "contact_name", "user_id"])
        expect(row[said]).toBeUndefined();
    }
    expect(data.customer).toMatchObject({ phone_number: SANDBOX.openCustomer, contact_name: "Rafa Lima" });
    const failed = await shift.call("list_messages", { status: "failed" });
    expect(failed.data.count).toBeGreaterThan(0);
    const until = data.data.at(-1).time;
    const old = await shift.call("list_messages", { until, limit: 100 });
    for (const row of old.data.data) expect(row.time <= until).toBe(true);
    const unknown = await shift.call("list_messages", { conversation_id: "00000000-0000-4000-8000-00000000dead" });
    expect(unknown.data).toEqual({ count: 0, data: [] });
  });

  test("of all types come as short records with what the next step needs", async () => {
    const types = new Set<string>();
    let after: string | undefined;
    do {
      const { data } = await shift.call("list_messages", { limit: 100, ...(after && { after }) });
      for (const row of data.data) {
        types.add(row.type);
        expect(JSON.stringify(row)).not.toMatch(/:null|:""|:\{\}|:\[\]/);
        if (["image", "video", "audio", "document", "sticker"].includes(row.type)) expect(row.media).toBeDefined();
      }
      after = data.next_cursor;
    } while (after !== undefined);
    for (const type of [
      "text",
      "image",
      "audio",
      "document",
      "location",
      "contacts",
      "interactive",
      "reaction",
      "order",
    ]) {
      expect([...types]).toContain(type);
    }
  });

  test("get_message explains an unknown id and refuses one that is none", async () => {
    const unknown = await shift.call("get_message", { message_id: "wamid.bm9uZQ==" });
    expect(unknown.text).toMatch(/does not exist[\s\S]*Next: /);
    const wrong = await shift.call("get_message", { message_id: "../settings" });
    expect(wrong.text).toContain("message_id: must be a message id");
  });
});

describe("contacts", () => {
  test("are found by wa_id, with or without +", async () => {
    const digits = SANDBOX.openCustomer.replace("+", "");
    const { data } = await shift.call("list_contacts", { wa_id: SANDBOX.openCustomer });
    expect(data.data.map((row: { wa_id: string }) => row.wa_id)).toEqual([digits]);
    expect((await shift.call("get_contact", { wa_id: digits })).data.wa_id).toBe(digits);
  });

  test("metadata merges by key, null deletes, replace_metadata replaces", async () => {
    const wa_id = SANDBOX.openCustomer;
    const update = (args: object) => shift.call("update_contact", { wa_id, ...args });
    await update({ metadata: { a: 1, b: { deep: true } }, replace_metadata: true });
    expect((await update({ metadata: { b: null, c: "x" } })).data.metadata).toEqual({ a: 1, c: "x" });
    expect((await update({ metadata: { only: 1 }, replace_metadata: true })).data.metadata).toEqual({ only: 1 });
    expect((await update({ display_name: "Ana" })).data).toMatchObject({ display_name: "Ana", metadata: { only: 1 } });
    expect((await update({ display_name: "" })).data).not.toHaveProperty("display_name");
  });

  test.each([
    [{}, "give at least one of profile_name, display_name, metadata"],
    [{ profile_name: "" }, "profile_name: must have 1 to 255 characters"],
    [{ display_name: "x".repeat(256) }, "display_name: must have 0 to 255 characters (given 256 characters)"],
    [{ metadata: "gold" }, "metadata: must be a record"],
    [{ metadata: { big: "x".repeat(65_536) } }, "metadata: must be at most 65536 bytes as JSON"],
    [{ display_name: "A", replace_metadata: true }, "replace_metadata: needs metadata"],
    [{ wa_id: "12ab34", display_name: "A" }, "wa_id: must be a WhatsApp id"],
  ])("an update with %j is refused before any request", async (wrong, message) => {
    const answer = await shift.call("update_contact", { wa_id: SANDBOX.openCustomer, ...wrong });
    expect(answer.text).toContain(message);
    expect(shift.sandbox.requests()).toHaveLength(0);
  });

  test("an unknown contact is explained", async () => {
    expect((await shift.call("get_contact", { wa_id: "999999999999" })).text).toMatch(/does not exist[\s\S]*Next: /);
  });
});

describe("calls", () => {
  test("are filtered, and one is found by its id", async () => {
    const { data } = await shift.call("list_calls", { direction: "inbound", status: "completed" });
    expect(lastRequest()?.query).toMatchObject({ direction: "INBOUND" });
    expect(data.count).toBeGreaterThan(0);
    for (const row of data.data) expect(row).toMatchObject({ direction: "inbound", status: "completed" });
    const one = await shift.call("get_call", { call_id: data.data[0].call_id });
    expect(one.data).toEqual(data.data[0]);
  });

  test("an unknown call leads to list_calls", async () => {
    const answer = await shift.call("get_call", { call_id: "wacid.nothing" });
    expect(answer.isError).toBe(true);
    expect(answer.text).toContain("list_calls");
  });
});

describe("update_conversation", () => {
  test("ends and reopens, and returns the state", async () => {
    const conversation_id = SANDBOX.openConversationId;
    expect((await shift.call("update_conversation", { conversation_id, status: "ended" })).data.status).toBe("ended");
    expect((await shift.call("update_conversation", { conversation_id, status: "active" })).data.status).toBe("active");
  });

  test("refuses another status", async () => {
    const answer = await shift.call("update_conversation", {
      conversation_id: SANDBOX.openConversationId,
      status: "archived",
    });
    expect(answer.text).toContain('status: must be one of active, ended (given "archived")');
  });
});
