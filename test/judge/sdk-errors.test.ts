import { KapsoProxyRequiredError, type WhatsAppClient } from "@kapso/whatsapp-cloud-api";
import { describe, expect, test } from "vitest";
import { SANDBOX } from "../../src/sandbox/index.ts";
import { CUSTOMER, failure, failures, NUMBER, useStage } from "./stage.ts";

/** Kapso's SDK sorts the sandbox's errors as it sorts Kapso's (its GraphApiError, README sections 7 to 11). */

const stage = useStage();
const phoneNumberId = NUMBER;
const text = { phoneNumberId, to: CUSTOMER.phone, body: "Hello" };

const read = (client: WhatsAppClient = stage.client) => client.messages.query({ phoneNumberId, limit: 1 });

describe("credentials", () => {
  test("a wrong key is an authorization error in Kapso's own envelope", async () => {
    const client = stage.clientWith({ kapsoApiKey: "wrong" });
    const calls = [read(client), client.messages.sendText(text), client.calls.list({ phoneNumberId })];
    for (const error of await failures(...calls)) {
      expect(error).toMatchObject({
        httpStatus: 401,
        message: "Invalid or missing API key",
        category: "authorization",
        retry: { action: "refresh_token" },
      });
      expect([error.isAuthError(), error.requiresTokenRefresh(), error.isRateLimit()]).toEqual([true, true, false]);
    }
  });

  test("a wrong token is Graph's 190", async () => {
    const client = stage.clientWith({ accessToken: "wrong" });
    const error = await failure(client.messages.sendText(text));
    expect(error).toMatchObject({ httpStatus: 401, code: 190, type: "OAuthException", category: "authorization" });
  });

  test("the access token alone sends; the SDK itself then bars the stored data", async () => {
    await stage.customerWrites("Hello?");
    const client = stage.clientWith({ accessToken: SANDBOX.accessToken });
    expect((await client.messages.sendText(text)).messages).toHaveLength(1);
    await expect(client.messages.query({ phoneNumberId })).rejects.toThrow(KapsoProxyRequiredError);
    const page = await client.request("GET", `${phoneNumberId}/messages`, { responseType: "json" });
    expect(page).toHaveProperty("data");
  });

  test("the key wins over a wrong token", async () => {
    const client = stage.clientWith({ kapsoApiKey: SANDBOX.apiKey, accessToken: "wrong" });
    expect((await read(client)).data).toHaveLength(1);
  });
});

describe("another project's data", () => {
  test("are as if they did not exist", async () => {
    const foreign = stage.clientWith({ kapsoApiKey: SANDBOX.foreignApiKey });
    const conversationId = SANDBOX.openConversationId;
    const messageId = SANDBOX.messages.inboundText;
    const own = { phoneNumberId: SANDBOX.foreignPhoneNumberId };
    const errors = await failures(
      foreign.messages.query({ phoneNumberId }),
      foreign.messages.get({ phoneNumberId, messageId }),
      foreign.messages.get({ ...own, messageId }),
      foreign.messages.sendText(text),
      foreign.conversations.get({ conversationId }),
      foreign.conversations.updateStatus({ conversationId, status: "ended" }),
      foreign.media.get({ phoneNumberId, mediaId: SANDBOX.media.png }),
    );
    expect(errors.map((error) => error.httpStatus)).toEqual(errors.map(() => 404));
    const stranger = await failure(foreign.media.get({ ...own, mediaId: SANDBOX.media.png }));
    expect(stranger).toMatchObject({ httpStatus: 400, code: 100, errorSubcode: 33 });
  });

  test("are not reached by the token of one number either", async () => {
    const client = stage.clientWith({ accessToken: SANDBOX.otherAccessToken });
    expect((await failure(client.messages.sendText(text))).httpStatus).toBe(404);
    const path = `conversations/${SANDBOX.openConversationId}`;
    expect((await client.request("GET", path)).status).toBe(404);
  });
});

