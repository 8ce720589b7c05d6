import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { cursors } from "../../src/kapso/http/page.ts";
import { list } from "../../src/kapso/records.ts";
import { call, contact, conversation, message } from "../../src/kapso/stored-rows.ts";
import captured from "../captures/lists.json" with { type: "json" };
import messages from "../captures/messages.json" with { type: "json" };
import { json, PHONE, type Step } from "../kapso/scripted-server.ts";
import { stage } from "./scripted-stage.ts";

/** Lists as they were captured, and worse: one odd row is one odd row. Each through a real client. */

type Row = Record<string, unknown>;
const ID = "20e0e0c5-d08f-4361-8d3c-f563d58ee884";
const END = { cursors: { before: null, after: null }, next: null, previous: null };

/** An API whose lists of this kind have these rows, and whose others are empty. */
function holding(kind: string, rows: unknown[], paging: unknown = END): Step {
  return (request, response) => {
    const { pathname } = new URL(request.url ?? "", "http://x");
    const one = pathname.includes("/conversations/")
      ? { id: ID, status: "active", phone_number: "5490000000001" }
      : undefined;
    const page = {
      data: pathname.endsWith(`/${kind}`) ? rows : [],
      paging: pathname.endsWith(`/${kind}`) ? paging : END,
    };
    json(200, one ?? page)(request, response);
  };
}

async function ask(tool: string, args: object, kind: string, rows: unknown[], paging?: unknown) {
  const { call: run, requests } = await stage(Array<Step>(30).fill(holding(kind, rows, paging)));
  const answer = await run(tool, { ...args });
  expect(answer.isError, answer.text).toBe(false);
  return { ...answer, requests: requests() };
}

describe("captured rows", () => {
  test("conversations: without a number, with a formatted one, without a block", async () => {
    const rows = captured.conversations.map(({ record }) => record);
    const { data } = await ask("list_conversations", {}, "conversations", rows);
    expect(data.count).toBe(3);
    expect(data.unreadable).toBeUndefined();
    expect(data.data.map((row: Row) => row["phone_number"])).toEqual(["+5490000000001", undefined, "+15551234567"]);
    expect(data.data[1]).toMatchObject({ user_id: "CO.2430000000000001", username: "ana.ejemplo" });
  });

  test("calls: an id that is WhatsApp's own, any case, microseconds, a voice agent", async () => {
    const rows = captured.calls.map(({ record }) => record);
    const { data } = await ask("list_calls", {}, "calls", rows);
    expect(data.data[0]).toMatchObject({ call_id: "wacid.123", direction: "inbound", status: "completed" });
    expect(data.data[1]).toMatchObject({
      call_id: "wacid.456",
      voice_agent: "Reception",
      started_at: "2026-11-20T13:10:11.123Z",
      duration_seconds: 84,
    });
    expect((await ask("get_call", { call_id: "wacid.123" }, "calls", rows.slice(0, 1))).data.call_id).toBe("wacid.123");
  });

  test("messages: a numeric time, and a row that is no object", async () => {
    const rows = captured.odd_rows.map(({ record }) => record);
    const { data } = await ask("list_messages", {}, "messages", rows);
    expect(data).toMatchObject({ count: 1, unreadable: 1 });
    expect(data.data[0]).toMatchObject({
      message_id: "wamid.TSNUM",
      text: "numeric time",
      time: "2026-08-22T23:58:26Z",
    });
    const read = await ask("read_conversation", { conversation_id: ID }, "messages", rows);
    expect(read.data).toMatchObject({ unreadable: 1, timeline: [{ text: "numeric time", from: "customer" }] });
  });

  test("a one-time-code template that reads back with a URL button", async () => {
    const rows = captured.templates.map(({ record }) => record);
    const { data } = await ask("list_templates", {}, "message_templates", rows);
    expect(data.data[0]).toMatchObject({
      template_name: "otp",
      language: "es",
      category: "AUTHENTICATION",
      status: "APPROVED",
    });
  });

  test.each(captured.paging.map((each) => [each.about, each.paging] as const))("paging: %s", async (_, paging) => {
    const rows = [messages[0]?.record];
    const { data } = await ask("list_messages", { limit: 1 }, "messages", rows, paging);
    expect(data.next_cursor).toBe(paging.next ?? undefined);
  });
});

