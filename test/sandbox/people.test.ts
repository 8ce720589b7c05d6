import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { SANDBOX, startSandbox } from "../../src/sandbox/index.ts";
import { type Api, idOf, NUMBER, openApi, stored } from "./api.ts";

/** For people who test agents: a past, templates in any state, customers who answer, a team. */

let api: Api;
beforeEach(async () => {
  api = await openApi();
});
afterEach(() => api.sandbox.close());

const control = async (route: string, body: object) => {
  const reply = await api.control("POST", route, body);
  expect(reply.status, JSON.stringify(reply.body)).toBe(200);
  return reply.body;
};
const refused = async (route: string, body: object) => {
  const reply = await api.control("POST", route, body);
  expect(reply.status).toBe(400);
  return reply.body.error;
};
const newest = async (conversation: string, limit = 1) =>
  (await api.get(`${NUMBER}/messages?conversation_id=${conversation}&limit=${limit}`)).body.data;

describe("the clock", () => {
  test("starts now, and the shop's story is told from there", async () => {
    const sandbox = await startSandbox();
    const before = Date.now();
    const answer = await fetch(`${sandbox.baseUrl}/v23.0/conversations/${SANDBOX.openConversationId}`, {
      headers: { "X-API-Key": SANDBOX.apiKey },
    });
    const { kapso } = (await answer.json()) as { kapso: { last_inbound_at: string } };
    const minutes = (before - Date.parse(kapso.last_inbound_at)) / 60_000;
    expect(Math.round(minutes)).toBe(20);
    expect(Math.abs(Date.parse(answer.headers.get("date") ?? "") - before)).toBeLessThan(5_000);
    await sandbox.close();
  });

  test("starts where it is told to, with everything that hangs on it", async () => {
    const start = Date.UTC(2031, 0, 1);
    const later = await openApi({ start });
    const { body } = await later.get(`/conversations/${SANDBOX.openConversationId}`);
    expect(Date.parse(body.kapso.last_inbound_at)).toBe(start - 20 * 60_000);
    expect((await later.text(SANDBOX.openCustomer)).status).toBe(200);
    expect((await later.text(SANDBOX.closedCustomer)).status).toBe(422);
    await later.sandbox.close();
  });
});

describe("what is put into the past", () => {
  test("stands where it belongs, and moves nothing back", async () => {
    const conversation = SANDBOX.openConversationId;
    const [last] = await newest(conversation);
    const { message_id } = await control("/inbound", {
      from: SANDBOX.openCustomer,
      text: "Long ago",
      seconds_ago: 3 * 3600,
    });
    expect((await stored(api, message_id)).timestamp).toBe(String(Date.UTC(2026, 10, 20, 12) / 1000));
    const rows = await newest(conversation, 20);
    expect(rows[0].id).toBe(last.id);
    expect(rows.at(-1).id).toBe(message_id);
    const { kapso, last_active_at } = (await api.get(`/conversations/${conversation}`)).body;
    expect([kapso.last_message_id, last_active_at]).toEqual([last.id, "2026-11-20T14:40:00Z"]);
  });

  test("decides over the window of somebody new", async () => {
    for (const [from, at, status] of [
      ["+447700900601", "2026-11-19T14:59:00Z", 422],
      ["+447700900602", "2026-11-19T17:00:00+01:00", 200],
    ] as const) {
      await control("/inbound", { from, text: "Hello?", at });
      expect((await api.text(from)).status).toBe(status);
    }
  });

  test("can be a call", async () => {
    const { call_id } = await control("/inbound", { from: SANDBOX.closedCustomer, call: {}, seconds_ago: 25 * 3600 });
    const [call] = (await api.get(`${NUMBER}/calls?call_id=${encodeURIComponent(call_id)}`)).body.data;
    expect(call.session_started_at).toBe("2026-11-19T14:00:00.000000Z");
    expect((await api.text(SANDBOX.closedCustomer)).status).toBe(422);
  });

  test("is refused in the future, and with two times", async () => {
    const event = { from: SANDBOX.openCustomer, text: "x" };
    expect(await refused("/inbound", { ...event, at: "2026-11-20T15:00:01Z" })).toMatch(
      /^at: must not be in the future/,
    );
    expect(await refused("/inbound", { ...event, at: "2026-11-20T14:00:00Z", seconds_ago: 5 })).toContain(
      "either at or seconds_ago",
    );
  });
});

