import { describe, expect, test } from "vitest";
import { createKapso, type Kapso } from "../../src/kapso/client.ts";
import { connect, emptyList, json, KEY, PHONE, serve } from "./scripted-server.ts";

const CONVERSATION = "6f1c2b7e-53a8-4d0e-9a44-1f7f0d2c9b31";
const WAMID = "wamid.HBgNNTUxMTk4NzY1MDA0MhUCABEYEjY0QTlDMkQ3RTExRjA5OEI1AA==";
const ok = json(200, { success: true });
const message = { id: WAMID, timestamp: "1795183391", type: "text", extra: 1 };
const conversation = { id: CONVERSATION, status: "active" };

describe("the requests of each endpoint", () => {
  const path = `/api/meta/v23.0/${PHONE}`;
  const cases: [string, (kapso: Kapso) => Promise<unknown>, object, string, string, object?][] = [
    [
      "A2",
      (k) => k.messages.markRead(PHONE, { message_id: WAMID, typing_indicator: { type: "text" } }),
      { success: true },
      "POST",
      `${path}/messages`,
      { messaging_product: "whatsapp", status: "read", message_id: WAMID, typing_indicator: { type: "text" } },
    ],
    [
      "A3",
      (k) => k.messages.list(PHONE, { direction: "inbound", since: "2026-11-20T11:03:11-03:00", limit: 5 }),
      { data: [message] },
      "GET",
      `${path}/messages?direction=inbound&since=2026-11-20T14%3A03%3A11Z&limit=5&fields=kapso%28default%29`,
    ],
    [
      "A4",
      (k) => k.messages.get(PHONE, WAMID, { fields: "kapso(status)" }),
      message,
      "GET",
      `${path}/messages/${encodeURIComponent(WAMID)}?fields=kapso%28status%29`,
    ],
    [
      "G1",
      (k) => k.conversations.list(PHONE, { status: "active", unassigned: true, fields: "kapso()" }),
      { data: [conversation] },
      "GET",
      `${path}/conversations?status=active&unassigned=true&fields=kapso%28%29`,
    ],
    [
      "G2",
      (k) => k.conversations.get(CONVERSATION),
      conversation,
      "GET",
      `/api/meta/v23.0/conversations/${CONVERSATION}?fields=kapso%28default%29`,
    ],
    [
      "G4",
      (k) => k.conversations.update(CONVERSATION, { status: "ended" }),
      { success: true },
      "PATCH",
      `/api/meta/v23.0/conversations/${CONVERSATION}`,
      { status: "ended" },
    ],
    [
      "H1",
      (k) => k.contacts.list(PHONE, { has_customer: false }),
      { data: [{ id: "c" }] },
      "GET",
      `${path}/contacts?has_customer=false&fields=kapso%28default%29`,
    ],
    [
      "H2",
      (k) => k.contacts.get(PHONE, "+5511987650042"),
      { id: "c" },
      "GET",
      `${path}/contacts/%2B5511987650042?fields=kapso%28default%29`,
    ],
    [
      "H3",
      (k) => k.contacts.update(PHONE, "5511987650042", { display_name: null }),
      { success: true },
      "PATCH",
      `${path}/contacts/5511987650042`,
      { display_name: null },
    ],
    [
      "I1",
      (k) => k.calls.list(PHONE, { direction: "inbound", call_id: "wacid.1" }),
      { data: [{ id: "x", call_id: "wacid.1", direction: "INBOUND", status: "COMPLETED" }] },
      "GET",
      `${path}/calls?direction=INBOUND&call_id=wacid.1`,
    ],
    [
      "E3",
      (k) => k.numbers.list("102290129340398", { limit: 3 }),
      { data: [{ id: PHONE }] },
      "GET",
      "/api/meta/v23.0/102290129340398/phone_numbers?limit=3",
    ],
    ["E4", (k) => k.numbers.get(PHONE, { fields: "id,status" }), { id: PHONE }, "GET", `${path}?fields=id%2Cstatus`],
    [
      "B2",
      (k) => k.media.metadata(PHONE, "1290447715880316"),
      { id: "1290447715880316" },
      "GET",
      `/api/meta/v23.0/1290447715880316?phone_number_id=${PHONE}`,
    ],
    [
      "B3",
      (k) => k.media.delete(PHONE, "1290447715880316"),
      { success: true },
      "DELETE",
      `/api/meta/v23.0/1290447715880316?phone_number_id=${PHONE}`,
    ],
  ];
  test.each(cases)("%s", async (_, call, answer, method, url, body) => {
    const server = await serve(json(200, answer));
    const { kapso } = connect(server);
    expect(await call(kapso)).toEqual(answer);
    const [request] = server.requests;
    expect(request).toMatchObject({ method, url: expect.anything() });
    const sorted = (text = "") => [...new URL(text, "http://x").searchParams].sort();
    expect(request?.url.split("?")[0]).toBe(url.split("?")[0]);
    expect(sorted(request?.url)).toEqual(sorted(url));
    expect(request?.body === "" ? undefined : JSON.parse(request?.body ?? "")).toEqual(body);
  });
});

