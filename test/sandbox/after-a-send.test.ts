import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { SANDBOX } from "../../src/sandbox/index.ts";
import { type Api, idOf, NUMBER, openApi, stored } from "./api.ts";

let api: Api;
beforeEach(async () => {
  api = await openApi();
});
afterEach(() => api.sandbox.close());

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
    expect([record.kapso.status, record.kapso.statuses.at(-1).errors[0].code]).toEqual(["failed", code]);
  });

  test("a user id is reached in recipient; in to it is accepted, and fails", async () => {
    const text = { type: "text", text: { body: "Hola" } };
    const [reached, failed] = [
      idOf(await api.send({ recipient: SANDBOX.userIdCustomer, ...text })),
      idOf(await api.send({ to: SANDBOX.userIdCustomer, ...text })),
    ];
    api.sandbox.advance(5);
    expect((await stored(api, reached)).kapso.status).toBe("delivered");
    const { kapso } = await stored(api, failed);
    expect([kapso.status, kapso.statuses.at(-1).errors[0].code]).toEqual(["failed", 131026]);
  });

  test("Kapso's copy of media is there once Meta has taken the message", async () => {
    const id = idOf(await api.send({ to: SANDBOX.openCustomer, type: "image", image: { id: SANDBOX.media.png } }));
    const { kapso } = await stored(api, id);
    expect(kapso.has_media).toBe(true);
    for (const key of ["media_data", "media_url"]) expect(kapso).not.toHaveProperty(key);
    api.sandbox.advance(1);
    const { media_data, content } = (await stored(api, id)).kapso;
    expect(media_data).toMatchObject({ filename: "mesa.png", content_type: "image/png" });
    expect(content).toContain(media_data.url);
    expect((await fetch(media_data.url)).headers.get("content-type")).toBe("image/png");
  });
});
