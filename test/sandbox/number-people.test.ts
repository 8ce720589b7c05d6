import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { SANDBOX } from "../../src/sandbox/index.ts";
import { type Api, NUMBER, openApi, type Reply } from "./api.ts";

let api: Api;
beforeEach(async () => {
  api = await openApi();
});
afterEach(() => api.sandbox.close());

const post = (path: string, body: object, number = NUMBER) =>
  api.call("POST", `${number}${path}`, { body: { messaging_product: "whatsapp", ...body } });
const codeOf = ({ status, body }: Reply) => (status === 200 ? 200 : (body.error.code ?? body.code ?? body.error));
const digits = (phone: string) => phone.slice(1);

describe("the block list", () => {
  const change = (method: string, ...users: string[]) =>
    api.call(method, `${NUMBER}/block_users`, {
      body: { messaging_product: "whatsapp", block_users: users.map((user) => ({ user })) },
    });

  test("takes who wrote within a day, and lets go", async () => {
    const input = SANDBOX.openCustomer;
    const users = [{ input, wa_id: digits(input) }];
    expect((await change("POST", input)).body.block_users).toEqual({ added_users: users });
    expect((await api.get(`${NUMBER}/block_users`)).body.data).toEqual([
      { messaging_product: "whatsapp", wa_id: digits(input) },
    ]);
    expect((await change("DELETE", input)).body.block_users).toEqual({ removed_users: users });
    expect((await api.get(`${NUMBER}/block_users`)).body).toEqual({ data: [] });
  });

  test("tells in part what failed", async () => {
    const { openCustomer, closedCustomer, businessPhoneNumber } = SANDBOX;
    const reply = await change("POST", openCustomer, closedCustomer, businessPhoneNumber, "nobody");
    expect([reply.status, reply.body.error.code]).toEqual([400, 139100]);
    const { added_users, failed_users } = reply.body.block_users;
    expect(added_users).toHaveLength(1);
    expect(failed_users.map((each: { errors: { code: number }[] }) => each.errors[0]?.code)).toEqual([
      131047, 131021, 131009,
    ]);
  });

  test("refuses none and 1001 users", async () => {
    expect(codeOf(await change("POST"))).toBe(100);
    expect(codeOf(await change("POST", ...Array.from({ length: 1001 }, () => SANDBOX.openCustomer)))).toBe(100);
  });

  test("is read page by page, until it changes", async () => {
    const people = Array.from({ length: 5 }, (_, i) => `+44770090010${i}`);
    for (const from of people) await api.control("POST", "/inbound", { from, text: "Hi" });
    await change("POST", ...people);
    const page = (await api.get(`${NUMBER}/block_users?limit=2`)).body;
    expect(page.data).toHaveLength(2);
    const next = `${NUMBER}/block_users?limit=2&after=${page.paging.cursors.after}`;
    expect((await api.get(next)).body.data).toHaveLength(2);
    await change("DELETE", `+${page.data[1].wa_id}`);
    expect(codeOf(await api.get(next))).toBe(139102);
  });
});

describe("thread control", () => {
  const control = (action: string, more: object = {}) =>
    post("/thread_control", { action, to: SANDBOX.openCustomer, ...more });
  const pass = { control_pass: { target_role: "customer_service" } };

  test("who passed a thread on cannot write until it is taken back", async () => {
    expect((await control("pass", pass)).body).toEqual({
      messaging_product: "whatsapp",
      request_id: expect.any(String),
    });
    expect((await api.text(SANDBOX.openCustomer)).body.code).toBe("thread_not_owner");
    expect((await control("take")).status).toBe(200);
    expect((await api.text(SANDBOX.openCustomer)).status).toBe(200);
    expect((await control("release", { metadata: "done" })).status).toBe(200);
  });

  test.each([
    ["+12025550190", 403, 2494191],
    ["+12025550191", 409, "thread_control_in_progress"],
    ["+12025550192", 502, "Meta API request failed"],
  ])("%s answers %d", async (to, status, code) => {
    const reply = await control("take", { to });
    expect([reply.status, codeOf(reply)]).toEqual([status, code]);
  });

  test.each<[string, string, object]>([
    ["an unknown action", "steal", {}],
    ["a pass without a role", "pass", {}],
    ["an unknown role", "pass", { control_pass: { target_role: "boss" } }],
    ["a role without a pass", "take", pass],
    ["nobody", "take", { to: undefined }],
    ["metadata too long", "take", { metadata: "a".repeat(2001) }],
  ])("refuses %s", async (_, action, more) => {
    expect(codeOf(await control(action, more))).toBe(100);
  });
});

