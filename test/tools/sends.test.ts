import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { SANDBOX } from "../../src/sandbox/index.ts";
import { type Shift, startShift } from "../helpers/harness.ts";

let shift: Shift;
beforeAll(async () => {
  shift = await startShift();
});
afterAll(() => shift.close());
beforeEach(() => shift.sandbox.reset());

const to = SANDBOX.openCustomer;
const send = (args: Record<string, unknown>) => shift.call("send_message", { to, ...args });
const bodies = () =>
  shift.sandbox
    .requests()
    .filter(({ method }) => method === "POST")
    .map(({ body }) => body);

const CARD = { name: { formatted_name: "Marisol Peña" }, phones: [{ phone: "+56 9 5512 3098", type: "WORK" }] };

describe("send_message", () => {
  const link = "https://cdn.example/file";
  test.each([
    ["text", { text: "Olá", preview_url: true }, { text: { body: "Olá", preview_url: true } }],
    ["image", { link, caption: "c" }, { image: { link, caption: "c" } }],
    ["video", { link }, { video: { link } }],
    ["audio", { link, voice: true }, { audio: { link, voice: true } }],
    ["document", { link, filename: "a.pdf" }, { document: { link, filename: "a.pdf" } }],
    ["sticker", { link }, { sticker: { link } }],
    [
      "location",
      { latitude: -33.4, longitude: -70.6, name: "Shop", address: "Street 1" },
      { location: { latitude: -33.4, longitude: -70.6, name: "Shop", address: "Street 1" } },
    ],
    ["contacts", { contacts: [CARD] }, { contacts: [CARD] }],
  ])("%s: sends what the contract says and returns the id", async (type, args, payload) => {
    const answer = await send({ type, ...args });
    expect(answer.text).not.toContain("failed");
    expect(answer.data).toMatchObject({ status: "accepted", to, wa_id: to.slice(1) });
    expect(answer.data.message_id).toMatch(/^wamid\./);
    expect(bodies()).toEqual([{ messaging_product: "whatsapp", recipient_type: "individual", to, type, ...payload }]);
  });

  test("quotes a message and carries callback data", async () => {
    const { data } = await shift.call("list_messages", { conversation_id: SANDBOX.openConversationId, limit: 1 });
    const quoted = data.data[0].message_id;
    await send({ type: "text", text: "yes", reply_to_message_id: quoted, biz_opaque_callback_data: "order=1" });
    expect(bodies()[0]).toMatchObject({ context: { message_id: quoted }, biz_opaque_callback_data: "order=1" });
  });

  test.each(["+55 11 98765-0042", "0055 (11) 98765.0042", "5511987650042"])("reads %j as E.164", async (spelled) => {
    await shift.call("send_message", { to: spelled, type: "text", text: "hi" });
    expect(bodies()[0]).toMatchObject({ to: "+5511987650042" });
  });

  test("limits count code points, and what is at the limit goes out", async () => {
    expect((await send({ type: "text", text: "😀".repeat(4096) })).isError).toBe(false);
    expect((await send({ type: "text", text: "😀".repeat(4097) })).text).toContain(
      "text: must have 1 to 4096 characters (given 4097 characters)",
    );
  });

  test.each([
    [{ type: "text" }, "text: is needed by type text"],
    [{ type: "text", text: "" }, "text: must have 1 to 4096 characters"],
    [{ type: "text", text: "\ud800" }, "text: must be valid Unicode"],
    [{ type: "text", text: "a", caption: "b" }, "caption: is not taken by type text, which takes text, preview_url"],
    [{ type: "audio", link, caption: "b" }, "caption: is not taken by type audio"],
    [{ type: "sticker", link, caption: "b" }, "caption: is not taken by type sticker"],
    [{ type: "image", link, voice: true }, "voice: is not taken by type image"],
    [{ type: "image" }, "media_id: type image needs exactly one of media_id and link"],
    [{ type: "image", link, media_id: "1290447715880316" }, "media_id: type image needs exactly one of"],
    [{ type: "image", link: "ftp://cdn.example/a.png" }, "link: must be an http:// or https:// URL"],
    [{ type: "image", link: "https://user:pass@cdn.example/a" }, "link: must be an http:// or https:// URL"],
    [{ type: "image", link: `https://cdn.example/${"a".repeat(2048)}` }, "link: must have at most 2048 characters"],
    [{ type: "image", media_id: "../x" }, "media_id: must be 5 to 20 digits"],
    [{ type: "image", link, caption: "x".repeat(1025) }, "caption: must have 1 to 1024 characters"],
    [{ type: "document", link, filename: "x".repeat(241) }, "filename: must have 1 to 240 characters"],
    [{ type: "location", latitude: 91, longitude: 0 }, "latitude: must be at most 90 (given 91)"],
    [{ type: "location", latitude: 0, longitude: -181 }, "longitude: must be at least -180 (given -181)"],
    [{ type: "location", latitude: 0 }, "longitude: is needed by type location"],
    [{ type: "location", latitude: 0, longitude: 0, address: "x" }, "name: is needed where address is given"],
    [{ type: "location", latitude: 0, longitude: 0, name: "x".repeat(101) }, "name: must have 1 to 100 characters"],
    [{ type: "contacts", contacts: [] }, "contacts: must have at least 1 items (given 0 items)"],
    [{ type: "contacts", contacts: [{}] }, "contacts[0].name: must be an object (missing)"],
    [
      { type: "contacts", contacts: [{ name: { formatted_name: "x".repeat(201) } }] },
      "contacts[0].name.formatted_name: must have 1 to 200 characters",
    ],
    [{ type: "contacts", contacts: [{ ...CARD, birthday: "19.4.1988" }] }, "contacts[0].birthday: must be a date"],
    [{ type: "contacts", contacts: [{ ...CARD, fax: "1" }] }, "contacts[0].fax: unknown key"],
    [{ type: "text", text: "a", reply_to_message_id: "abc" }, "reply_to_message_id: must be a message id"],
    [{ type: "text", text: "a", biz_opaque_callback_data: "x".repeat(513) }, "biz_opaque_callback_data: must have"],
    [{ type: "reaction", text: "a" }, "type: must be one of text, image"],
    [{ type: "text", text: "a", recipient: "BR.1" }, "recipient: give exactly one of to, recipient, group_id"],
    [{ type: "text", text: "a", to: undefined }, "to: give exactly one of to, recipient, group_id"],
    [{ type: "text", text: "a", to: "call me" }, "to: must be a phone number with country code"],
    [{ type: "text", text: "a", to: "+55119abc" }, "to: must be a phone number with country code"],
    [{ type: "text", text: "a", to: "(51) 99876-5432" }, "to: must be a phone number with country code"],
    [{ type: "text", text: "a", to: "11 98765-0042" }, "to: must be a phone number with country code"],
    [{ type: "text", text: "a", to: "+44 (0) 20 7946 0958" }, "to: must be a phone number with country code"],
    [{ type: "image", link: "https://cdn.example/a b.png" }, "link: has a space, which a URL writes as %20"],
    [{ type: "image", link: "https:cdn.example/a.png" }, "link: must be an http:// or https:// URL"],
    [{ type: "text", text: "a", to: "+1234567" }, "to: must be a phone number with country code"],
    [{ type: "text", text: "a", to: "+1234567890123456" }, "to: must be a phone number with country code"],
    [{ type: "location", latitude: 0, longitude: 0, to: undefined, group_id: "R3JvdXA=" }, "type: location cannot"],
    [{ type: "text", text: "a", message: "b" }, "message: unknown argument. Valid arguments: to, recipient, group_id"],
    [{ type: "text", text: "a", phone_number_id: "x/y" }, "phone_number_id: must be a string of 5 to 20 digits"],
  ])("refuses %j before any request", async (wrong, message) => {
    const answer = await send(wrong);
    expect(answer.isError).toBe(true);
    expect(answer.text).toContain(message);
    expect(answer.text).toContain("Nothing was done.");
    expect(shift.sandbox.requests()).toHaveLength(0);
  });

  test("names all faults at once", async () => {
    const { text } = await send({ type: "image", to: "x", link: "ftp://a", latitude: 200 });
    for (const field of ["to:", "link:", "latitude:"]) expect(text).toContain(`- ${field}`);
  });

  test("the closed window is explained with its way out, and nothing was sent", async () => {
    const answer = await shift.call("send_message", { to: SANDBOX.closedCustomer, type: "text", text: "hello?" });
    expect(answer.isError).toBe(true);
    expect(answer.text).toMatch(/24-hour window is closed.*\(code window_expired, HTTP 422\)/);
    expect(answer.text).toContain("Nothing was sent.");
    expect(answer.text).toMatch(/Next: .*template/);
  });

  test("a message goes from pending to read, as get_message shows", async () => {
    const { data } = await send({ type: "text", text: "hi" });
    const seen: string[] = [];
    for (const seconds of [0, 2, 5, 60]) {
      shift.sandbox.advance(seconds);
      seen.push((await shift.call("get_message", { message_id: data.message_id })).data.status);
    }
    expect(seen).toEqual(["pending", "sent", "delivered", "read"]);
  });
});