test("a full page of rows that cannot be read still leads on", async () => {
  const { data } = await ask("list_messages", { limit: 2 }, "messages", [null, 7], {
    cursors: { before: null, after: "A" },
    next: "A",
  });
  expect(data).toEqual({ count: 0, data: [], unreadable: 2, next_cursor: "A" });
});

describe("a number filter", () => {
  const DIGITS = "5490000000001";
  const row = { ...captured.conversations[0]?.record };
  const phoneIn = (url: string) => new URL(url, "http://x").searchParams.get("phone_number");

  /** A host that finds this customer by one spelling alone. */
  async function host(spelling: string) {
    const asked: string[] = [];
    const step: Step = (request, response) => {
      const phone = phoneIn(request.url ?? "");
      if (phone !== null) asked.push(phone);
      json(200, { data: phone === spelling ? [row] : [], paging: END })(request, response);
    };
    const on = await stage(Array<Step>(20).fill(step));
    const find = async (phone_number: string) => (await on.call("list_conversations", { phone_number })).data.count;
    return { asked, find };
  }

  test("is E.164 first, and digits where that finds nothing; what has found something stays", async () => {
    const { asked, find } = await host(DIGITS);
    expect(await find(`+${DIGITS}`)).toBe(1);
    expect(await find("+15551230000")).toBe(0);
    expect(asked).toEqual([`+${DIGITS}`, DIGITS, "15551230000"]);
  });

  test("costs one request where the host finds by E.164", async () => {
    const { asked, find } = await host(`+${DIGITS}`);
    expect(await find(`+${DIGITS}`)).toBe(1);
    expect(asked).toEqual([`+${DIGITS}`]);
  });
});

describe("rows that are odd in any way", () => {
  const odd = fc.oneof(
    fc.constant(null),
    fc.integer(),
    fc.string(),
    fc.boolean(),
    fc.constant([]),
    fc.constant({}),
    fc.constant([null]),
  );
  const KINDS = {
    messages: { reader: message, rows: messages.map(({ record }) => record as Row), tool: "list_messages", args: {} },
    conversations: {
      reader: conversation,
      rows: captured.conversations.map(({ record }) => record as Row),
      tool: "list_conversations",
      args: {},
    },
    calls: { reader: call, rows: captured.calls.map(({ record }) => record as Row), tool: "list_calls", args: {} },
    contacts: {
      reader: contact,
      rows: [
        { id: "1", wa_id: "5490000000001", profile_name: "Ana", metadata: {}, kapso: { contact_name: "Ana" } } as Row,
      ],
      tool: "list_contacts",
      args: {},
    },
  };

  /** A row with some values, at the top or below a key, put out of order. */
  function broken(rows: Row[]): fc.Arbitrary<unknown> {
    const change = fc.record({
      row: fc.constantFrom(...rows),
      keys: fc.array(fc.nat(), { maxLength: 4 }),
      value: odd,
      deep: fc.boolean(),
    });
    const changed = change.map(({ row, keys, value, deep }) => {
      const copy = structuredClone(row);
      for (const n of keys) {
        const names = Object.keys(copy);
        const name = names[n % names.length] ?? "id";
        const part = copy[name];
        const inner = typeof part === "object" && part !== null ? Object.keys(part) : [];
        if (deep && inner.length > 0)
          Reflect.set(part as object, inner[n % inner.length] ?? "x", structuredClone(value));
        else copy[name] = structuredClone(value);
      }
      return copy;
    });
    return fc.oneof({ weight: 5, arbitrary: changed }, { weight: 1, arbitrary: odd });
  }

  test.each(Object.entries(KINDS))(
    "%s: every row is read or counted, and what is read has its shape",
    (_, { reader, rows }) => {
      const read = list<unknown>(reader);
      fc.assert(
        fc.property(fc.array(broken(rows), { maxLength: 8 }), (data) => {
          const page = read({ data, paging: END });
          expect((page?.data.length ?? 0) + (page?.unreadable ?? 0)).toBe(data.length);
          for (const row of page?.data ?? []) expect(typeof Reflect.get(row as object, "id")).toBe("string");
          expect(cursors({ data: page?.data ?? [], paging: END }, {})).toEqual({});
        }),
        { numRuns: 300 },
      );
    },
  );

  test.each(Object.entries(KINDS))(
    "%s: no tool fails for them",
    async (kind, { tool, args, rows }) => {
      const samples = fc.sample(fc.array(broken(rows), { minLength: 1, maxLength: 8 }), { numRuns: 25, seed: 7 });
      for (const data of samples) {
        const answer = await ask(tool, args, kind, data);
        expect(answer.data.count + (answer.data.unreadable ?? 0)).toBe(data.length);
      }
    },
    30_000,
  );

  test.each([
    ["read_conversation", { conversation_id: ID }, "messages"],
    ["list_waiting_conversations", {}, "conversations"],
  ] as const)(
    "nor does %s",
    async (tool, args, kind) => {
      const samples = fc.sample(fc.array(broken(KINDS[kind].rows), { minLength: 1, maxLength: 6 }), {
        numRuns: 15,
        seed: 11,
      });
      for (const data of samples) await ask(tool, args, kind, data);
    },
    30_000,
  );
});

