import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { SANDBOX } from "../../src/sandbox/index.ts";
import { type Api, NUMBER, openApi } from "./api.ts";

let api: Api;
beforeEach(async () => {
  api = await openApi();
});
afterEach(() => api.sandbox.close());

const fault = async (rule: Record<string, unknown>) => {
  expect((await api.control("POST", "/faults", rule)).status).toBe(200);
};
const get = (path: string) => api.get(NUMBER + path, { unjudged: true });
const send = () => api.send({ to: SANDBOX.openCustomer, type: "text", text: { body: "Hi" } }, { unjudged: true });
const sent = () =>
  api.sandbox.world.messages.table.count(SANDBOX.phoneNumberId, [SANDBOX.openConversationId, "outbound", "pending"]);

test("a rule hits as often as it says, then things work again", async () => {
  await fault({ match: { method: "GET", path: "/calls$" }, status: 503, times: 2 });
  expect([(await get("/calls")).status, (await get("/contacts")).status]).toEqual([503, 200]);
  expect((await api.control("GET", "/faults")).body.data).toMatchObject([{ times: 1, status: 503 }]);
  expect([(await get("/calls")).status, (await get("/calls")).status]).toEqual([503, 200]);
});

test("a rule looks at method, path and recipient", async () => {
  await fault({ match: { to: SANDBOX.unreadCustomer }, failure: 131056, times: 9 });
  await fault({ match: { method: "DELETE" }, status: 500, times: 9 });
  expect((await send()).status).toBe(200);
  const reply = await api.send({ to: SANDBOX.unreadCustomer.slice(1), type: "text", text: { body: "Hi" } });
  expect(reply.body.error.code).toBe(131056);
});

test("rules are cleared", async () => {
  await fault({ status: 500, times: 100 });
  await api.control("DELETE", "/faults");
  expect((await get("/calls")).status).toBe(200);
});

describe("the answer", () => {
  test("has the status, headers and JSON body of the rule", async () => {
    await fault({ status: 429, headers: { "Retry-After": "7" }, body: { error: "Rate limit exceeded" } });
    const { status, headers, body } = await get("/calls");
    expect([status, headers.get("retry-after"), body]).toEqual([429, "7", { error: "Rate limit exceeded" }]);
    expect(headers.get("content-type")).toBe("application/json");
  });

  test("is a page when the body is a string, and empty when there is none", async () => {
    await fault({ status: 502, body: "<html>Bad gateway</html>" });
    await fault({ status: 520 });
    const page = await get("/calls");
    expect([page.status, page.body, page.headers.get("content-type")]).toEqual([
      502,
      "<html>Bad gateway</html>",
      "text/html; charset=UTF-8",
    ]);
    const empty = await get("/calls");
    expect([empty.status, empty.body]).toEqual([520, ""]);
  });

  test.each([
    ["proxy_timeout", 504],
    ["rate_limited", 429],
    ["in_flight", 409],
    ["window_closed_meta", 400],
    ["131000", 500],
    [190, 401],
  ])("can be ready-made: %s", async (failure, status) => {
    await fault({ failure });
    expect((await get("/calls")).status).toBe(status);
  });

  test("replaces the effect, unless the rule says otherwise", async () => {
    await fault({ match: { method: "POST" }, status: 504, body: { error: "Kapso proxy timeout" } });
    expect([(await send()).status, sent()]).toEqual([504, 0]);
    await fault({ match: { method: "POST" }, failure: "proxy_timeout", effect: true });
    expect([(await send()).status, sent()]).toEqual([504, 1]);
    expect((await send()).status).toBe(200);
  });
});

describe("the connection", () => {
  test("is cut before the effect", async () => {
    await fault({ match: { method: "POST" }, reset: "before" });
    await expect(send()).rejects.toThrow("fetch failed");
    expect(sent()).toBe(0);
    expect(api.sandbox.requests().at(-1)).toMatchObject({ method: "POST", status: null });
    expect((await send()).status).toBe(200);
  });

  test("is cut after the effect", async () => {
    await fault({ match: { method: "POST" }, reset: "after" });
    await expect(send()).rejects.toThrow("fetch failed");
    expect(sent()).toBe(1);
  });

  test.each([{ truncate: true }, { truncate_bytes: 10 }, { truncate_bytes: 0 }])(
    "ends inside the body: %j",
    async (rule) => {
      await fault({ match: { method: "POST" }, ...rule });
      await expect(send()).rejects.toThrow();
      expect(sent()).toBe(1);
      expect((await get("/calls")).status).toBe(200);
    },
  );

  test("ends inside the body after the headers of the whole", async () => {
    const url = `${api.sandbox.baseUrl}/v23.0${NUMBER}/calls`;
    const headers = { "X-API-Key": SANDBOX.apiKey };
    const whole = (await (await fetch(url, { headers })).arrayBuffer()).byteLength;
    await fault({ truncate_bytes: 100 });
    const response = await fetch(url, { headers });
    expect(response.headers.get("content-length")).toBe(String(whole));
    await expect(response.arrayBuffer()).rejects.toThrow();
  });
});

test("latency delays the answer", async () => {
  await fault({ match: { method: "GET" }, latency_ms: 60 });
  const begun = performance.now();
  await get("/calls");
  expect(performance.now() - begun).toBeGreaterThan(55);
});

test("latency does not delay the effect, and closing does not wait for a slow answer", async () => {
  await fault({ match: { method: "POST" }, latency_ms: 600_000 });
  const answer = send();
  await expect.poll(sent, { interval: 5 }).toBe(1);
  await api.sandbox.close();
  await expect(answer).rejects.toThrow("fetch failed");
});
