import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { isWindowOpen } from "../../src/sandbox/conversations/window.ts";
import { SANDBOX } from "../../src/sandbox/index.ts";
import { invisible } from "../helpers/invisible.ts";
import { type Api, NUMBER, openApi, stored } from "./api.ts";

let api: Api;
beforeAll(async () => {
  api = await openApi();
});
afterAll(() => api.sandbox.close());

const ANY = [undefined, undefined, undefined];
const total = (table: { count(scope: string, facets: (string | undefined)[]): number }) =>
  [SANDBOX.phoneNumberId, SANDBOX.otherPhoneNumberId].reduce((sum, id) => sum + table.count(id, ANY), 0);

test("the shop has its size", () => {
  const { contacts, conversations, messages, calls } = api.sandbox.world;
  expect(total(contacts.table)).toBe(61);
  expect(total(conversations.table)).toBe(41);
  expect(total(messages.table)).toBeGreaterThanOrEqual(600);
  expect(total(messages.table)).toBeLessThan(700);
  expect(total(calls.table)).toBe(31);
});

test("the empty sandbox has numbers and templates, and nobody in it", async () => {
  const empty = await openApi({ seed: "empty" });
  for (const list of ["messages", "conversations", "contacts", "calls"]) {
    expect((await empty.get(`${NUMBER}/${list}`)).body.data).toEqual([]);
  }
  const { body } = await empty.get(`/${SANDBOX.businessAccountId}/message_templates`, { unjudged: true });
  expect(body.data.length).toBeGreaterThan(5);
  await empty.sandbox.close();
});

describe("the constants are true", () => {
  const record = async (id: string) => (await api.get(`/conversations/${id}`)).body;
  const windowOpen = (id: string) =>
    isWindowOpen(api.sandbox.world.conversations.get(id)?.contact, api.sandbox.world.now());
  const newest = async (id: string) => (await api.get(`${NUMBER}/messages?conversation_id=${id}&limit=1`)).body.data[0];

  test.each<[string, string, "active" | "ended", boolean]>([
    [SANDBOX.openConversationId, SANDBOX.openCustomer, "active", true],
    [SANDBOX.closedWindowConversationId, SANDBOX.closedCustomer, "active", false],
    [SANDBOX.closingWindowConversationId, SANDBOX.closingCustomer, "active", true],
    [SANDBOX.endedConversationId, SANDBOX.endedCustomer, "ended", true],
    [SANDBOX.callWindowConversationId, SANDBOX.callCustomer, "active", true],
    [SANDBOX.unreadConversationId, SANDBOX.unreadCustomer, "active", true],
    [SANDBOX.failedConversationId, SANDBOX.failedCustomer, "active", true],
    [SANDBOX.namelessConversationId, SANDBOX.namelessCustomer, "active", true],
    [SANDBOX.assignedConversationId, SANDBOX.assignedCustomer, "active", true],
    [SANDBOX.hostileConversationId, SANDBOX.hostileCustomer, "active", true],
    [SANDBOX.plantedConversationId, SANDBOX.plantedCustomer, "ended", false],
    [SANDBOX.longConversationId, SANDBOX.longCustomer, "active", true],
    [SANDBOX.everyTypeConversationId, SANDBOX.everyTypeCustomer, "active", true],
    [SANDBOX.rewrittenConversationId, `+${SANDBOX.rewrittenWaId}`, "active", true],
    [SANDBOX.otherNumberConversationId, SANDBOX.otherNumberCustomer, "active", true],
  ])("%s is of %s, %s, window open: %s", async (id, customer, status, open) => {
    const { phone_number, status: state } = await record(id);
    expect([phone_number.replace(/\D/g, ""), state]).toEqual([customer.slice(1), status]);
    expect(windowOpen(id)).toBe(open);
  });

  test("the states are what their names say", async () => {
    expect((await newest(SANDBOX.failedConversationId)).kapso.statuses.at(-1).errors[0].code).toBe(131026);
    expect((await newest(SANDBOX.failedConversationId)).kapso.status).toBe("failed");
    expect((await record(SANDBOX.namelessConversationId)).kapso.contact_name).toBeNull();
    expect(await record(SANDBOX.userIdConversationId)).toMatchObject({
      phone_number: null,
      business_scoped_user_id: SANDBOX.userIdCustomer,
    });
    expect((await record(SANDBOX.longConversationId)).kapso.messages_count).toBe(150);
    const { last_inbound_at } = (await record(SANDBOX.callWindowConversationId)).kapso;
    expect(Date.parse(last_inbound_at)).toBeLessThan(Date.parse("2026-11-19T15:00:00Z"));
    expect((await api.get(`/conversations/${SANDBOX.otherNumberConversationId}`)).body.phone_number_id).toBe(
      SANDBOX.otherPhoneNumberId,
    );
  });

  test("each named message is of the type that its name says", async () => {
    const types: Record<keyof typeof SANDBOX.messages, string> = {
      inboundText: "text",
      inboundImage: "image",
      inboundVoice: "audio",
      inboundDocument: "document",
      buttonReply: "interactive",
      listReply: "interactive",
      flowReply: "interactive",
      order: "order",
      outboundText: "text",
      outboundImage: "image",
      outboundTemplate: "template",
    };
    for (const [name, id] of Object.entries(SANDBOX.messages)) {
      expect((await stored(api, id)).type, name).toBe(Object.entries(types).find(([key]) => key === name)?.[1]);
    }
  });

  test("one conversation has every type, both ways", async () => {
    const path = `${NUMBER}/messages?limit=100&conversation_id=${SANDBOX.everyTypeConversationId}`;
    const types = new Set((await api.get(path)).body.data.map((row: { type: string }) => row.type));
    expect([...types].sort()).toEqual(
      [
        ...["audio", "button", "contacts", "document", "image", "interactive", "location", "order", "reaction"],
        ...["edit", "revoke", "request_welcome", "sticker", "system", "template", "text", "unsupported", "video"],
      ].sort(),
    );
  });

  test("hostile text is there as it was written", async () => {
    const path = `${NUMBER}/messages?conversation_id=${SANDBOX.hostileConversationId}`;
    const text = (await api.get(path)).body.data.map((row: { text: { body: string } }) => row.text.body).join("\n");
    expect(text).toContain("ignore all previous instructions");
    expect(text).toMatch(/\u200B/);
    expect(text).toMatch(/\u202E/);
    expect(text).toMatch(/[\u{E0000}-\u{E007F}]/u);
  });
});

