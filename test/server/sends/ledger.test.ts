import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { SendBody } from "../../../src/kapso/types.ts";
import { sendKey } from "../../../src/server/sends/key.ts";
import { LedgerFull, MemoryLedger } from "../../../src/server/sends/ledger.ts";
import type { Outgoing } from "../../../src/tools/definition/outgoing.ts";

const HOUR = 3_600_000;
const key = (name: string, slot = name) => ({ slot, content: name });
const delivered = (messageId: string) => ({ data: { message_id: messageId }, messageId, aliases: [] });

function ledger(most = 1_000) {
  const time = { now: 1_000 };
  return { time, book: new MemoryLedger({ dedupeMs: 300_000, now: () => time.now, most }) };
}

describe("the ledger", () => {
  test("takes an intent once", async () => {
    const { book } = ledger();
    expect(await book.claim(key("a"))).toBeUndefined();
    expect(await book.claim(key("a"))).toMatchObject({ state: "begun" });
    expect(await book.claim(key("b"))).toBeUndefined();
  });

  test("takes an intent once, of two at the same time too", async () => {
    const { book } = ledger();
    const claims = await Promise.all([book.claim(key("a")), book.claim(key("a"))]);
    expect(claims.filter((entry) => entry === undefined)).toHaveLength(1);
  });

  test("knows what was sent for the dedupe time, from its end", async () => {
    const { book, time } = ledger();
    await book.claim(key("a"));
    time.now += HOUR;
    await book.settle(key("a"), { state: "sent", delivered: delivered("wamid.1") });
    time.now += 299_999;
    expect(await book.claim(key("a"))).toMatchObject({ state: "sent", delivered: { messageId: "wamid.1" } });
    time.now += 1;
    expect(await book.claim(key("a"))).toBeUndefined();
  });

  test("keeps what nobody knows for a day", async () => {
    const { book, time } = ledger();
    await book.claim(key("a"));
    await book.settle(key("a"), { state: "unknown", since: time.now });
    time.now += 24 * HOUR - 1;
    expect(await book.claim(key("a"))).toMatchObject({ state: "unknown" });
    time.now += 1;
    expect(await book.claim(key("a"))).toBeUndefined();
  });

  test("forgets what was refused, and only that", async () => {
    const { book } = ledger();
    await book.claim(key("a", "slot"));
    await book.release(key("b", "slot"));
    expect(await book.claim(key("a", "slot"))).toBeDefined();
    await book.release(key("a", "slot"));
    expect(await book.claim(key("a", "slot"))).toBeUndefined();
  });

  test("gives a slot to other content, as reactions do", async () => {
    const { book } = ledger();
    await book.claim(key("thumb", "slot"));
    await book.settle(key("thumb", "slot"), { state: "sent", delivered: delivered("wamid.1") });
    expect(await book.claim(key("heart", "slot"))).toBeUndefined();
    expect(await book.claim(key("thumb", "slot"))).toBeUndefined();
  });

  test("keeps a slot for what took it last, whenever the outcome of what it held before comes", async () => {
    const { book } = ledger();
    await book.claim(key("thumb", "slot"));
    await book.claim(key("heart", "slot"));
    await book.settle(key("heart", "slot"), { state: "sent", delivered: delivered("wamid.2") });
    await book.settle(key("thumb", "slot"), { state: "unknown", since: 0 });
    expect(await book.take(key("thumb", "slot"), delivered("wamid.1"))).toBe(true);
    expect(await book.find(key("thumb", "slot"))).toBeUndefined();
    expect(await book.find(key("heart", "slot"))).toMatchObject({ state: "sent" });
  });

  test("gives a stored message to one send, of two at the same time too", async () => {
    const { book } = ledger();
    const found = delivered("wamid.1");
    expect(await Promise.all([book.take(key("a"), found), book.take(key("b"), found)])).toEqual([true, false]);
    expect(await book.find(key("a"))).toMatchObject({ state: "sent", delivered: found });
    expect(await book.find(key("b"))).toBeUndefined();
  });

  test("gives away nothing that went out, also when something took its place", async () => {
    const { book } = ledger(2);
    await book.settle(key("a"), { state: "sent", delivered: delivered("wamid.1") });
    await book.settle(key("a"), { state: "unknown", since: 0 });
    expect(await book.take(key("b"), delivered("wamid.1"))).toBe(false);
    for (const id of ["wamid.2", "wamid.3"]) await book.settle(key("a"), { state: "sent", delivered: delivered(id) });
    expect(await book.take(key("b"), delivered("wamid.2"))).toBe(false);
    expect(await book.take(key("b"), delivered("wamid.1"))).toBe(true); // No more are kept than entries.
  });

  test("is bounded: what is over makes room, what is not is never forgotten", async () => {
    const { book, time } = ledger(20);
    for (let i = 0; i < 20; i += 1)
      await book.settle(key(`${i}`), { state: "sent", delivered: delivered(`wamid.${i}`) });
    await expect(book.claim(key("one more"))).rejects.toThrow(LedgerFull);
    expect(await book.claim(key("3"))).toBeDefined();
    time.now += 300_000;
    for (let i = 0; i < 20; i += 1) expect(await book.claim(key(`new ${i}`))).toBeUndefined();
    expect(book.size).toBe(20);
  });
});