describe("a template", () => {
  const read = async (name: string) =>
    (
      await api.get(
        `/${SANDBOX.businessAccountId}/message_templates?name=${name}&fields=id,name,status,category,components,rejected_reason,quality_score`,
      )
    ).body.data[0];

  test.each([
    ["REJECTED", { rejected_reason: "PROMOTIONAL" }, { rejected_reason: "PROMOTIONAL" }],
    ["PAUSED", { quality: "RED" }, { quality_score: { score: "RED" } }],
    ["PENDING", {}, {}],
    ["DISABLED", {}, {}],
    [
      "APPROVED",
      { body: "Hello {{1}}, it is us." },
      { components: [{ type: "BODY", text: "Hello {{1}}, it is us." }] },
    ],
  ])("is there in the state %s", async (status, more, expected) => {
    const { template_id } = await control("/templates", { name: "made_up", status, ...more });
    expect(await read("made_up")).toMatchObject({ id: template_id, status, category: "UTILITY", ...expected });
    const template = { name: "made_up", language: { code: "en_US" }, components: [] };
    const sent = await api.send({ to: SANDBOX.openCustomer, type: "template", template });
    expect(sent.status === 200).toBe(status === "APPROVED" && !("body" in more));
  });

  test("that is there already goes into the state", async () => {
    const before = await read("pedido_pronto");
    await control("/templates", { name: "pedido_pronto", language: "pt_BR", status: "PAUSED" });
    expect(await read("pedido_pronto")).toMatchObject({
      id: before.id,
      status: "PAUSED",
      components: before.components,
    });
  });

  test("with a reason that its state does not have is refused", async () => {
    expect(await refused("/templates", { name: "a", status: "PAUSED", rejected_reason: "X" })).toMatch(
      /^rejected_reason: /,
    );
    expect(await refused("/templates", { name: "A B", status: "PAUSED" })).toMatch(/^name: must be lower case/);
    expect(await refused("/templates", { name: "a", status: "GONE" })).toMatch(/^status: /);
  });
});

describe("a customer who will answer", () => {
  const BUTTONS = {
    type: "button",
    body: { text: "Monday?" },
    action: { buttons: ["yes", "no"].map((id) => ({ type: "reply", reply: { id, title: id.toUpperCase() } })) },
  };
  const LIST = {
    type: "list",
    body: { text: "When?" },
    action: {
      button: "Times",
      sections: [{ title: "Monday", rows: [{ id: "am", title: "Morning", description: "8 to 12" }] }],
    },
  };
  const send = async (message: object) => idOf(await api.send({ to: SANDBOX.openCustomer, ...message }));
  const answers = (how: object) => control("/answers", { from: SANDBOX.openCustomer, ...how });

  test.each<[string, object, object, object]>([
    [
      "a button by its title",
      { choose: "NO" },
      { type: "interactive", interactive: BUTTONS },
      { interactive: { button_reply: { id: "no", title: "NO" } } },
    ],
    [
      "a button by its place",
      { choose: 1 },
      { type: "interactive", interactive: BUTTONS },
      { interactive: { button_reply: { id: "yes" } } },
    ],
    [
      "a row",
      { choose: "Morning" },
      { type: "interactive", interactive: LIST },
      { interactive: { list_reply: { id: "am", description: "8 to 12" } } },
    ],
    [
      "a form",
      { flow: { date: "2026-12-01" } },
      { type: "text", text: { body: "x" } },
      { kapso: { flow_response: { date: "2026-12-01" } } },
    ],
    ["words", { text: "Sim" }, { type: "text", text: { body: "x" } }, { text: { body: "Sim" } }],
  ])("gives %s, once, after so many seconds, and quotes nothing else", async (_, how, message, expected) => {
    await answers({ ...how, after_seconds: 90 });
    const sent = await send(message);
    api.sandbox.advance(89);
    expect((await newest(SANDBOX.openConversationId))[0].id).toBe(sent);
    api.sandbox.advance(1);
    const [answer] = await newest(SANDBOX.openConversationId);
    expect(answer).toMatchObject({ kapso: { direction: "inbound" }, ...expected });
    if (!("text" in how)) expect(answer.context.id).toBe(sent);
    const second = await send(message);
    api.sandbox.advance(3600);
    expect((await newest(SANDBOX.openConversationId))[0].id).toBe(second);
  });

  test("presses the quick reply of a template", async () => {
    await control("/answers", { from: SANDBOX.closedCustomer, choose: 1, after_seconds: 2 });
    const named = { hora: "16:00", nombre: "Tomás" };
    const parameters = Object.entries(named).map(([parameter_name, text]) => ({ type: "text", parameter_name, text }));
    const template = {
      name: "recordatorio_cita",
      language: { code: "es" },
      components: [{ type: "body", parameters }],
    };
    const sent = idOf(await api.send({ to: SANDBOX.closedCustomer, type: "template", template }));
    api.sandbox.advance(2);
    const [answer] = await newest(SANDBOX.closedWindowConversationId);
    expect(answer).toMatchObject({ type: "button", button: { text: "Confirmar" }, context: { id: sent } });
    expect((await api.text(SANDBOX.closedCustomer)).status).toBe(200);
  });

  test("is planned in one way", async () => {
    expect(await refused("/answers", { from: "+447700900001" })).toContain("exactly one of text, choose, flow");
    expect(await refused("/answers", { from: "+447700900001", text: "a", choose: 1 })).toContain(
      "exactly one of text, choose, flow",
    );
  });
});

