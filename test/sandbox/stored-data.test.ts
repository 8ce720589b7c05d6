import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { SANDBOX } from "../../src/sandbox/index.ts";
import { type Api, NUMBER, openApi, stored } from "./api.ts";

let api: Api;
beforeEach(async () => {
  api = await openApi();
});
afterEach(() => api.sandbox.close());

describe("a single message", () => {
  test("is read by its percent-encoded id", async () => {
    expect(SANDBOX.messages.inboundText).toContain("=");
    expect(await stored(api, SANDBOX.messages.inboundText)).toMatchObject({
      id: SANDBOX.messages.inboundText,
      type: "text",
      context: null,
      username: null,
      kapso: { direction: "inbound", status: "delivered", origin: "cloud_api", contact_name: "Amara Okafor" },
    });
  });

  test("is not found by another id, or under another number", async () => {
    for (const path of [
      `${NUMBER}/messages/wamid.GONE`,
      `/${SANDBOX.otherPhoneNumberId}/messages/${encodeURIComponent(SANDBOX.messages.inboundText)}`,
    ]) {
      const { status, body } = await api.get(path);
      expect([status, body]).toEqual([
        404,
        { error: { message: "Message not found", type: "MessageError", code: 404 } },
      ]);
    }
  });

  test("shows what a flow answered and what came with an order", async () => {
    expect((await stored(api, SANDBOX.messages.flowReply)).kapso).toMatchObject({
      flow_response: { date: "2026-11-24", people: 2 },
      flow_token: "visit-2204",
      content: expect.stringContaining('"people":2'),
    });
    const order = (await stored(api, SANDBOX.messages.order)).kapso;
    expect([order.order_text, order.content]).toEqual(["Please wrap it well", "Order"]);
  });

  test("points from a reply to what it answers", async () => {
    const { context } = await stored(api, SANDBOX.messages.buttonReply);
    expect((await stored(api, context.id)).interactive.type).toBe("button");
  });
});

describe("a conversation", () => {
  const path = `/conversations/${SANDBOX.openConversationId}`;

  test("is the same on both paths, whatever number stands in the query", async () => {
    const short = (await api.get(`${path}?phone_number_id=${SANDBOX.otherPhoneNumberId}`)).body;
    expect((await api.get(NUMBER + path)).body).toEqual(short);
    expect(short.phone_number).toBe(SANDBOX.openCustomer.slice(1));
  });

  test("is not found by an unknown id, one that is no uuid, or under another number", async () => {
    const paths = [
      "/conversations/6f1c2b7e-53a8-4d0e-9a44-1f7f0d2c9b31",
      "/conversations/7",
      `/${SANDBOX.otherPhoneNumberId}${path}`,
    ];
    for (const each of paths) {
      const { status, body } = await api.get(each);
      expect([status, body.error.code, body.error.message]).toEqual([404, 404, "Conversation not found"]);
    }
  });

  test("is ended and opened again, and twice is no fault", async () => {
    for (const status of ["ended", "ended", "active", "active"]) {
      expect((await api.call("PATCH", path, { body: { status } })).body).toEqual({ success: true });
      expect((await api.get(path)).body.status).toBe(status);
    }
  });

  test.each([{ status: "resolved" }, { status: null }, {}, { state: "ended" }])(
    "refuses the update %j",
    async (body) => {
      const reply = await api.call("PATCH", path, { body });
      expect([reply.status, reply.body.error.code]).toEqual([400, 100]);
    },
  );

  test("ends by itself 24 hours after its last activity, and a new message opens another", async () => {
    api.sandbox.advance(23 * 3600);
    await api.control("POST", "/inbound", { from: SANDBOX.openCustomer, text: "Ainda aí?" });
    api.sandbox.advance(24 * 3600 - 1);
    expect((await api.get(path)).body.status).toBe("active");
    api.sandbox.advance(2);
    expect((await api.get(path)).body.status).toBe("ended");
    const { body } = await api.control("POST", "/inbound", { from: SANDBOX.openCustomer, text: "Oi?" });
    expect(body.conversation_id).not.toBe(SANDBOX.openConversationId);
  });

  test("opened again by hand it lasts another 24 hours", async () => {
    const ended = `/conversations/${SANDBOX.endedConversationId}`;
    api.sandbox.advance(30 * 3600);
    await api.call("PATCH", ended, { body: { status: "active" } });
    api.sandbox.advance(24 * 3600 - 1);
    expect((await api.get(ended)).body.status).toBe("active");
    api.sandbox.advance(1);
    expect((await api.get(ended)).body.status).toBe("ended");
  });
});

describe("a contact", () => {
  const waId = SANDBOX.openCustomer.slice(1);
  const path = `${NUMBER}/contacts/${waId}`;

  test("is found by its number with or without a plus, and by its user id", async () => {
    for (const address of [waId, encodeURIComponent(`+${waId}`), "BR.1203774419085533"]) {
      expect((await api.get(`${NUMBER}/contacts/${address}`)).body.id).toBe(SANDBOX.openContactId);
    }
    expect((await api.get(`${NUMBER}/contacts/${SANDBOX.userIdCustomer}`)).body).toMatchObject({
      wa_id: null,
      username: "bruna.dias",
    });
  });

  test("is not found when nobody has the number", async () => {
    const { status, body } = await api.get(`${NUMBER}/contacts/447700900999`);
    expect([status, body.error.code, body.error.message]).toEqual([404, 404, "Contact not found"]);
  });

  test("is changed in what is given; metadata is replaced as a whole", async () => {
    api.sandbox.advance(5);
    const body = { display_name: null, metadata: { vip: true } };
    expect((await api.call("PATCH", path, { body })).body).toEqual({ success: true });
    expect((await api.get(path)).body).toMatchObject({
      profile_name: "Rafa",
      display_name: null,
      metadata: { vip: true },
      updated_at: "2026-11-20T15:00:05Z",
      kapso: { contact_name: "Rafa" },
    });
  });

  test.each([
    {},
    { name: "Rafa" },
    { profile_name: null },
    { display_name: 7 },
    { metadata: "gold" },
    { metadata: [] },
  ])("refuses the update %j", async (body) => {
    const reply = await api.call("PATCH", path, { body });
    expect([reply.status, reply.body.error.code]).toEqual([400, 100]);
  });
});

test("a call shows its contact and conversation", async () => {
  const [call] = (await api.get(`${NUMBER}/calls?limit=1`)).body.data;
  expect(call).toMatchObject({
    direction: "inbound",
    status: "completed",
    duration_seconds: 84,
    whatsapp_contact: { wa_id: SANDBOX.callCustomer.slice(1) },
    whatsapp_conversation: { id: SANDBOX.callWindowConversationId },
  });
});