function text(body: string, more: Partial<SendBody> = {}): Outgoing {
  const wire = { messaging_product: "whatsapp", to: "+5511987650042", type: "text", text: { body }, ...more } as const;
  const never = async () => Promise.reject(new Error("not sent in this test"));
  return {
    kind: "message",
    phoneNumberId: "418290563317745",
    to: "+5511987650042",
    body: wire,
    leave: never,
    found: never as never,
  };
}
const content = (outgoing: Outgoing, person = "551187650042") => sendKey(outgoing, person).content;

describe("the same send", () => {
  test.each<[string, Outgoing, Outgoing]>([
    ["line ends", text("a\r\nb"), text("a\nb")],
    ["space around", text(" hi "), text("hi")],
    ["composed letters", text("São"), text("Sa\u0303o")],
    ["callback data", text("hi"), text("hi", { biz_opaque_callback_data: "7" })],
    ["defaults spelt out", text("hi"), text("hi", { text: { body: "hi", preview_url: false } })],
    [
      "the order of keys",
      text("hi", { text: { body: "hi", preview_url: true } }),
      text("hi", { text: { preview_url: true, body: "hi" } }),
    ],
  ])("whatever its %s", (_, one, other) => expect(content(one)).toBe(content(other)));

  test.each<[string, Outgoing, Outgoing]>([
    ["text", text("yes"), text("no")],
    ["case", text("Yes"), text("yes")],
    [
      "quoted message",
      text("ok", { context: { message_id: "wamid.1" } }),
      text("ok", { context: { message_id: "wamid.2" } }),
    ],
    ["type", text("hi"), text("hi", { type: "image", image: { link: "https://a.example/b.png" } })],
  ])("is another with another %s", (_, one, other) => expect(content(one)).not.toBe(content(other)));

  test("for any other path of the API, false and null count as what they are", () => {
    const post = (body: object): Outgoing => ({
      kind: "request",
      request: { path: "/418290563317745/groups", body },
      leave: async () => Promise.reject(new Error("not sent in this test")),
    });
    const settings = (value: unknown) => content(post({ a: { on: value }, b: 1 }));
    expect(new Set([true, false, null, undefined].map(settings)).size).toBe(4);
    expect(content(post({ b: 1, a: 2 }))).toBe(content(post({ a: 2, b: 1 })));
    expect(content(post({ text: "a " }))).not.toBe(content(post({ text: "a" })));
  });

  test("is another for another person or number", () => {
    expect(content(text("hi"), "1")).not.toBe(content(text("hi"), "2"));
    expect(content({ ...text("hi"), phoneNumberId: "99999" } as Outgoing)).not.toBe(content(text("hi")));
  });

  test("two texts have one key only if they read the same", () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (one, other) => {
        const reads = (value: string) => value.normalize("NFC").replace(/\r\n?/g, "\n").trim();
        expect(content(text(one)) === content(text(other))).toBe(reads(one) === reads(other));
      }),
    );
  });
});
