import type { CallRecord, ContactRecord, ConversationRecord, UnifiedMessage } from "@kapso/whatsapp-cloud-api";
import { describe, expect, test } from "vitest";
import { SANDBOX } from "../../src/sandbox/index.ts";
import { CUSTOMER, ids, NUMBER, useStage, walk } from "./stage.ts";

/**
 * Kapso's SDK reads the stored data. Each list is walked whole once; a filter must give what the same filter, done here
 * over the whole list, gives.
 */

const stage = useStage();
const phoneNumberId = NUMBER;
const limit = 100;

type Query = Record<string, unknown>;

const messages = (query: Query = {}) =>
  walk((after) => stage.client.messages.query({ phoneNumberId, limit, after, ...query }));
const conversations = (query: Query = {}) =>
  walk((after) => stage.client.conversations.list({ phoneNumberId, limit, after, ...query }));
const contacts = (query: Query = {}) =>
  walk((after) => stage.client.contacts.list({ phoneNumberId, limit, after, ...query }));
const calls = (query: Query = {}) =>
  walk((after) => stage.client.calls.list({ phoneNumberId, limit, after, ...query }));

const middle = <T>(rows: T[]): T => {
  const row = rows[Math.floor(rows.length / 2)];
  if (row === undefined) throw new Error("an empty list");
  return row;
};
const isoOf = (message: UnifiedMessage) => new Date(Number(message.timestamp) * 1000).toISOString();
const text = (value: unknown) => String(value);
const time = (value: unknown) => Date.parse(text(value));

describe("messages", () => {
  type Filter = (sample: UnifiedMessage) => [Query, (message: UnifiedMessage) => boolean];
  const FILTERS: [string, Filter][] = [
    ["inbound", () => [{ direction: "inbound" }, (m) => m.kapso?.direction === "inbound"]],
    ["outbound", () => [{ direction: "outbound" }, (m) => m.kapso?.direction === "outbound"]],
    ...["pending", "sent", "delivered", "read", "failed"].map((status): [string, Filter] => [
      status,
      () => [{ status }, (m) => m.kapso?.status === status],
    ]),
    ["since", (s) => [{ since: isoOf(s) }, (m) => Number(m.timestamp) >= Number(s.timestamp)]],
    ["until", (s) => [{ until: isoOf(s) }, (m) => Number(m.timestamp) <= Number(s.timestamp)]],
    [
      "conversation",
      (s) => [
        { conversationId: s.kapso?.whatsappConversationId },
        (m) => m.kapso?.whatsappConversationId === s.kapso?.whatsappConversationId,
      ],
    ],
    [
      "everything at once",
      (s) => [
        { direction: "inbound", since: isoOf(s), conversationId: s.kapso?.whatsappConversationId },
        (m) =>
          m.kapso?.direction === "inbound" &&
          Number(m.timestamp) >= Number(s.timestamp) &&
          m.kapso?.whatsappConversationId === s.kapso?.whatsappConversationId,
      ],
    ],
  ];

  /** The seed has read messages only, but for a few: magic recipients bring the other statuses. */
  async function sendOneOfEach() {
    for (const name of ["stays_pending", "stays_sent", "never_read", "later_undeliverable"]) {
      const to = SANDBOX.magicRecipients.find((each) => each.name === name)?.number ?? name;
      await stage.client.messages.sendText({ phoneNumberId, to, body: "Hello" });
    }
    stage.sandbox.advance(60);
  }

  test.each(FILTERS)("are filtered: %s", async (_, filter) => {
    await sendOneOfEach();
    const all = await messages();
    const [query, obeys] = filter(middle(all));
    const expected = all.filter(obeys);
    expect(expected).not.toEqual([]);
    expect(ids(await messages(query))).toEqual(ids(expected));
  });

  test("of one conversation are listed by their own call", async () => {
    const conversationId = text(middle(await messages()).kapso?.whatsappConversationId);
    const m = stage.client.messages;
    const rows = await walk((after) => m.listByConversation({ phoneNumberId, conversationId, limit, after }));
    expect(ids(rows)).toEqual(ids(await messages({ conversationId })));
  });

  test("of an unknown conversation are an empty list", async () => {
    expect(await messages({ conversationId: "11111111-2222-4333-8444-555555555555" })).toEqual([]);
  });

  test("of every type are in the seed", async () => {
    const types = new Set((await messages()).map((message) => message.type));
    const plain = ["text", "image", "video", "audio", "document", "sticker", "location", "contacts", "reaction"];
    expect([...types]).toEqual(expect.arrayContaining([...plain, "interactive", "template", "order", "button"]));
    expect([...types]).toEqual(expect.arrayContaining(["system", "unsupported", "request_welcome"]));
  });

  test("are the same one by one as in the list", async () => {
    const message = middle(await messages());
    expect(await stage.client.messages.get({ phoneNumberId, messageId: message.id })).toEqual(message);
  });
});