test("an odd row does not open a window, nor hide that one cannot be told", async () => {
  const rows = [{ ...captured.conversations[0]?.record, status: "ended" }, null];
  const { data } = await ask("list_conversations", {}, "conversations", rows);
  expect(data).toMatchObject({ count: 1, unreadable: 1 });
  expect(data.data[0].window?.open ?? false).toBe(false);
});

test.each([
  ["message", "wamid.OTHER", []],
  ["conversation", "wamid.IMG", [null]],
])("a %s that cannot be read may hold what is newer than the last one seen: nothing is sent", async (_, last, odd) => {
  const seen = { ...messages[0]?.record };
  const conversation = { ...captured.conversations[0]?.record, kapso: { last_message_id: last } };
  const on = await stage([
    json(200, { data: [conversation, ...odd], paging: END }),
    json(200, { data: [null, seen], paging: END }),
  ]);
  const { isError, text } = await on.call("send_message", {
    to: "+5490000000001",
    type: "text",
    text: "Hola",
    last_seen_message_id: "wamid.IMG",
  });
  expect([isError, text]).toEqual([
    true,
    expect.stringMatching(/^Nothing was sent\. Something of this conversation cannot be read/),
  ]);
  expect(on.requests().every(([method]) => method === "GET")).toBe(true);
  expect(on.requests()[0]?.[1]).toContain(PHONE);
});

test("a conversation that cannot be read may have an open window: the send is the API's to judge", async () => {
  const last_inbound_at = "2026-01-01T00:00:00Z";
  const conversation = { ...captured.conversations[0]?.record, kapso: { last_inbound_at } };
  const rows = json(200, { data: [conversation, null], paging: END });
  const closed = json(400, { error: { message: "Re-engagement message", type: "OAuthException", code: 131047 } });
  const sent = json(200, { messaging_product: "whatsapp", messages: [{ id: "wamid.NEW" }] });
  const on = await stage([closed, rows, rows, sent]);
  const say = (text: string) => on.call("send_message", { to: "+5490000000001", type: "text", text });
  expect((await say("Hola")).isError).toBe(true);
  expect((await say("Buenas")).data).toMatchObject({ message_id: "wamid.NEW" });
});

test("rows found by a number that cannot be read are found: no other spelling is asked for", async () => {
  const on = await stage([json(200, { data: [null], paging: END })]);
  const { data } = await on.call("list_conversations", { phone_number: "+5490000000001" });
  expect(data).toMatchObject({ count: 0, unreadable: 1 });
  expect(on.requests()).toHaveLength(1);
});