describe("send_reaction", () => {
  const react = async (emoji: string) => {
    const { data } = await shift.call("list_messages", {
      conversation_id: SANDBOX.openConversationId,
      direction: "inbound",
    });
    return shift.call("send_reaction", { to, message_id: data.data[0].message_id, emoji });
  };

  test.each(["👍", "❤️", "👩‍👩‍👧‍👦", "🇪🇸", "1️⃣", ""])("takes %j", async (emoji) => {
    const answer = await react(emoji);
    expect(answer.data.status).toBe("accepted");
    expect(bodies()[0]).toMatchObject({ type: "reaction", reaction: { emoji } });
  });

  test.each(["ok", "👍👍", "a", " ", `👍${"\u0301".repeat(40)}`])("refuses %j", async (emoji) => {
    expect((await react(emoji)).text).toContain("emoji: must be exactly one emoji");
    expect(bodies()).toEqual([]);
  });
});

describe("mark_message_read", () => {
  test("marks, with typing when asked", async () => {
    const { data } = await shift.call("list_messages", {
      conversation_id: SANDBOX.openConversationId,
      direction: "inbound",
    });
    const { message_id } = data.data[0];
    const answer = await shift.call("mark_message_read", { message_id, typing_indicator: true });
    expect(answer.data).toEqual({ message_id, marked_read: true, typing_indicator: true });
    expect(bodies()).toEqual([
      { messaging_product: "whatsapp", status: "read", message_id, typing_indicator: { type: "text" } },
    ]);
    await shift.call("mark_message_read", { message_id });
    expect(bodies()[1]).toEqual({ messaging_product: "whatsapp", status: "read", message_id });
  });

  test("an outbound message cannot be marked, and the error says so", async () => {
    const sent = await send({ type: "text", text: "hi" });
    const answer = await shift.call("mark_message_read", { message_id: sent.data.message_id });
    expect(answer.text).toMatch(/131009[\s\S]*Next: /);
  });
});

describe("cancellation", () => {
  test("ends a read, and leaves a send that has begun alone", async () => {
    await shift.fault({ match: { method: "POST" }, latency_ms: 300 });
    const sending = new AbortController();
    const call = shift.call(
      "send_message",
      { to, type: "text", text: "cancelled too late" },
      { signal: sending.signal },
    );
    while (shift.sandbox.requests().length === 0) await new Promise((resolve) => setImmediate(resolve));
    sending.abort();
    await expect(call).rejects.toThrow();
    for (let tries = 0; ; tries += 1) {
      const { data } = await shift.call("list_messages", { direction: "outbound", limit: 1 });
      if (data.data[0].text === "cancelled too late") break;
      expect(tries).toBeLessThan(200);
    }
  });
});