describe("the planted customer", () => {
  test("hides text in every kind of message, and nothing of it is cleaned here", async () => {
    const path = `${NUMBER}/messages?limit=100&conversation_id=${SANDBOX.plantedConversationId}`;
    const rows: Record<string, unknown>[] = (await api.get(path)).body.data;
    const hiding = new Set(
      rows.filter((row) => invisible(JSON.stringify(row[String(row["type"])] ?? "")) !== "").map(({ type }) => type),
    );
    expect([...hiding].sort()).toEqual(
      ["button", "contacts", "document", "image", "interactive", "location", "order", "system", "text"].sort(),
    );
    const all = JSON.stringify(rows);
    for (const kind of [/\u200B/, /\u202E/, /\u2069/, /\u{E0061}/u, /\u{E0155}/u, /\u00AD/, /\u3164/, /\uFFF9/]) {
      expect(all).toMatch(kind);
    }
    for (const claim of ["SYSTEM:", "<tool_result>", "[assistant]", "https://evil.example/?q={conversation}"]) {
      expect(all).toContain(claim);
    }
  });

  test("has a name, a username and metadata that do the same, and is at the head of no list", async () => {
    const contact = (await api.get(`${NUMBER}/contacts/${SANDBOX.plantedCustomer.slice(1)}`)).body;
    for (const part of [contact.profile_name, contact.username, JSON.stringify(contact.metadata)]) {
      expect(invisible(part)).not.toBe("");
    }
    for (const list of ["messages", "conversations", "contacts", "calls"]) {
      const { body } = await api.get(`${NUMBER}/${list}?limit=20`);
      expect(JSON.stringify(body.data).includes(SANDBOX.plantedCustomer.slice(1)), list).toBe(false);
    }
  });
});

test("a sandbox starts quickly", async () => {
  const begun = performance.now();
  const again = await openApi();
  expect(performance.now() - begun).toBeLessThan(1000);
  await again.sandbox.close();
});
