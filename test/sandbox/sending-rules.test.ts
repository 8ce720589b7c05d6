import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { SANDBOX } from "../../src/sandbox/index.ts";
import { type Api, idOf, NUMBER, openApi, stored } from "./api.ts";

let api: Api;
beforeEach(async () => {
  api = await openApi();
});
afterEach(() => api.sandbox.close());

const HOUR = 3600;
const codeOf = async (to: string) => {
  const { status, body } = await api.text(to);
  return status === 200 ? 200 : body.error.code;
};

describe("the 24-hour window", () => {
  test("refuses free-form messages with 422 once it is closed, and lets templates pass", async () => {
    const { status, body } = await api.text(SANDBOX.closedCustomer);
    expect([status, body.error]).toEqual([
      422,
      expect.objectContaining({ type: "MessageError", code: 131047, error_subcode: 131047 }),
    ]);
    const template = { name: "hello_world", language: { code: "en_US" } };
    expect((await api.send({ to: SANDBOX.closedCustomer, type: "template", template })).status).toBe(200);
    expect(await codeOf(SANDBOX.closedCustomer)).toBe(131047);
  });

  test("is closed for people who never wrote", async () => {
    expect(await codeOf(SANDBOX.unknownCustomer)).toBe(131047);
  });

  test("closes to the second", async () => {
    api.sandbox.advance(10 * 60 - 1);
    expect(await codeOf(SANDBOX.closingCustomer)).toBe(200);
    api.sandbox.advance(1);
    expect(await codeOf(SANDBOX.closingCustomer)).toBe(131047);
  });

  test("is opened by a message, and by a call", async () => {
    await api.control("POST", "/inbound", { from: SANDBOX.closedCustomer, text: "Hola" });
    expect(await codeOf(SANDBOX.closedCustomer)).toBe(200);
    api.sandbox.advance(24 * HOUR);
    expect(await codeOf(SANDBOX.closedCustomer)).toBe(131047);
    await api.control("POST", "/inbound", { from: SANDBOX.closedCustomer, call: {} });
    expect(await codeOf(SANDBOX.closedCustomer)).toBe(200);
  });

  test("is open in the seed for who called, however old the messages", async () => {
    expect(await codeOf(SANDBOX.callCustomer)).toBe(200);
  });

  test("is not opened by the shop's own call", async () => {
    await api.control("POST", "/inbound", { from: SANDBOX.closedCustomer, call: { direction: "outbound" } });
    expect(await codeOf(SANDBOX.closedCustomer)).toBe(131047);
  });

  test("stays open when the conversation was ended", async () => {
    expect(await codeOf(SANDBOX.endedCustomer)).toBe(200);
  });

  test("is each number's own", async () => {
    const path = `/${SANDBOX.otherPhoneNumberId}/messages`;
    const body = { messaging_product: "whatsapp", to: SANDBOX.openCustomer, type: "text", text: { body: "Hi" } };
    expect((await api.call("POST", path, { body })).status).toBe(422);
  });

  test("is refused with 400 in Meta's mode", async () => {
    const meta = await openApi({ mode: "meta" });
    const { status, body } = await meta.text(SANDBOX.closedCustomer);
    expect([status, body.error.code, body.error.type]).toEqual([400, 131047, "OAuthException"]);
    await meta.sandbox.close();
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

  test("a second send while the first is answered slowly is refused and not stored", async () => {
    await api.control("POST", "/faults", { match: { method: "POST" }, latency_ms: 150 });
    const [first, second] = await Promise.all([
      api.text(SANDBOX.openCustomer, "one"),
      api.text(SANDBOX.openCustomer, "two"),
    ]);
    expect([first.status, second.status].sort()).toEqual([200, 409]);
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

describe("what a send leaves behind", () => {
  const conversationOf = async (to: string) =>
    (await api.get(`${NUMBER}/conversations?phone_number=${to.slice(1)}`)).body.data;

  test("the conversation moves to the top and counts", async () => {
    const [before] = await conversationOf(SANDBOX.unreadCustomer);
    api.sandbox.advance(60);
    const id = idOf(await api.text(SANDBOX.unreadCustomer, "Wir kommen morgen."));
    const [top] = (await api.get(`${NUMBER}/conversations?limit=1`)).body.data;
    expect(top).toMatchObject({
      id: SANDBOX.unreadConversationId,
      kapso: {
        messages_count: before.kapso.messages_count + 1,
        last_message_id: id,
        last_message_type: "text",
        last_message_text: "Wir kommen morgen.",
        last_message_timestamp: "2026-11-20T15:01:00Z",
        last_outbound_at: "2026-11-20T15:01:00Z",
        last_inbound_at: before.kapso.last_inbound_at,
      },
    });
    expect(top.last_active_at.slice(0, 19)).toBe("2026-11-20T15:01:00");
  });

  test("a person without an active conversation gets a new one", async () => {
    await api.text(SANDBOX.endedCustomer);
    const rows = await conversationOf(SANDBOX.endedCustomer);
    expect(rows.map((row: { status: string }) => row.status)).toEqual(["active", "ended"]);
    expect(rows[1].id).toBe(SANDBOX.endedConversationId);
  });

  test("an unknown person becomes a contact", async () => {
    const template = { name: "hello_world", language: { code: "en_US" } };
    await api.send({ to: SANDBOX.unknownCustomer, type: "template", template });
    const { body } = await api.get(`${NUMBER}/contacts/${SANDBOX.unknownCustomer.slice(1)}`);
    expect(body).toMatchObject({ wa_id: SANDBOX.unknownCustomer.slice(1), profile_name: null, display_name: null });
    expect((await api.get(`${NUMBER}/contacts?limit=1`)).body.data[0].id).toBe(body.id);
  });

  test("statuses move on the clock: sent after 1 s, delivered after 3, read after 30", async () => {
    const id = idOf(await api.text(SANDBOX.openCustomer));
    const seen = [];
    for (const seconds of [0, 1, 1, 1, 26, 1]) {
      api.sandbox.advance(seconds);
      seen.push((await stored(api, id)).kapso.status);
    }
    expect(seen).toEqual(["pending", "sent", "sent", "delivered", "delivered", "read"]);
    expect((await api.get(`${NUMBER}/messages?status=pending`)).body.data).toEqual([]);
    expect((await api.get(`${NUMBER}/messages?status=read&limit=1`)).body.data[0].id).toBe(id);
  });

  test("a reaction is reported as sent and no further", async () => {
    const reaction = { message_id: SANDBOX.messages.inboundText, emoji: "👍" };
    const id = idOf(await api.send({ to: SANDBOX.everyTypeCustomer, type: "reaction", reaction }));
    api.sandbox.advance(600);
    expect((await stored(api, id)).kapso.status).toBe("sent");
  });

  test.each([
    ["a reaction to a message that is gone", "reaction", { message_id: "wamid.GONE", emoji: "👍" }, 131009],
    ["a link that does not answer", "image", { link: "https://cdn.invalid/a.png" }, 131053],
    ["media of another kind", "image", { id: SANDBOX.media.pdf }, 131053],
    ["a voice message that is no OGG", "audio", { id: SANDBOX.media.video, voice: true }, 131053],
  ])("%s fails after it was accepted", async (_, type, payload, code) => {
    const id = idOf(await api.send({ to: SANDBOX.openCustomer, type, [type]: payload }));
    api.sandbox.advance(2);
    const record = await stored(api, id);
    expect([record.kapso.status, record.errors[0].code]).toEqual(["failed", code]);
  });

  test("Kapso's copy of media is there once Meta has taken the message", async () => {
    const id = idOf(await api.send({ to: SANDBOX.openCustomer, type: "image", image: { id: SANDBOX.media.png } }));
    expect((await stored(api, id)).kapso).toMatchObject({ has_media: true, media_data: null, media_url: null });
    api.sandbox.advance(1);
    const { media_data, content } = (await stored(api, id)).kapso;
    expect(media_data).toMatchObject({ filename: "mesa.png", content_type: "image/png" });
    expect(content).toContain(media_data.url);
    expect((await fetch(media_data.url)).headers.get("content-type")).toBe("image/png");
  });
});

describe("marking as read", () => {
  const mark = (message: Record<string, unknown>) => api.send({ status: "read", ...message });

  test("takes an inbound message, with and without the typing indicator", async () => {
    const message_id = SANDBOX.messages.inboundText;
    expect((await mark({ message_id })).body).toEqual({ success: true });
    expect((await mark({ message_id, typing_indicator: { type: "text" } })).body).toEqual({ success: true });
  });

  test("reads everything before it as well, and makes no record", async () => {
    const unread = () =>
      api.sandbox.world.messages.table
        .page({ scope: SANDBOX.phoneNumberId, facets: [SANDBOX.unreadConversationId, "inbound", undefined], limit: 9 })
        .rows.map((row) => row.readAt === null);
    const rows = (await api.get(`${NUMBER}/messages?conversation_id=${SANDBOX.unreadConversationId}`)).body.data;
    expect(unread()).toEqual([true, true, true]);
    await mark({ message_id: rows[1].id });
    expect(unread()).toEqual([true, false, false]);
    expect((await api.get(`${NUMBER}/messages?limit=1`)).body.data[0].kapso.direction).toBe("inbound");
  });

  test.each([
    [131009, { message_id: "wamid.GONE" }],
    [131009, { message_id: SANDBOX.messages.outboundText }],
    [131009, { message_id: SANDBOX.messages.inboundText, typing_indicator: { type: "audio" } }],
    [131009, { message_id: SANDBOX.messages.inboundText, status: "delivered" }],
    [131008, {}],
  ])("answers %d for %j", async (code, message) => {
    const { status, body } = await mark(message);
    expect([status, body.error.code]).toEqual([400, code]);
  });

  test("is refused 30 days later", async () => {
    api.sandbox.advance(31 * 24 * HOUR);
    expect((await mark({ message_id: SANDBOX.messages.inboundText })).status).toBe(400);
  });
});