describe("what does not exist", () => {
  const UNKNOWN = "11111111-2222-4333-8444-555555555555";

  test("an unknown number is 404 everywhere", async () => {
    const other = { phoneNumberId: "100000000000001" };
    const { messages, conversations, contacts, calls, media } = stage.client;
    const file = new Blob(["x"], { type: "text/plain" });
    const errors = await failures(
      messages.query(other),
      messages.sendText({ ...text, ...other }),
      conversations.list(other),
      contacts.list(other),
      calls.list(other),
      media.upload({ ...other, type: "text/plain", file, fileName: "x.txt" }),
    );
    for (const error of errors) {
      expect(error).toMatchObject({
        httpStatus: 404,
        category: "parameter",
        retry: { action: "fix_and_retry" },
      });
    }
  });

  test("an unknown message", async () => {
    const error = await failure(stage.client.messages.get({ phoneNumberId, messageId: "wamid.NONE" }));
    expect(error).toMatchObject({ httpStatus: 404, code: 404, type: "MessageError", message: "Message not found" });
  });

  test.each([UNKNOWN, "not-a-uuid"])("an unknown conversation: %s", async (conversationId) => {
    const { conversations } = stage.client;
    const update = conversations.updateStatus({ conversationId, status: "ended" });
    for (const error of await failures(conversations.get({ conversationId }), update)) {
      expect(error).toMatchObject({ httpStatus: 404, code: 404, message: "Conversation not found" });
    }
  });

  test("an unknown contact", async () => {
    const contact = { phoneNumberId, waId: "4900000000000" };
    const { contacts } = stage.client;
    const update = contacts.update({ ...contact, displayName: "x" });
    for (const error of await failures(contacts.get(contact), update)) {
      expect(error.httpStatus).toBe(404);
    }
  });

  test("an unknown path, and a known one by another method", async () => {
    const unknown = await stage.client.request("GET", `${phoneNumberId}/nonsense`);
    expect(unknown.status).toBe(404);
    expect(await unknown.json()).toMatchObject({
      error: { code: 100, message: expect.stringMatching("Unknown path") },
    });
    expect((await stage.client.request("PUT", `${phoneNumberId}/messages`)).status).toBe(405);
    expect((await stage.client.request("DELETE", `${phoneNumberId}/contacts`)).status).toBe(405);
  });

  test("the unversioned download by another method", async () => {
    const download = `${stage.sandbox.baseUrl}/media_download?token=x`;
    expect((await stage.client.fetch(download, { method: "POST" })).status).toBe(405);
  });
});

describe("a bad question", () => {
  const bad = (type: string) => ({ httpStatus: 400, code: 100, type, category: "parameter" });
  const get = (path: string) => failure(stage.client.request("GET", path, { responseType: "json" }));

  test.each([
    "limit=0",
    "limit=101",
    "limit=ten",
    "limit=1.5",
    "after=a&before=b",
    "after=%21%21",
    "before=bm90IGEgY3Vyc29y",
    "fields=kapso(direction",
  ])("%s is refused on every list", async (query) => {
    for (const list of ["messages", "conversations", "contacts", "calls"]) {
      const type = list === "messages" ? "MessageError" : "OAuthException";
      expect(await get(`${phoneNumberId}/${list}?${query}`)).toMatchObject(bad(type));
    }
  });

  test.each([
    ["messages?direction=sideways", "MessageError"],
    ["messages?status=lost", "MessageError"],
    ["messages?since=yesterday", "MessageError"],
    ["messages?until=2026-13-01T00:00:00Z", "MessageError"],
    ["conversations?status=asleep", "OAuthException"],
    ["conversations?last_active_since=yesterday", "OAuthException"],
    ["calls?since=yesterday", "OAuthException"],
  ])("%s is refused", async (path, type) => {
    expect(await get(`${phoneNumberId}/${path}`)).toMatchObject(bad(type));
  });

  test("since after until is an empty list", async () => {
    const page = await stage.client.messages.query({
      phoneNumberId,
      since: "2030-01-01T00:00:00Z",
      until: "2020-01-01T00:00:00Z",
    });
    expect(page.data).toEqual([]);
  });

  test("contradictory filters are 422", async () => {
    const query = { assignedUserId: "11111111-2222-4333-8444-555555555555", unassigned: true };
    expect((await failure(stage.client.conversations.list({ phoneNumberId, ...query }))).httpStatus).toBe(422);
  });

  test("a status that is none, and an update of nothing", async () => {
    const { conversations, contacts } = stage.client;
    const conversationId = (await conversations.list({ phoneNumberId, limit: 1 })).data[0]?.id ?? "";
    const status = conversations.updateStatus({ conversationId, status: "asleep" });
    expect(await failure(status)).toMatchObject(bad("OAuthException"));
    const { data } = await contacts.list({ phoneNumberId, limit: 1 });
    const path = `${phoneNumberId}/contacts/${data[0]?.waId}`;
    const nothing = stage.client.request("PATCH", path, { body: {}, responseType: "json" });
    expect(await failure(nothing)).toMatchObject(bad("OAuthException"));
  });
});
