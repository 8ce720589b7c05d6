import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { SANDBOX } from "../../src/sandbox/index.ts";
import { type Api, NUMBER, openApi, type Reply } from "./api.ts";

let api: Api;
beforeAll(async () => {
  api = await openApi();
});
afterAll(() => api.sandbox.close());

// biome-ignore lint/suspicious/noExplicitAny: rows are judged when they arrive
type Row = any;

async function all(path: string): Promise<Row[]> {
  const rows: Row[] = [];
  let after: string | null = "";
  while (after !== null) {
    const sign = path.includes("?") ? "&" : "?";
    const { body }: Reply = await api.get(
      `${NUMBER}/${path}${sign}limit=100${after && `&after=${encodeURIComponent(after)}`}`,
    );
    rows.push(...body.data);
    after = body.paging.next === null ? null : body.paging.cursors.after;
  }
  return rows;
}

const refusal = async (path: string) => {
  const { status, body } = await api.get(`${NUMBER}/${path}`);
  return [status, body.error.code, body.error.type];
};

describe.each([
  ["messages", "MessageError"],
  ["conversations", "OAuthException"],
  ["contacts", "OAuthException"],
  ["calls", "OAuthException"],
])("%s", (list, type) => {
  test.each(["limit=0", "limit=101", "limit=-1", "limit=2.5", "limit=ten", "limit=", "after=eyJ9&before=eyJ9"])(
    "refuses %s",
    async (query) => {
      expect(await refusal(`${list}?${query}`)).toEqual([400, 100, type]);
    },
  );

  test("refuses a broken cursor, and one of another list", async () => {
    const other = list === "calls" ? "conversations" : "calls";
    const foreign = (await api.get(`${NUMBER}/${other}?limit=1`)).body.paging.cursors.after;
    const mangled = Buffer.from('{"values":["yesterday",1],"columns":["created_at","id"]}').toString("base64");
    for (const cursor of ["nonsense", "e30=", "", mangled, foreign]) {
      expect(await refusal(`${list}?after=${encodeURIComponent(cursor)}`)).toEqual([400, 100, type]);
      expect(await refusal(`${list}?before=${encodeURIComponent(cursor)}`)).toEqual([400, 100, type]);
    }
  });

  test("gives 20 rows by default, and the whole list page by page in both directions", async () => {
    const rows = await all(list);
    expect((await api.get(`${NUMBER}/${list}`)).body.data).toHaveLength(Math.min(20, rows.length));
    const page = async (cursor = ""): Promise<Reply["body"]> =>
      (await api.get(`${NUMBER}/${list}?limit=7${cursor}`)).body;
    const ids = (body: Reply["body"]): string[] => body.data.map((row: Row) => row.id);
    const forth: string[][] = [];
    let body = await page();
    for (;;) {
      forth.push(ids(body));
      if (body.paging.next === null) break;
      body = await page(`&after=${encodeURIComponent(body.paging.next)}`);
    }
    expect(forth.flat()).toEqual(rows.map((row) => row.id));
    const back: string[][] = [];
    for (; body.data.length > 0; body = await page(`&before=${encodeURIComponent(body.paging.cursors.before)}`)) {
      back.unshift(ids(body));
    }
    expect(back.flat()).toEqual(forth.flat());
  });

  test("an empty page has null cursors and no neighbours", async () => {
    const cursor = (await all(list)).length > 0 && (await api.get(`${NUMBER}/${list}?limit=100`)).body.paging;
    const end = (await api.get(`${NUMBER}/${list}?before=${encodeURIComponent(cursor.cursors.before)}`)).body;
    expect(end).toEqual({ data: [], paging: { cursors: { before: null, after: null }, next: null, previous: null } });
  });

  test.each(["kapso(", "kapso(a", "kapso(a(b))", "id,kapso("])("refuses the malformed selector %s", async (fields) => {
    const answer = await refusal(`${list}?fields=${encodeURIComponent(fields)}`);
    expect(answer).toEqual([400, 100, type]);
  });
});

