import type { MessagesResource, SendMessageResponse } from "@kapso/whatsapp-cloud-api";
import { describe, expect, test } from "vitest";
import { CUSTOMER, NUMBER, useStage } from "./stage.ts";

/** Kapso's SDK sends every plain type, and reads back what it sent. */

const stage = useStage({ seed: "empty" });

const base = { phoneNumberId: NUMBER, to: CUSTOMER.phone };

type Send = (messages: MessagesResource) => Promise<SendMessageResponse>;

/** Sends inside an open window, and reads the stored record with the id of the answer. */
async function sendAndRead(send: Send) {
  await stage.customerWrites("Hello?");
  const { messages } = stage.client;
  const answer = await send(messages);
  expect(answer.messagingProduct).toBe("whatsapp");
  const messageId = answer.messages[0]?.id ?? "";
  return { answer, stored: await messages.get({ phoneNumberId: NUMBER, messageId }) };
}

const LINK = "https://cdn.niebla.example/f/file";

const card = {
  name: { formattedName: "Marisol Peña", firstName: "Marisol", lastName: "Peña" },
  birthday: "1988-04-19",
  org: { company: "Librería Niebla", department: "Despachos", title: "Encargada" },
  phones: [{ phone: "+56 9 5512 3098", type: "WORK", waId: "56955123098" }],
  emails: [{ email: "marisol@niebla.example", type: "WORK" }],
  urls: [{ url: "https://niebla.example", type: "COMPANY" }],
  addresses: [{ street: "Av. Providencia 1860", city: "Santiago", countryCode: "CL", type: "WORK" }],
};
const place = { latitude: -33.4263, longitude: -70.6145, name: "Librería Niebla", address: "Av. Providencia 1860" };

const SENDS: [what: string, send: Send, stored: Record<string, unknown>][] = [
  ["a text", (m) => m.sendText({ ...base, body: "Bom dia!" }), { type: "text", text: { body: "Bom dia!" } }],
  [
    "a text with a preview",
    (m) => m.sendText({ ...base, body: "https://docs.niebla.example/guia", previewUrl: true }),
    { type: "text", text: { body: "https://docs.niebla.example/guia" } },
  ],
  [
    "an image by link",
    (m) => m.sendImage({ ...base, image: { link: LINK, caption: "Foto" } }),
    { type: "image", image: { link: LINK, caption: "Foto" } },
  ],
  [
    "a video by link",
    (m) => m.sendVideo({ ...base, video: { link: LINK, caption: "Tour" } }),
    { type: "video", video: { link: LINK, caption: "Tour" } },
  ],
  ["audio by link", (m) => m.sendAudio({ ...base, audio: { link: LINK } }), { type: "audio", audio: { link: LINK } }],
  [
    "a voice note by link",
    (m) => m.sendAudio({ ...base, audio: { link: LINK, voice: true } }),
    { type: "audio", audio: { link: LINK, voice: true } },
  ],
  [
    "a document by link",
    (m) => m.sendDocument({ ...base, document: { link: LINK, filename: "nota.pdf", caption: "Nota fiscal" } }),
    { type: "document", document: { link: LINK, filename: "nota.pdf", caption: "Nota fiscal" } },
  ],
  [
    "a sticker by link",
    (m) => m.sendSticker({ ...base, sticker: { link: LINK } }),
    { type: "sticker", sticker: { link: LINK } },
  ],
  ["a location", (m) => m.sendLocation({ ...base, location: place }), { type: "location", location: place }],
  ["a contact card", (m) => m.sendContacts({ ...base, contacts: [card] }), { type: "contacts", contacts: [card] }],
  [
    "a raw payload",
    (m) =>
      m.sendRaw({
        phoneNumberId: NUMBER,
        payload: { messagingProduct: "whatsapp", to: CUSTOMER.phone, type: "text", text: { body: "raw" } },
      }),
    { type: "text", text: { body: "raw" } },
  ],
];

