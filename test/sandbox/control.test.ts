import { request } from "node:http";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { SANDBOX } from "../../src/sandbox/index.ts";
import { type Api, NUMBER, openApi, stored } from "./api.ts";

let api: Api;
beforeEach(async () => {
  api = await openApi();
});
afterEach(() => api.sandbox.close());

const inbound = (event: Record<string, unknown>) =>
  api.control("POST", "/inbound", { from: SANDBOX.openCustomer, ...event });

/** `fetch` sets Host and Origin by itself. */
function withHeaders(headers: Record<string, string>): Promise<number> {
  return new Promise((resolve, reject) => {
    const sent = request(`${api.sandbox.origin}/_sandbox/info`, { headers }, (response) => {
      response.resume();
      resolve(response.statusCode ?? 0);
    });
    sent.on("error", reject).end();
  });
}

describe("the control routes", () => {
  test("need no key, and refuse web pages and other names", async () => {
    expect((await api.control("GET", "/info")).status).toBe(200);
    for (const host of ["localhost:4010", "127.0.0.1", "[::1]:4010"])
      expect(await withHeaders({ Host: host })).toBe(200);
    for (const host of ["sandbox.example", "127.0.0.1.example.com", "169.254.1.1", "localhost.evil.example:80"]) {
      expect(await withHeaders({ Host: host })).toBe(403);
    }
    expect(await withHeaders({ Origin: "http://127.0.0.1:4010" })).toBe(403);
    expect(await withHeaders({ Origin: "null" })).toBe(403);
  });

  test("that do not exist say where to look", async () => {
    expect((await api.control("POST", "/nonsense")).status).toBe(404);
    expect((await api.control("PUT", "/clock")).status).toBe(404);
  });

  test.each<[string, unknown, string]>([
    ["/clock", "nonsense", "must be JSON"],
    ["/clock", {}, "advance_seconds"],
    ["/clock", { advance_seconds: -1 }, "advance_seconds"],
    ["/clock", { advance_seconds: 1, unit: "h" }, "unit"],
    ["/inbound", {}, "from"],
    ["/inbound", { from: SANDBOX.openCustomer }, "exactly one of"],
    ["/inbound", { from: SANDBOX.openCustomer, text: "a", image: {} }, "exactly one of"],
    ["/inbound", { from: SANDBOX.openCustomer, text: "a", call: {} }, "call"],
    ["/inbound", { from: SANDBOX.openCustomer, type: "image", text: "a" }, "type is image"],
    ["/inbound", { from: SANDBOX.openCustomer, type: "poll" }, "type"],
    ["/inbound", { from: SANDBOX.openCustomer, text: "" }, "text"],
    ["/inbound", { from: "nobody", text: "a" }, "from"],
    ["/inbound", { from: SANDBOX.businessPhoneNumber, text: "a" }, "from"],
    ["/inbound", { from: SANDBOX.openCustomer, text: "a", phone_number_id: "1" }, "phone_number_id"],
    ["/inbound", { from: SANDBOX.openCustomer, image: { id: "1" } }, "image.id"],
    ["/faults", {}, "needs one of"],
    ["/faults", { status: 99 }, "status"],
    ["/faults", { status: 500, failure: "proxy_timeout" }, "either failure or status"],
    ["/faults", { failure: "bad luck" }, "must be one of"],
    ["/faults", { body: "x" }, "need a status"],
    ["/faults", { effect: true, latency_ms: 1 }, "effect"],
    ["/faults", { reset: "later" }, "reset"],
    ["/faults", { reset: "after", status: 500 }, "reset"],
    ["/faults", { status: 500, match: { path: "(" } }, "regular expression"],
    ["/faults", { status: 500, times: 0 }, "times"],
    ["/rate-limit", { limit: 0 }, "limit"],
  ])("%s refuses %j and names the fault", async (route, body, named) => {
    const reply = await api.control("POST", route, body);
    expect(reply.status).toBe(400);
    expect(reply.body.error).toContain(named);
  });
});

test("info names everything that a newcomer needs", async () => {
  const { body } = await api.control("GET", "/info");
  expect(body.constants).toMatchObject({ apiKey: SANDBOX.apiKey, phoneNumberId: SANDBOX.phoneNumberId });
  expect(body.magic_recipients).toEqual(JSON.parse(JSON.stringify(SANDBOX.magicRecipients)));
  expect(body.base_urls).toContain(api.sandbox.baseUrl);
  expect(body.now).toBe("2026-11-20T15:00:00Z");
  expect(body.failures).toEqual(expect.arrayContaining(["proxy_timeout", "html_502", "131047"]));
});