describe("pages", () => {
  const page = (query: Query) => stage.client.messages.query({ phoneNumberId, limit: 7, ...query });

  test("are 20 rows long when nothing is asked", async () => {
    expect((await stage.client.messages.query({ phoneNumberId })).data).toHaveLength(20);
  });

  test("cover the list once, and say where it ends", async () => {
    const all = await messages();
    const rows = await walk((after) => page({ after }));
    expect(ids(rows)).toEqual(ids(all));
    expect(new Set(ids(rows)).size).toBe(rows.length);
  });

  test("lead back to where they came from", async () => {
    const first = await page({});
    const second = await page({ after: first.paging.cursors.after });
    const back = await page({ before: second.paging.cursors.before });
    expect(ids(back.data)).toEqual(ids(first.data));
  });

  test("stand still while new rows arrive", async () => {
    const all = await messages();
    const first = await page({});
    await stage.customerWrites("Something new");
    const second = await page({ after: first.paging.cursors.after });
    expect(ids([...first.data, ...second.data])).toEqual(ids(all.slice(0, 14)));
  });
});

describe("conversations", () => {
  type Filter = (sample: ConversationRecord) => [Query, (conversation: ConversationRecord) => boolean];
  const FILTERS: [string, Filter][] = [
    ["active", () => [{ status: "active" }, (c) => c.status === "active"]],
    ["ended", () => [{ status: "ended" }, (c) => c.status === "ended"]],
    ["since", (s) => [{ lastActiveSince: s.lastActiveAt }, (c) => time(c.lastActiveAt) >= time(s.lastActiveAt)]],
    ["until", (s) => [{ lastActiveUntil: s.lastActiveAt }, (c) => time(c.lastActiveAt) <= time(s.lastActiveAt)]],
    ["number", (s) => [{ phoneNumber: s.phoneNumber }, (c) => c.phoneNumber === s.phoneNumber]],
    [
      "number without its +",
      (s) => [{ phoneNumber: s.phoneNumber?.replace("+", "") }, (c) => c.phoneNumber === s.phoneNumber],
    ],
  ];

  test.each(FILTERS)("are filtered: %s", async (_, filter) => {
    const all = await conversations();
    const [query, obeys] = filter(middle(all.filter((c) => c.phoneNumber)));
    const expected = all.filter(obeys);
    expect(expected).not.toEqual([]);
    expect(ids(await conversations(query))).toEqual(ids(expected));
  });

  test("are the same one by one, on both paths, as in the list", async () => {
    const conversation = middle(await conversations());
    expect(await stage.client.conversations.get({ conversationId: conversation.id })).toEqual(conversation);
    const path = `${phoneNumberId}/conversations/${conversation.id}`;
    expect(await stage.client.request("GET", path, { responseType: "json" })).toEqual(conversation);
  });

  test("end, and are taken up again", async () => {
    const conversationId = middle(await conversations({ status: "active" })).id;
    const { conversations: api } = stage.client;
    for (const status of ["ended", "ended", "active"]) {
      expect(await api.updateStatus({ conversationId, status })).toEqual({ success: true });
      expect((await api.get({ conversationId })).status).toBe(status);
    }
  });
});

