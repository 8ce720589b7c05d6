import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { SANDBOX } from "../../src/sandbox/index.ts";
import { type Api, NUMBER, openApi } from "./api.ts";

let api: Api;
beforeEach(async () => {
  api = await openApi();
});
afterEach(() => api.sandbox.close());

const HOUR = 3600;
/** Kapso's own refusals have a text in place of a code. */
const codeOf = async (to: string) => {
  const { status, body } = await api.text(to);
  return status === 200 ? 200 : (body.error.code ?? body.error);
};
const CLOSED = "Cannot send non-template messages outside the 24-hour window.";

describe("the 24-hour window", () => {
  test("refuses free-form messages with 422 once it is closed, and lets templates pass", async () => {
    const { status, body } = await api.text(SANDBOX.closedCustomer);
    expect([status, body]).toEqual([
      422,
      { error: CLOSED, next_steps: "Send a WhatsApp template message to reopen the session." },
    ]);
    const template = { name: "hello_world", language: { code: "en_US" } };
    expect((await api.send({ to: SANDBOX.closedCustomer, type: "template", template })).status).toBe(200);
    expect(await codeOf(SANDBOX.closedCustomer)).toBe(CLOSED);
  });

  test("is closed for people who never wrote", async () => {
    expect(await codeOf(SANDBOX.unknownCustomer)).toBe(CLOSED);
  });

  test("closes to the second", async () => {
    api.sandbox.advance(10 * 60 - 1);
    expect(await codeOf(SANDBOX.closingCustomer)).toBe(200);
    api.sandbox.advance(1);
    expect(await codeOf(SANDBOX.closingCustomer)).toBe(CLOSED);
  });

  test("is opened by a message, and by a call", async () => {
    await api.control("POST", "/inbound", { from: SANDBOX.closedCustomer, text: "Hola" });
    expect(await codeOf(SANDBOX.closedCustomer)).toBe(200);
    api.sandbox.advance(24 * HOUR);
    expect(await codeOf(SANDBOX.closedCustomer)).toBe(CLOSED);
    await api.control("POST", "/inbound", { from: SANDBOX.closedCustomer, call: {} });
    expect(await codeOf(SANDBOX.closedCustomer)).toBe(200);
  });

  test("is open in the seed for who called, however old the messages", async () => {
    expect(await codeOf(SANDBOX.callCustomer)).toBe(200);
  });

  test("is not opened by the shop's own call", async () => {
    await api.control("POST", "/inbound", { from: SANDBOX.closedCustomer, call: { direction: "outbound" } });
    expect(await codeOf(SANDBOX.closedCustomer)).toBe(CLOSED);
  });

  test("stays open when the conversation was ended", async () => {
    expect(await codeOf(SANDBOX.endedCustomer)).toBe(200);
  });

  test("is each number's own", async () => {
    const path = `/${SANDBOX.otherPhoneNumberId}/messages`;
    const body = { messaging_product: "whatsapp", to: SANDBOX.openCustomer, type: "text", text: { body: "Hi" } };
    expect((await api.call("POST", path, { body })).status).toBe(422);
  });

  test.each([
    ["kapso_graph", 422, "MessageError"],
    ["meta", 400, "OAuthException"],
  ])("is refused in the form of %s where that is asked for", async (window_refusal, expected, type) => {
    await api.control("POST", "/variants", { window_refusal });
    const { status, body } = await api.text(SANDBOX.closedCustomer);
    expect([status, body.error.code, body.error.type]).toEqual([expected, 131047, type]);
  });
});