describe("the field selector", () => {
  const keys = async (fields?: string) => {
    const query = fields === undefined ? "" : `&fields=${encodeURIComponent(fields)}`;
    const { body } = await api.get(`${NUMBER}/conversations?limit=1${query}`);
    return body.data[0].kapso === undefined ? undefined : Object.keys(body.data[0].kapso);
  };

  test("the whole block comes without fields, with kapso(default), kapso(*), kapso(all) and Meta's own selectors", async () => {
    const whole = await keys();
    expect(whole).toHaveLength(8);
    for (const fields of ["kapso(default)", "kapso(*)", "kapso(all)", "kapso(nonsense,all)", "id,status"]) {
      expect(await keys(fields)).toEqual(whole);
    }
  });

  test("kapso() leaves the block out, in lists and single reads", async () => {
    expect(await keys("kapso()")).toBeUndefined();
    const single = `/conversations/${SANDBOX.openConversationId}?fields=kapso()`;
    expect((await api.get(single)).body).not.toHaveProperty("kapso");
    const message = `${NUMBER}/messages/${encodeURIComponent(SANDBOX.messages.inboundText)}?fields=kapso()`;
    expect((await api.get(message)).body).not.toHaveProperty("kapso");
  });

  test("named keys come alone, unknown ones are ignored, space is trimmed", async () => {
    expect(await keys("kapso( contact_name , nonsense)")).toEqual(["contact_name"]);
    expect(await keys("id,kapso(messages_count)")).toEqual(["messages_count"]);
    const { body } = await api.get(`${NUMBER}/messages?limit=1&fields=kapso(direction,content)`);
    expect(Object.keys(body.data[0].kapso)).toEqual(["direction", "content"]);
  });

  test("calls take the parameter and have no block", async () => {
    expect((await api.get(`${NUMBER}/calls?limit=1&fields=kapso(default)`)).body.data[0]).not.toHaveProperty("kapso");
  });
});

describe("message filters", () => {
  const rows = (query: string) => all(`messages?${query}`);

  test("direction, status and conversation add up", async () => {
    const whole = await rows("");
    const conversation = SANDBOX.everyTypeConversationId;
    const matching = whole.filter(
      ({ kapso }) =>
        kapso.direction === "outbound" && kapso.status === "read" && kapso.whatsapp_conversation_id === conversation,
    );
    const query = `direction=outbound&status=read&conversation_id=${conversation}`;
    expect(matching.length).toBeGreaterThan(5);
    expect(await rows(query)).toEqual(matching);
    expect((await rows("direction=inbound")).length + (await rows("direction=outbound")).length).toBe(whole.length);
  });

  test("since and until are inclusive, take any zone, and give nothing the wrong way round", async () => {
    const [newest] = (await api.get(`${NUMBER}/messages?limit=1`)).body.data;
    const time = new Date(Number(newest.timestamp) * 1000).toISOString();
    const ids = (await rows(`since=${time}&until=${time}`)).map((row) => row.id);
    expect(ids).toContain(newest.id);
    const madrid = "2026-11-20T15:40:00%2B01:00";
    expect((await rows(`since=${madrid}`)).map((row) => row.id)).toContain(newest.id);
    expect(await rows(`since=2026-11-20T15:00:00Z&until=2026-11-01T00:00:00Z`)).toEqual([]);
  });

  test("an unknown conversation has no messages", async () => {
    expect(await rows("conversation_id=6f1c2b7e-53a8-4d0e-9a44-1f7f0d2c9b31")).toEqual([]);
  });

  test.each([
    "direction=INBOUND",
    "direction=both",
    "status=received",
    "status=",
    "since=yesterday",
    "until=2026-11-20",
  ])("%s is refused", async (query) => {
    expect(await refusal(`messages?${query}`)).toEqual([400, 100, "MessageError"]);
  });
});

