import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { SANDBOX } from "../../src/sandbox/index.ts";
import { type Api, idOf, openApi, stored } from "./api.ts";

let api: Api;
beforeAll(async () => {
  api = await openApi();
});
afterAll(() => api.sandbox.close());

const to = SANDBOX.openCustomer;
const { media } = SANDBOX;
const link = "https://cdn.aurora.example/p/mesa.png";
const long = (length: number) => "á".repeat(length);
const card = {
  name: { formatted_name: "Marisol Peña" },
  birthday: "1988-04-19",
  phones: [{ phone: "+44 7700 900321" }],
};
const location = { latitude: -33.4263, longitude: "-70.6145", name: "Librería", address: "Providencia 1860" };

const buttons = (...titles: string[]) => ({
  type: "button",
  body: { text: "Which?" },
  action: { buttons: titles.map((title, id) => ({ type: "reply", reply: { id: `b${id}`, title } })) },
});
const rowsOf = (count: number, from = 0) =>
  Array.from({ length: count }, (_, index) => ({ id: `r${from + index}`, title: `Row ${from + index}` }));
const listOf = (...sections: object[]) => ({
  type: "list",
  body: { text: "Which?" },
  action: { button: "See", sections },
});

describe("accepts", () => {
  test.each<[string, object, object]>([
    ["text", { body: long(4096), preview_url: true }, { body: long(4096) }],
    ["image", { id: media.png, caption: long(1024) }, { id: media.png, mime_type: "image/png" }],
    ["image", { link }, { link }],
    ["video", { id: media.video, caption: "Tour" }, { caption: "Tour", mime_type: "video/mp4" }],
    ["audio", { id: media.audio }, { id: media.audio }],
    ["audio", { id: media.voice, voice: true }, { voice: true }],
    ["document", { id: media.pdf, filename: "a.pdf", caption: "Nota" }, { filename: "a.pdf" }],
    ["sticker", { id: media.sticker }, { mime_type: "image/webp" }],
    ["location", location, location],
    ["contacts", [card], [card]],
    ["reaction", { message_id: SANDBOX.messages.inboundText, emoji: "👍🏽" }, { emoji: "👍🏽" }],
    ["reaction", { message_id: SANDBOX.messages.inboundText, emoji: "" }, { emoji: "" }],
    ["interactive", buttons("Yes", "No", "Later"), { type: "button" }],
    ["interactive", listOf({ title: "A", rows: rowsOf(5) }, { title: "B", rows: rowsOf(5, 5) }), { type: "list" }],
    [
      "interactive",
      {
        type: "cta_url",
        header: { type: "image", image: { id: media.png } },
        body: { text: "Pay" },
        action: { name: "cta_url", parameters: { display_text: "Pay now", url: "https://pay.example/1" } },
      },
      { type: "cta_url" },
    ],
    [
      "interactive",
      { type: "location_request_message", body: { text: "Where?" }, action: { name: "send_location" } },
      { type: "location_request_message" },
    ],
  ])("%s %#", async (type, payload, kept) => {
    const reply = await api.send({ to, type, [type]: payload, biz_opaque_callback_data: "order=7731" });
    expect(reply.body).toMatchObject({
      messaging_product: "whatsapp",
      contacts: [{ input: to, wa_id: to.slice(1), user_id: "BR.1203774419085533" }],
    });
    expect(await stored(api, idOf(reply))).toMatchObject({ type, [type]: kept, to: to.slice(1) });
  });

  test("a reply, which quotes its target", async () => {
    const message_id = SANDBOX.messages.inboundText;
    const reply = await api.send({ to, type: "text", text: { body: "Yes" }, context: { message_id } });
    const context = (await stored(api, idOf(reply))).context;
    expect(context).toEqual({ from: SANDBOX.everyTypeCustomer.slice(1), id: message_id });
  });

  test("a reply to a message that is gone", async () => {
    const context = { message_id: "wamid.GONE" };
    const reply = await api.send({ to, type: "text", text: { body: "Yes" }, context });
    expect((await stored(api, idOf(reply))).context).toEqual({ id: "wamid.GONE" });
  });

  test("keys that nobody knows", async () => {
    expect((await api.send({ to, type: "text", text: { body: "Hi" }, colour: "red" })).status).toBe(200);
  });
});