test("the clock is advanced, and the answer says to when", async () => {
  const { body } = await api.control("POST", "/clock", { advance_seconds: 90.5 });
  expect(body).toEqual({ now: "2026-11-20T15:01:30.500Z" });
});

test("the clock runs at real speed between advances", async () => {
  let real = 1_000_000;
  const running = await openApi({ now: () => real });
  real += 61_000;
  expect((await running.control("GET", "/info")).body.now).toBe("2026-11-20T15:01:01Z");
  await running.sandbox.close();
});

test("a reset brings everything back, clock, faults and requests included", async () => {
  const list = async () => (await api.get(`${NUMBER}/messages?limit=5`)).body.data;
  const before = await list();
  await api.text(SANDBOX.openCustomer);
  api.sandbox.advance(3600);
  await api.control("POST", "/faults", { status: 500, times: 9, match: { path: "/calls$" } });
  const { body } = await api.control("POST", "/reset");
  expect(body).toEqual({ now: "2026-11-20T15:00:00Z" });
  expect(await list()).toEqual(before);
  expect((await api.control("GET", "/faults")).body.data).toEqual([]);
  expect(api.sandbox.requests()).toHaveLength(1);
});

test("two sandboxes that live through the same have the same ids", async () => {
  const twin = await openApi();
  const steps = async ({ text, control }: Api) => [
    (await text(SANDBOX.openCustomer)).body,
    (await control("POST", "/inbound", { from: "+447700900555", text: "Hi" })).body,
  ];
  expect(await steps(api)).toEqual(await steps(twin));
  await twin.sandbox.close();
});

const CHAIR = { catalog_id: "640218837715520", product_retailer_id: "CHAIR-OAK-45" };

describe("an injected message", () => {
  const interactive = (type: string, value: object) => ({ interactive: { type, [type]: value } });
  test.each<[string, Record<string, unknown>, object]>([
    ["text", { text: "Oi" }, { text: { body: "Oi" } }],
    ["text", { type: "text", text: { body: "Oi" } }, { text: { body: "Oi" } }],
    ["image", { image: { caption: "Look" } }, { image: { caption: "Look", mime_type: "image/jpeg" } }],
    ["image", { image: { id: SANDBOX.media.png } }, { image: { id: SANDBOX.media.png } }],
    ["video", { video: {} }, { video: { mime_type: "video/mp4" } }],
    ["audio", { audio: { voice: true } }, { audio: { voice: true } }],
    ["document", { document: { filename: "a.pdf" } }, { document: { filename: "a.pdf" } }],
    ["sticker", { sticker: {} }, { sticker: { mime_type: "image/webp" } }],
    ["location", { location: { latitude: 1, longitude: 2 } }, { location: { latitude: 1, longitude: 2 } }],
    ["contacts", { contacts: [{ name: { formatted_name: "Ana" } }] }, {}],
    ["interactive", interactive("button_reply", { id: "y", title: "Yes" }), {}],
    ["interactive", interactive("list_reply", { id: "y", title: "Yes" }), {}],
    ["interactive", interactive("nfm_reply", { name: "flow", response_json: "{}", body: "Sent" }), {}],
    ["reaction", { reaction: { message_id: SANDBOX.messages.outboundText, emoji: "❤️" } }, {}],
    ["button", { button: { payload: "p", text: "Stop" } }, { button: { text: "Stop" } }],
    [
      "order",
      {
        order: {
          catalog_id: "64",
          product_items: [{ product_retailer_id: "T", quantity: 1, item_price: 9.5, currency: "GBP" }],
        },
      },
      {},
    ],
    [
      "system",
      { system: { body: "moved", wa_id: "447700900556" } },
      { system: { body: "moved", wa_id: "447700900556" } },
    ],
    ["unsupported", { unsupported: { type: "poll" } }, { errors: [{ code: 131051 }], unsupported: { type: "poll" } }],
    ["text", { text: "Hi all", group_id: "Y2FwaQ==" }, { group_id: "Y2FwaQ==" }],
    ["text", { text: "In blue?", context: { referred_product: CHAIR } }, { context: { referred_product: CHAIR } }],
    [
      "audio",
      { audio: { voice: true }, transcript: "On Monday, please" },
      {
        kapso: {
          transcript: { text: "On Monday, please" },
          content: expect.stringMatching(/\n\nTranscript: On Monday, please$/),
        },
      },
    ],
    ["revoke", { revoke: { original_message_id: SANDBOX.messages.inboundText } }, {}],
    [
      "edit",
      { edit: { original_message_id: SANDBOX.messages.inboundText, message: { type: "text", text: { body: "No" } } } },
      { kapso: { content: "No" } },
    ],
    ["request_welcome", { type: "request_welcome" }, {}],
  ])("of type %s is stored %#", async (type, event, expected) => {
    const { status, body } = await inbound(event);
    expect(status).toBe(200);
    expect(body.conversation_id).toBe(SANDBOX.openConversationId);
    const record = await stored(api, body.message_id);
    expect(record).toMatchObject({ type, from: SANDBOX.openCustomer.slice(1), ...expected });
    expect(record.kapso).toMatchObject({ direction: "inbound", status: "delivered" });
  });

  test("quotes, and brings the name of who wrote; the ad that it comes from is not in the history", async () => {
    const message_id = SANDBOX.messages.outboundText;
    const event = {
      from: "+447700900555",
      text: "Hi",
      profile_name: "Nora",
      context: { message_id },
      referral: { headline: "Ad" },
    };
    const { body } = await inbound(event);
    expect(await stored(api, body.message_id)).toMatchObject({
      context: { id: message_id },
      kapso: { contact_name: "Nora" },
    });
  });

  test("reaches the other number, and may come from a user id", async () => {
    const { body } = await inbound({ from: "PT.42", text: "Olá", phone_number_id: SANDBOX.otherPhoneNumberId });
    const path = `/${SANDBOX.otherPhoneNumberId}/messages/${encodeURIComponent(body.message_id)}`;
    expect((await api.get(path)).body).toMatchObject({ from: null, from_user_id: "PT.42" });
  });

  test("moves the conversation to the top", async () => {
    await inbound({ from: SANDBOX.hostileCustomer, text: "again" });
    const [top] = (await api.get(`${NUMBER}/conversations?limit=1`)).body.data;
    expect([top.id, top.kapso.last_inbound_at]).toEqual([SANDBOX.hostileConversationId, "2026-11-20T15:00:00Z"]);
  });
});