describe("calls", () => {
  const sdp = "v=0\r\no=- 3920 2 IN IP4 127.0.0.1\r\ns=-\r\nt=0 0\r\n";
  const offer = { session: { sdp_type: "offer", sdp } };
  const answer = { session: { sdp_type: "answer", sdp } };
  const connect = (to: string = SANDBOX.callCustomer, more: object = offer) =>
    post("/calls", { action: "connect", to, ...more });
  const act = (action: string, call_id: string, more: object = {}) => post("/calls", { action, call_id, ...more });
  const record = async (id: string) =>
    (await api.get(`${NUMBER}/calls?call_id=${encodeURIComponent(id)}`)).body.data[0];
  const permission = async (person: string = SANDBOX.openCustomer) =>
    (await api.get(`${NUMBER}/call_permissions?user_wa_id=${digits(person)}`)).body;
  const reply = (call_permission_reply: object) =>
    api.control("POST", "/inbound", {
      from: SANDBOX.openCustomer,
      interactive: { type: "call_permission_reply", call_permission_reply },
    });

  test("are answered after nine seconds, and end when they are terminated", async () => {
    const { body } = await connect();
    const [{ id }] = body.calls;
    expect(await record(id)).toMatchObject({ direction: "outbound", status: "ringing" });
    expect(codeOf(await connect())).toBe(138003);
    api.sandbox.advance(9);
    expect((await record(id)).status).toBe("answered");
    api.sandbox.advance(42);
    expect((await act("terminate", id)).body).toEqual({ messaging_product: "whatsapp", success: true });
    expect(await record(id)).toMatchObject({ status: "completed", duration_seconds: 42 });
    expect(codeOf(await act("terminate", id))).toBe(100);
  });

  test("of customers are accepted or rejected", async () => {
    const ring = async () =>
      (await api.control("POST", "/inbound", { from: SANDBOX.openCustomer, call: { status: "ringing" } })).body.call_id;
    const one = await ring();
    expect((await act("pre_accept", one, answer)).status).toBe(200);
    expect((await act("accept", one, answer)).status).toBe(200);
    expect((await record(one)).status).toBe("answered");
    expect(codeOf(await act("reject", one))).toBe(100);
    const other = await ring();
    expect((await act("reject", other)).status).toBe(200);
    expect((await record(other)).status).toBe("failed");
  });

  test("need a permission, which a customer gives and takes", async () => {
    expect(codeOf(await connect(SANDBOX.openCustomer))).toBe(138006);
    expect((await permission()).permission).toEqual({ status: "no_permission" });
    await reply({ response: "accept", is_permanent: false });
    expect((await permission()).permission).toMatchObject({ status: "temporary", expiration_time: expect.any(Number) });
    expect((await connect(SANDBOX.openCustomer)).status).toBe(200);
    api.sandbox.advance(7 * 24 * 3600);
    expect((await permission()).permission).toEqual({ status: "no_permission" });
    await reply({ response: "accept", is_permanent: true });
    const request = { type: "call_permission_request", action: { name: "call_permission_request" } };
    const asked = await api.send({ to: SANDBOX.openCustomer, type: "interactive", interactive: request });
    expect(codeOf(asked)).toBe(138017);
    await reply({ response: "reject" });
    expect((await permission()).permission).toEqual({ status: "no_permission" });
  });

  test("are five a day that connect", async () => {
    for (let times = 0; times < 5; times++) {
      const [{ id }] = (await connect()).body.calls;
      api.sandbox.advance(10);
      await act("terminate", id);
    }
    expect(codeOf(await connect())).toBe(138012);
    const { actions } = await permission(SANDBOX.callCustomer);
    expect(actions[1]).toMatchObject({ action_name: "start_call", can_perform_action: false });
    expect(actions[1].limits[0]).toMatchObject({ current_usage: 5, limit_expiration_time: expect.any(Number) });
  });

  test("are not made by a number that has them off, or on SIP", async () => {
    expect(codeOf(await post("/calls", { action: "terminate", call_id: "x" }, `/${SANDBOX.otherPhoneNumberId}`))).toBe(
      138000,
    );
    const sip = { status: "ENABLED", servers: [{ hostname: "sip.aurora.example" }] };
    await api.call("POST", `${NUMBER}/settings`, { body: { calling: { sip } } });
    expect(codeOf(await connect())).toBe(131055);
  });

  test.each<[string, object]>([
    ["no session", {}],
    ["an answer", answer],
    ["no session description", { session: { sdp_type: "offer", sdp: "hello" } }],
    ["too much data", { ...offer, biz_opaque_callback_data: "a".repeat(513) }],
  ])("do not start with %s", async (_, more) => {
    expect(codeOf(await connect(SANDBOX.callCustomer, more))).toBe(100);
  });

  test("an unknown action, call or person is refused; permissions are read five times a second", async () => {
    expect(codeOf(await act("sing", "x"))).toBe(100);
    expect(codeOf(await act("terminate", "wacid.x"))).toBe(100);
    expect(codeOf(await api.get(`${NUMBER}/call_permissions`))).toBe(100);
    for (let times = 0; times < 5; times++) await permission();
    expect((await permission()).error.code).toBe(613);
    api.sandbox.advance(1);
    expect((await permission()).error).toBeUndefined();
  });
});