describe("headers", () => {
  test("the API key goes alone, also when a token is configured", async () => {
    const server = await serve(emptyList);
    await connect(server, { accessToken: "token-abc", version: "1.2.3" }).kapso.contacts.list(PHONE);
    const { headers } = server.requests[0]!;
    expect(headers["x-api-key"]).toBe(KEY);
    expect(headers.authorization).toBeUndefined();
    expect(headers.accept).toBe("application/json");
    expect(headers["user-agent"]).toBe("kapso-whatsapp-mcp/1.2.3");
  });

  test("a token goes as a bearer", async () => {
    const server = await serve(emptyList);
    await connect(server, { apiKey: undefined, accessToken: "token-abc" }).kapso.contacts.list(PHONE);
    expect(server.requests[0]?.headers.authorization).toBe("Bearer token-abc");
    expect(server.requests[0]?.headers["x-api-key"]).toBeUndefined();
  });

  test("a JSON body is declared as JSON, and a read has no content type", async () => {
    const server = await serve(ok, emptyList);
    const { kapso } = connect(server);
    await kapso.conversations.update(CONVERSATION, { status: "ended" });
    await kapso.contacts.list(PHONE);
    expect(server.requests.map(({ headers }) => headers["content-type"])).toEqual(["application/json", undefined]);
  });
});

test("a single record is read bare and in {data}", async () => {
  const server = await serve(json(200, { data: conversation }));
  expect(await connect(server).kapso.conversations.get(CONVERSATION)).toEqual(conversation);
});

test("a record that has a field named data is itself", async () => {
  const record = { ...conversation, data: { id: "inner", status: "x" } };
  const server = await serve(json(200, record));
  expect(await connect(server).kapso.conversations.get(CONVERSATION)).toEqual(record);
});

describe("a conversation where the host has no path without a number", () => {
  test("is read under its number", async () => {
    const unknownPath = { error: { message: "Unknown path components", type: "OAuthException", code: 100 } };
    const server = await serve(json(404, unknownPath), json(200, conversation));
    const read = connect(server).kapso.conversations.get(CONVERSATION, { phoneNumberId: PHONE });
    expect(await read).toEqual(conversation);
    expect(server.requests[1]?.url).toContain(`/${PHONE}/conversations/${CONVERSATION}?`);
  });

  test("is not looked for twice when it is unknown", async () => {
    const server = await serve(json(404, { error: { message: "Conversation not found", type: "X", code: 404 } }));
    const read = connect(server).kapso.conversations.get(CONVERSATION, { phoneNumberId: PHONE });
    await expect(read).rejects.toMatchObject({ kind: "graph", code: 404, retryable: "F" });
    expect(server.requests).toHaveLength(1);
  });
});

describe("the base URL", () => {
  test.each([
    ["/api/meta", "/api/meta/v23.0"],
    ["/api/meta/", "/api/meta/v23.0"],
    ["/api/meta/v24.0", "/api/meta/v24.0"],
    ["/api/meta/v24.0//", "/api/meta/v24.0"],
    ["", "/v23.0"],
  ])("%j leads to %s", async (suffix, prefix) => {
    const server = await serve(emptyList);
    await connect(server, { baseUrl: server.origin + suffix }).kapso.contacts.list(PHONE);
    expect(server.requests[0]?.url).toMatch(new RegExp(`^${prefix}/${PHONE}/contacts\\?`));
  });

  test.each([
    ["app.kapso.ai/api/meta", "https"],
    ["ftp://app.kapso.ai", "https"],
    ["http://app.kapso.ai/api/meta", "https"],
    ["http://127.0.0.1.nip.io", "https"],
    ["http://localhost.example", "https"],
    ["https://user:secret@app.kapso.ai", "credentials"],
    ["https://app.kapso.ai/?key=1", "query"],
  ])("%s is refused", (baseUrl, why) => {
    const create = () => createKapso({ baseUrl, graphVersion: "v23.0", apiKey: KEY });
    expect(create).toThrow(expect.objectContaining({ kind: "invalid_request", field: "baseUrl" }));
    expect(create).toThrow(why);
  });

  test.each(["http://localhost:1", "http://127.1.2.3", "http://[::1]:9", "https://app.kapso.ai"])(
    "%s is taken",
    (baseUrl) => {
      expect(() => createKapso({ baseUrl, graphVersion: "v23.0", apiKey: KEY })).not.toThrow();
    },
  );
});

test.each([
  [{ graphVersion: "23" }, "graphVersion"],
  [{ apiKey: "" }, "apiKey"],
  [{ apiKey: "line\r\nbreak" }, "apiKey"],
])("a configuration with %j is refused", (part, field) => {
  const create = () => createKapso({ baseUrl: "https://app.kapso.ai", graphVersion: "v23.0", apiKey: KEY, ...part });
  expect(create).toThrow(expect.objectContaining({ kind: "invalid_request", field }));
});

test("events carry the route's template and no id, query or secret", async () => {
  const server = await serve(emptyList, json(404, { error: { message: "no", type: "X", code: 404 } }));
  const { kapso, events } = connect(server);
  await kapso.contacts.list(PHONE, { wa_id: "5511987650042" });
  await kapso.contacts.get(PHONE, "5511987650042").catch(() => {});
  expect(events).toEqual([
    { method: "GET", path: "/{phone_number_id}/contacts", status: 200, ms: expect.any(Number), attempt: 1 },
    {
      method: "GET",
      path: "/{phone_number_id}/contacts/{wa_id}",
      status: 404,
      code: 404,
      reason: "no_such_object",
      ms: expect.any(Number),
      attempt: 1,
    },
  ]);
});

test("a listener that throws breaks no call", async () => {
  const server = await serve(emptyList);
  const { kapso } = connect(server, {
    onRequest: () => {
      throw new Error("listener");
    },
  });
  await expect(kapso.contacts.list(PHONE)).resolves.toMatchObject({ data: [] });
});