test("a conversation is assigned, and lists and records say so", async () => {
  const conversation_id = SANDBOX.openConversationId;
  const assigned_user_id = "a5000000-0000-4000-8000-000000000042";
  const own = async () => (await api.get(`${NUMBER}/conversations?assigned_user_id=${assigned_user_id}`)).body.data;
  await control("/assignments", { conversation_id, assigned_user_id });
  expect((await own()).map((row: { id: string }) => row.id)).toEqual([conversation_id]);
  expect((await api.get(`/conversations/${conversation_id}`)).body.assigned_user_id).toBe(assigned_user_id);
  await control("/assignments", { conversation_id, assigned_user_id: null });
  expect(await own()).toEqual([]);
  expect(await refused("/assignments", { conversation_id: "none", assigned_user_id })).toBe(
    "conversation_id: none is not known",
  );
});

describe("the Platform API's list of numbers", () => {
  const list = (query: string, headers: Record<string, string>) =>
    fetch(`${api.sandbox.origin}/platform/v1/whatsapp/phone_numbers${query}`, { headers });

  test("gives whoever has only the key both ids", async () => {
    const answer = await list("?page=1&per_page=20", { "X-API-Key": SANDBOX.apiKey });
    const { data, meta } = (await answer.json()) as { data: Record<string, string>[]; meta: object };
    expect(data.map((row) => row["phone_number_id"])).toEqual([SANDBOX.phoneNumberId, SANDBOX.otherPhoneNumberId]);
    expect(data[0]).toMatchObject({ business_account_id: SANDBOX.businessAccountId, status: "CONNECTED" });
    expect(meta).toEqual({ page: 1, per_page: 20, total_pages: 1, total_count: 2 });
    const second = (await (await list("?page=2&per_page=1", { "X-API-Key": SANDBOX.apiKey })).json()) as {
      data: object[];
    };
    expect(second.data).toMatchObject([{ phone_number_id: SANDBOX.otherPhoneNumberId }]);
  });

  test("takes the key, and no Bearer token", async () => {
    for (const headers of [{}, { Authorization: `Bearer ${SANDBOX.apiKey}` }, { "X-API-Key": "wrong" }]) {
      const answer = await list("", headers as Record<string, string>);
      expect([answer.status, await answer.json()]).toEqual([401, { error: "Invalid or missing API key" }]);
    }
  });
});