describe("conversion events", () => {
  const ACCOUNT = `/${SANDBOX.businessAccountId}/dataset`;
  const event = {
    event_name: "Purchase",
    event_time: 1_795_186_812,
    action_source: "business_messaging",
    messaging_channel: "whatsapp",
    user_data: { whatsapp_business_account_id: SANDBOX.businessAccountId, ctwa_clid: "ARAk" },
  };

  test("go to the account's one dataset", async () => {
    expect((await api.get(ACCOUNT)).body).toEqual({ data: [] });
    const { id } = (await api.call("POST", ACCOUNT, { body: { dataset_name: "Aurora" } })).body;
    expect((await api.call("POST", ACCOUNT)).body).toEqual({ id });
    expect((await api.get(ACCOUNT)).body).toEqual({ id });
    const send = (data: object[], options = {}) => api.call("POST", `/${id}/events`, { body: { data }, ...options });
    expect((await send([event, event])).body.events_received).toBe(2);
    expect(codeOf(await send([]))).toBe(100);
    expect(codeOf(await send([{ ...event, action_source: "web" }]))).toBe(100);
    const stranger = { ...event.user_data, whatsapp_business_account_id: "1" };
    expect(codeOf(await send([{ ...event, user_data: stranger }]))).toBe(100);
    expect((await send([event], { key: SANDBOX.foreignApiKey })).body.error.error_subcode).toBe(33);
  });
});

test("numbers of an account are sorted and filtered", async () => {
  const ids = async (query: string) =>
    (await api.get(`/${SANDBOX.businessAccountId}/phone_numbers?${query}`)).body.data.map(
      (each: { id: string }) => each.id,
    );
  expect(await ids("sort=creation_time.desc")).toEqual([SANDBOX.otherPhoneNumberId, SANDBOX.phoneNumberId]);
  const filter = (value: string) =>
    `filtering=${encodeURIComponent(JSON.stringify([{ field: "account_mode", operator: "EQUAL", value }]))}`;
  expect(await ids(filter("LIVE"))).toHaveLength(2);
  expect(await ids(filter("SANDBOX"))).toEqual([]);
  expect((await api.get(`/${SANDBOX.businessAccountId}/phone_numbers?sort=name`)).status).toBe(400);
});