test("an injected call is listed", async () => {
  const { body } = await inbound({ call: { status: "failed" } });
  const { data } = (await api.get(`${NUMBER}/calls?call_id=${encodeURIComponent(body.call_id)}`)).body;
  expect(data).toEqual([expect.objectContaining({ status: "failed", duration_seconds: null, direction: "inbound" })]);
});

describe("the request log", () => {
  test("keeps what arrived, without secrets", async () => {
    await api.send({ to: SANDBOX.openCustomer, type: "text", text: { body: "Hi" } });
    await api.get(`${NUMBER}/contacts?limit=1&fields=kapso()`, {
      key: null,
      headers: { Authorization: `Bearer ${SANDBOX.accessToken}`, "X-Mine": "7" },
    });
    const { data } = (await api.control("GET", "/requests")).body;
    expect(data).toMatchObject([
      {
        number: 1,
        method: "POST",
        path: `/api/meta/v23.0${NUMBER}/messages`,
        status: 200,
        body: { text: { body: "Hi" } },
      },
      { number: 2, method: "GET", query: { limit: "1", fields: "kapso()" }, headers: { "x-mine": "7" }, body: null },
    ]);
    expect(data[0].headers["x-api-key"]).toBe("[secret]");
    expect(JSON.stringify(data)).not.toContain(SANDBOX.apiKey);
    expect(JSON.stringify(data)).not.toContain(SANDBOX.accessToken);
  });

  test("shows a form as its parts, and refused requests too", async () => {
    const form = new FormData();
    form.set("messaging_product", "whatsapp");
    form.set("file", new Blob(["hello"], { type: "text/plain" }), "a.txt");
    await api.call("POST", `${NUMBER}/media`, { body: form, key: "wrong" });
    expect(api.sandbox.requests()).toMatchObject([
      {
        status: 401,
        body: { messaging_product: "whatsapp", file: { filename: "a.txt", content_type: "text/plain", size: 5 } },
      },
    ]);
  });

  test("is cleared, and does not show the control routes", async () => {
    await api.get("/nonsense");
    await api.control("DELETE", "/requests");
    expect((await api.control("GET", "/requests")).body).toEqual({ data: [] });
  });
});