describe("conversation filters", () => {
  test("status splits the list", async () => {
    const [active, ended] = [await all("conversations?status=active"), await all("conversations?status=ended")];
    expect(active.length).toBeGreaterThan(10);
    expect(ended.length).toBeGreaterThan(10);
    expect((await all("conversations")).length).toBe(active.length + ended.length);
  });

  test("a customer's number finds by its digits; with the plus only where that is asked for", async () => {
    const plus = encodeURIComponent(SANDBOX.openCustomer);
    expect(await all(`conversations?phone_number=${plus}`)).toEqual([]);
    await api.control("POST", "/variants", { phone_filter: "any" });
    // A plus that nobody encoded arrives as a space.
    for (const number of [SANDBOX.openCustomer, SANDBOX.openCustomer.slice(1), plus]) {
      const rows = (await api.get(`${NUMBER}/conversations?phone_number=${number}`, { unjudged: true })).body.data;
      expect(rows.map((row: Row) => row.id)).toEqual([SANDBOX.openConversationId]);
    }
    expect(await all("conversations?phone_number=447700900999")).toEqual([]);
    expect(await refusal("conversations?phone_number=somebody")).toEqual([400, 100, "OAuthException"]);
  });

  test("assigned and unassigned exclude each other", async () => {
    const assigned = await all(`conversations?assigned_user_id=${SANDBOX.assignedUserId}`);
    expect(assigned.map((row) => row.id)).toContain(SANDBOX.assignedConversationId);
    const unassigned = (await all("conversations?unassigned=true")).map((row) => row.id);
    expect(unassigned).toContain(SANDBOX.openConversationId);
    expect(unassigned).not.toContain(SANDBOX.assignedConversationId);
    const both = await api.get(`${NUMBER}/conversations?assigned_user_id=${SANDBOX.assignedUserId}&unassigned=true`);
    expect(both.status).toBe(422);
    expect((await all("conversations?unassigned=false")).length).toBe((await all("conversations")).length);
  });

  test("last_active bounds are inclusive", async () => {
    const open = (await api.get(`/conversations/${SANDBOX.openConversationId}`)).body.last_active_at;
    const rows = await all(`conversations?last_active_since=${open}&last_active_until=${open}`);
    expect(rows.map((row) => row.id)).toEqual([SANDBOX.openConversationId]);
  });
});

describe("contact filters", () => {
  test("wa_id, customer and has_customer", async () => {
    const ids = async (query: string) => (await all(`contacts?${query}`)).map((row) => row.id);
    expect(await ids(`wa_id=${SANDBOX.openCustomer.slice(1)}`)).toEqual([SANDBOX.openContactId]);
    expect(await ids(`wa_id=${encodeURIComponent(SANDBOX.openCustomer)}`)).toEqual([SANDBOX.openContactId]);
    expect(await ids(`customer_id=${SANDBOX.customerId}`)).toEqual([SANDBOX.openContactId]);
    expect(await ids(`customer_id=${SANDBOX.customerId}&has_customer=false`)).toEqual([]);
    const [having, lacking] = [await ids("has_customer=true"), await ids("has_customer=false")];
    expect(having).toContain(SANDBOX.openContactId);
    expect(having.length + lacking.length).toBe((await ids("")).length);
    expect(await refusal("contacts?has_customer=maybe")).toEqual([400, 100, "OAuthException"]);
  });
});

describe("call filters", () => {
  test("direction and status in any case, one call by its id", async () => {
    const inbound = await all("calls?direction=INBOUND");
    expect(await all("calls?direction=inbound")).toEqual(inbound);
    expect(inbound.length).toBeGreaterThan(3);
    expect(await all("calls?status=Completed&direction=Inbound")).toEqual(
      inbound.filter((row) => row.status === "completed"),
    );
    const [call] = inbound;
    expect(await all(`calls?call_id=${encodeURIComponent(call.call_id)}`)).toEqual([call]);
    expect(await all(`calls?since=${call.session_started_at}&until=${call.session_started_at}`)).toEqual([call]);
    expect(await refusal("calls?status=missed")).toEqual([400, 100, "OAuthException"]);
  });
});