describe("refuses", () => {
  const text = { body: "Hi" };
  const refused: [string, number, Record<string, unknown>][] = [
    ["messaging_product", 131009, { messaging_product: "sms", to, type: "text", text }],
    ["messaging_product", 131008, { messaging_product: undefined, to, type: "text", text }],
    ["to", 131008, { type: "text", text }],
    ["to", 131008, { to: "", type: "text", text }],
    ["to", 100, { to: 5511987650042, type: "text", text }],
    ["to", 131009, { to: "+55 eleven", type: "text", text }],
    ["to", 131009, { to: "+1234567890123456", type: "text", text }],
    ["recipient", 131009, { recipient: "not an id", type: "text", text }],
    ["recipient_type", 131009, { to, recipient_type: "crowd", type: "text", text }],
    ["type", 131051, { to, type: "poll", poll: {} }],
    ["text", 131008, { to, type: "text" }],
    ["text", 100, { to, type: "text", text: "Hi" }],
    ["text.body", 131008, { to, type: "text", text: {} }],
    ["text.body", 131009, { to, type: "text", text: { body: "" } }],
    ["text.body", 131009, { to, type: "text", text: { body: long(4097) } }],
    ["text.preview_url", 100, { to, type: "text", text: { body: "Hi", preview_url: "yes" } }],
    ["biz_opaque_callback_data", 131009, { to, type: "text", text, biz_opaque_callback_data: long(513) }],
    ["context.message_id", 131008, { to, type: "text", text, context: {} }],
    ["image", 131008, { to, type: "image", image: {} }],
    ["image", 100, { to, type: "image", image: { id: media.png, link } }],
    ["image.link", 131009, { to, type: "image", image: { link: "ftp://a.example/b" } }],
    ["image.link", 131009, { to, type: "image", image: { link: "here" } }],
    ["image.caption", 131009, { to, type: "image", image: { link, caption: long(1025) } }],
    ["image.voice", 100, { to, type: "image", image: { link, voice: true } }],
    ["audio.caption", 100, { to, type: "audio", audio: { id: media.audio, caption: "x" } }],
    ["audio.voice", 100, { to, type: "audio", audio: { id: media.audio, voice: "yes" } }],
    ["sticker.caption", 100, { to, type: "sticker", sticker: { id: media.sticker, caption: "x" } }],
    ["document.filename", 131009, { to, type: "document", document: { id: media.pdf, filename: long(241) } }],
    ["location.latitude", 131008, { to, type: "location", location: { longitude: 1 } }],
    ["location.latitude", 131009, { to, type: "location", location: { latitude: 91, longitude: 1 } }],
    ["location.longitude", 131009, { to, type: "location", location: { latitude: 1, longitude: "east" } }],
    ["location.name", 131009, { to, type: "location", location: { ...location, name: long(101) } }],
    ["contacts", 131009, { to, type: "contacts", contacts: [] }],
    ["contacts", 131009, { to, type: "contacts", contacts: Array.from({ length: 258 }, () => card) }],
    ["contacts[0].name", 131008, { to, type: "contacts", contacts: [{}] }],
    ["contacts[0].name.formatted_name", 131009, { to, type: "contacts", contacts: [{ name: { formatted_name: "" } }] }],
    ["contacts[0].birthday", 131009, { to, type: "contacts", contacts: [{ ...card, birthday: "19/04/1988" }] }],
    ["reaction.message_id", 131008, { to, type: "reaction", reaction: { emoji: "👍" } }],
    ["reaction.emoji", 131008, { to, type: "reaction", reaction: { message_id: "wamid.A" } }],
    ["reaction.emoji", 131009, { to, type: "reaction", reaction: { message_id: "wamid.A", emoji: "👍👍" } }],
    ["reaction.emoji", 131009, { to, type: "reaction", reaction: { message_id: "wamid.A", emoji: "ok" } }],
    ["interactive.type", 131051, { to, type: "interactive", interactive: { type: "poll", action: {} } }],
    ["interactive.type", 131008, { to, type: "interactive", interactive: {} }],
    ["interactive.body", 131008, { to, type: "interactive", interactive: { ...buttons("a"), body: undefined } }],
    ["interactive.action.buttons", 131009, { to, type: "interactive", interactive: buttons() }],
    ["interactive.action.buttons", 131009, { to, type: "interactive", interactive: buttons("a", "b", "c", "d") }],
    ["interactive.action.buttons", 131009, { to, type: "interactive", interactive: buttons("same", "same") }],
    [
      "interactive.action.buttons[0].reply.title",
      131009,
      { to, type: "interactive", interactive: buttons("more than twenty chars") },
    ],
    ["interactive.action.sections", 131009, { to, type: "interactive", interactive: listOf({ rows: rowsOf(11) }) }],
    [
      "interactive.action.sections",
      131009,
      { to, type: "interactive", interactive: listOf({ rows: rowsOf(1) }, { rows: rowsOf(1, 1) }) },
    ],
    [
      "interactive.footer.text",
      131009,
      { to, type: "interactive", interactive: { ...buttons("a"), footer: { text: long(61) } } },
    ],
  ];

  test.each(refused)("%s with %d %#", async (param, code, message) => {
    const { status, body } = await api.send(message);
    expect([status, body.error.code]).toEqual([400, code]);
    const details = body.error.error_data.details;
    expect(details.startsWith(`Param ${param} `), details).toBe(true);
  });

  test("media that the account does not have, in Meta's words", async () => {
    const { status, body } = await api.send({ to, type: "image", image: { id: "1290447715889999" } });
    expect([status, body.error.code]).toEqual([400, 100]);
    const words = "Param image.id is not a valid whatsapp business account media attachment ID";
    expect(body.error.message).toContain(words);
    expect(body.error.error_data.details).toBe(words);
  });

  test("groups: sandbox numbers are in none, and some kinds do not go to groups at all", async () => {
    const group = { recipient_type: "group", to: "Y2FwaV9ncm91cDox" };
    const text = await api.send({ ...group, type: "text", text: { body: "Hi" } }, { unjudged: true });
    expect([text.status, text.body.error.code]).toEqual([400, 131041]);
    const place = await api.send({ ...group, type: "location", location });
    expect([place.status, place.body.error.code]).toEqual([400, 130501]);
  });

  test("another account's id", async () => {
    const { status, body } = await api.send({ to, type: "text", text: { body: "Hi" }, messaging_account_id: "1" });
    expect([status, body.code]).toEqual([422, "messaging_account_mismatch"]);
  });

  test("nothing that it refused is stored", async () => {
    const before = (await api.get(`/${SANDBOX.phoneNumberId}/messages?limit=1`)).body.data[0].id;
    for (const [, , message] of refused) await api.send(message);
    expect((await api.get(`/${SANDBOX.phoneNumberId}/messages?limit=1`)).body.data[0].id).toBe(before);
  });
});