describe("the SDK sends", () => {
  test.each(SENDS)("%s, and it stands in the history as it was sent", async (_, send, expected) => {
    const { answer, stored } = await sendAndRead(send);
    expect(answer.contacts[0]).toMatchObject({ input: CUSTOMER.phone, waId: CUSTOMER.waId });
    expect(stored).toMatchObject({
      ...expected,
      kapso: { direction: "outbound", phoneNumber: CUSTOMER.phone.slice(1) },
    });
  });

  test.each<[string, string, string, (m: MessagesResource, id: string) => Promise<SendMessageResponse>]>([
    ["image", "image/png", "foto.png", (m, id) => m.sendImage({ ...base, image: { id, caption: "Foto" } })],
    ["video", "video/mp4", "tour.mp4", (m, id) => m.sendVideo({ ...base, video: { id } })],
    ["audio", "audio/ogg", "nota.ogg", (m, id) => m.sendAudio({ ...base, audio: { id, voice: true } })],
    [
      "document",
      "application/pdf",
      "n.pdf",
      (m, id) => m.sendDocument({ ...base, document: { id, filename: "n.pdf" } }),
    ],
    ["sticker", "image/webp", "oi.webp", (m, id) => m.sendSticker({ ...base, sticker: { id } })],
  ])("an uploaded %s by id", async (kind, type, fileName, send) => {
    const file = new Blob([`the bytes of ${fileName}`], { type });
    const { id } = await stage.client.media.upload({ phoneNumberId: NUMBER, type, file, fileName });
    const { stored } = await sendAndRead((messages) => send(messages, id));
    expect(stored).toMatchObject({ type: kind, [kind]: { id }, kapso: { hasMedia: true } });
  });

  test("a reply, which quotes its message", async () => {
    const contextMessageId = await stage.customerWrites("Which one?");
    const { stored } = await sendAndRead((m) => m.sendText({ ...base, body: "This one.", contextMessageId }));
    expect(stored.context).toMatchObject({ id: contextMessageId });
  });

  test("a reaction, and takes it back", async () => {
    const messageId = await stage.customerWrites("Thank you");
    const add = await sendAndRead((m) => m.sendReaction({ ...base, reaction: { messageId, emoji: "👍" } }));
    expect(add.stored).toMatchObject({ type: "reaction", reaction: { messageId, emoji: "👍" } });
    const remove = await sendAndRead((m) => m.sendReaction({ ...base, reaction: { messageId, emoji: "" } }));
    expect(remove.stored).toMatchObject({ type: "reaction", reaction: { messageId, emoji: "" } });
  });

  test("with callback data", async () => {
    const { answer } = await sendAndRead((m) =>
      m.sendText({ ...base, body: "x", bizOpaqueCallbackData: "order=7731" }),
    );
    expect(answer.messages).toHaveLength(1);
  });

  test("to a business-scoped user id, and the answer names it", async () => {
    const recipient = "BR.1203774419085533";
    await stage.customerWrites("Hello?", recipient);
    const answer = await stage.client.messages.sendText({ phoneNumberId: NUMBER, recipient, body: "Oi" });
    expect(answer.contacts[0]).toMatchObject({ input: recipient, userId: recipient });
  });
});

describe("the SDK marks a message", () => {
  test.each([
    ["as read", {}],
    ["as read and shows typing", { typingIndicator: { type: "text" as const } }],
  ])("%s", async (_, extra) => {
    const messageId = await stage.customerWrites("Are you there?");
    const answer = await stage.client.messages.markRead({ phoneNumberId: NUMBER, messageId, ...extra });
    expect(answer).toEqual({ success: true });
  });
});

describe("a sent message", () => {
  const statusOf = async (messageId: string) =>
    (await stage.client.messages.get({ phoneNumberId: NUMBER, messageId })).kapso?.status;

  test("moves from pending through sent and delivered to read as the clock moves", async () => {
    const { answer } = await sendAndRead((m) => m.sendText({ ...base, body: "Ready" }));
    const id = answer.messages[0]?.id ?? "";
    const seen = [await statusOf(id)];
    for (let minutes = 0; minutes < 60 && seen.at(-1) !== "read"; minutes++) {
      stage.sandbox.advance(1);
      const status = await statusOf(id);
      if (status !== seen.at(-1)) seen.push(status);
    }
    expect(seen).toEqual(["pending", "sent", "delivered", "read"]);
  });

  test("raises its conversation to the top of the list", async () => {
    const { stored } = await sendAndRead((m) => m.sendText({ ...base, body: "Ready" }));
    const { data } = await stage.client.conversations.list({ phoneNumberId: NUMBER, limit: 1 });
    expect(data[0]).toMatchObject({
      id: stored.kapso?.whatsappConversationId,
      phoneNumber: CUSTOMER.phone.slice(1),
      status: "active",
      kapso: { lastMessageId: stored.id, lastMessageText: "Ready", messagesCount: 2 },
    });
  });
});