describe("contacts", () => {
  type Filter = (sample: ContactRecord) => [Query, (contact: ContactRecord) => boolean];
  const FILTERS: [string, Filter][] = [
    ["wa_id", (s) => [{ waId: s.waId }, (c) => c.waId === s.waId]],
    ["wa_id with a +", (s) => [{ waId: `+${s.waId}` }, (c) => c.waId === s.waId]],
    ["customer", (s) => [{ customerId: s.customerId }, (c) => c.customerId === s.customerId]],
    ["with a customer", () => [{ hasCustomer: true }, (c) => c.customerId !== null]],
    ["without a customer", () => [{ hasCustomer: false }, (c) => c.customerId === null]],
  ];

  test.each(FILTERS)("are filtered: %s", async (_, filter) => {
    const all = await contacts();
    const [query, obeys] = filter(middle(all.filter((c) => c.waId && c.customerId)));
    const expected = all.filter(obeys);
    expect(expected).not.toEqual([]);
    expect(ids(await contacts(query))).toEqual(ids(expected));
  });

  test("are the same one by one as in the list", async () => {
    const contact = middle((await contacts()).filter((c) => c.waId));
    expect(await stage.client.contacts.get({ phoneNumberId, waId: text(contact.waId) })).toEqual(contact);
  });

  test("change their names, and replace their metadata", async () => {
    const waId = text(middle((await contacts()).filter((c) => c.waId)).waId);
    const { contacts: api } = stage.client;
    const update = { phoneNumberId, waId };
    expect(await api.update({ ...update, displayName: "Rafa Lima", profileName: "Rafa" })).toEqual({ success: true });
    expect(await api.update({ ...update, metadata: { segment: "gold", tags: ["sp"] } })).toEqual({ success: true });
    expect(await api.update({ ...update, metadata: { segment: "silver" } })).toEqual({ success: true });
    expect(await api.get({ phoneNumberId, waId })).toMatchObject({
      displayName: "Rafa Lima",
      profileName: "Rafa",
      kapso: { contactName: "Rafa Lima" },
    });
    expect((await api.get({ phoneNumberId, waId })).metadata).toEqual({ segment: "silver" });
  });

  test("appear when a stranger writes", async () => {
    await stage.customerWrites("Hello");
    const contact = await stage.client.contacts.get({ phoneNumberId, waId: CUSTOMER.waId });
    expect(contact).toMatchObject({ waId: CUSTOMER.waId });
  });
});

describe("calls", () => {
  const at = (call: CallRecord) => text(call.sessionStartedAt ?? call.startedAt ?? call.createdAt);
  const is = (value: unknown, wanted: string) => text(value).toLowerCase() === wanted;
  type Filter = (sample: CallRecord) => [Query, (call: CallRecord) => boolean];
  const FILTERS: [string, Filter][] = [
    ["INBOUND", () => [{ direction: "INBOUND" }, (c) => is(c.direction, "inbound")]],
    ["OUTBOUND", () => [{ direction: "OUTBOUND" }, (c) => is(c.direction, "outbound")]],
    ["outbound in lower case", () => [{ direction: "outbound" }, (c) => is(c.direction, "outbound")]],
    ["COMPLETED", () => [{ status: "COMPLETED" }, (c) => is(c.status, "completed")]],
    ["failed in lower case", () => [{ status: "failed" }, (c) => is(c.status, "failed")]],
    ["call id", (s) => [{ callId: s.callId }, (c) => c.callId === s.callId]],
    ["since", (s) => [{ since: at(s) }, (c) => time(at(c)) >= time(at(s))]],
    ["until", (s) => [{ until: at(s) }, (c) => time(at(c)) <= time(at(s))]],
  ];

  test.each(FILTERS)("are filtered: %s", async (_, filter) => {
    const all = await calls();
    const [query, obeys] = filter(middle(all));
    const expected = all.filter(obeys);
    expect(expected).not.toEqual([]);
    expect(ids(await calls(query))).toEqual(ids(expected));
  });

  test("are the same one by one as in the list", async () => {
    const call = middle(await calls());
    expect(await stage.client.calls.get({ phoneNumberId, callId: text(call.callId) })).toEqual(call);
    expect(await stage.client.calls.get({ phoneNumberId, callId: "wacid.none" })).toBeUndefined();
  });
});