describe("one message in flight", () => {
  test("a pair is locked for holdMs after an accepted send, on the sandbox clock", async () => {
    const held = await openApi({ holdMs: 5000 });
    expect((await held.text(SANDBOX.openCustomer)).status).toBe(200);
    const refused = await held.text(SANDBOX.openCustomer);
    expect([refused.status, refused.body.error]).toEqual([
      409,
      "Another message is already in-flight for this conversation. Please retry shortly.",
    ]);
    expect((await held.text(SANDBOX.unreadCustomer)).status).toBe(200);
    held.sandbox.advance(5);
    expect((await held.text(SANDBOX.openCustomer)).status).toBe(200);
    await held.sandbox.close();
  });

  test("a second send while the first is answered slowly is refused, until the answer is out", async () => {
    await api.control("POST", "/faults", { match: { method: "POST" }, latency_ms: 1000 });
    const first = api.text(SANDBOX.openCustomer, "one");
    const newest = async () => (await api.get(`${NUMBER}/messages?limit=1&direction=outbound`)).body.data[0].text?.body;
    await expect.poll(newest, { interval: 5 }).toBe("one");
    expect((await api.text(SANDBOX.openCustomer, "two")).status).toBe(409);
    expect((await first).status).toBe(200);
    expect(await newest()).toBe("one");
    expect((await api.text(SANDBOX.openCustomer, "three")).status).toBe(200);
  });

  test("a user id and the number of the same person share the lock", async () => {
    const held = await openApi({ holdMs: 5000 });
    await held.text(SANDBOX.openCustomer);
    const body = { recipient: "BR.1203774419085533", type: "text", text: { body: "Hi" } };
    expect((await held.send(body)).status).toBe(409);
    await held.sandbox.close();
  });

  test("a refused send leaves no lock, and marking as read takes none", async () => {
    const held = await openApi({ holdMs: 5000 });
    expect((await held.send({ to: SANDBOX.openCustomer, type: "text", text: {} })).status).toBe(400);
    expect((await held.send({ to: SANDBOX.openCustomer, type: "image", image: { id: "1" } })).status).toBe(400);
    expect((await held.text(SANDBOX.openCustomer)).status).toBe(200);
    const [newest] = (await held.get(`${NUMBER}/messages?direction=inbound&limit=1`)).body.data;
    expect((await held.send({ status: "read", message_id: newest.id })).status).toBe(200);
    await held.sandbox.close();
  });
});

describe("recipients", () => {
  const text = { type: "text", text: { body: "Hi" } };
  const contact = async (message: Record<string, unknown>) =>
    (await api.send({ ...message, ...text })).body.contacts[0];

  test("a number in any notation is the same person", async () => {
    for (const to of ["+5511987650042", "5511987650042", "+55 (11) 98765-0042"]) {
      expect(await contact({ to })).toEqual({ input: to, wa_id: "5511987650042", user_id: "BR.1203774419085533" });
    }
  });

  test("a number that WhatsApp rewrites comes back as its wa_id", async () => {
    expect(await contact({ to: SANDBOX.rewrittenNumber })).toEqual({
      input: SANDBOX.rewrittenNumber,
      wa_id: SANDBOX.rewrittenWaId,
    });
    const [conversation] = (await api.get(`${NUMBER}/conversations?phone_number=${SANDBOX.rewrittenWaId}`)).body.data;
    expect(conversation.id).toBe(SANDBOX.rewrittenConversationId);
    expect(conversation.kapso.last_message_text).toBe("Hi");
  });

  test.each([
    ["+5491155550142", "5491155550142"],
    ["+541155550142", "5491155550142"],
    ["+5531987650042", "553187650042"],
  ])("%s is %s", async (to, waId) => {
    await api.control("POST", "/inbound", { from: to, text: "Hola" });
    expect((await contact({ to })).wa_id).toBe(waId);
  });

  test("a user id is taken in recipient and in to, without a wa_id in the answer", async () => {
    const input = SANDBOX.userIdCustomer;
    expect(await contact({ recipient: input })).toEqual({ input, wa_id: null, user_id: input });
    expect(await contact({ to: input })).toEqual({ input, wa_id: null, user_id: input });
    expect(await contact({ recipient: "BR.1203774419085533" })).toMatchObject({ wa_id: null });
  });

  test("`to` wins over `recipient`", async () => {
    const both = { to: SANDBOX.unreadCustomer, recipient: SANDBOX.userIdCustomer };
    expect((await contact(both)).wa_id).toBe(SANDBOX.unreadCustomer.slice(1));
  });

  test("a user id that nobody has cannot be reached", async () => {
    const { status, body } = await api.send({ recipient: "BR.1", ...text });
    expect([status, body.error.code]).toEqual([400, 131026]);
  });

  test("the business number cannot write to itself", async () => {
    const { status, body } = await api.send({ to: SANDBOX.businessPhoneNumber, ...text });
    expect([status, body.error.code]).toEqual([400, 131021]);
  });
});
