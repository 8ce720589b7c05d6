import { connect } from "node:net";
import { afterEach, beforeEach, expect, test } from "vitest";
import { SANDBOX, startSandbox } from "../../src/sandbox/index.ts";
import { type Api, NUMBER, openApi } from "./api.ts";

let api: Api;
beforeEach(async () => {
  api = await openApi();
});
afterEach(() => api.sandbox.close());

const LIST = `${NUMBER}/conversations?limit=1`;

test.each(["/api/meta/v23.0", "/meta/whatsapp/v24.0", "/api/meta/v9.0"])("%s serves the API", async (base) => {
  const { status, body } = await api.get(LIST, { base });
  expect(status).toBe(200);
  expect(body.paging.next).toBe(body.paging.cursors.after);
});

test.each(["/api/meta", "/api/meta/23.0", "/api/meta/v23", "/api/meta/v123.0", "/api/v23.0"])(
  "%s is no base of the API",
  async (base) => {
    expect((await api.get(LIST, { base, unjudged: true })).status).toBe(404);
  },
);

test("an unknown path is answered with Graph code 100", async () => {
  for (const path of [`${NUMBER}/nonsense`, "/nonsense", `${NUMBER}/messages/a/b`]) {
    const { status, body } = await api.get(path);
    expect([status, body.error.code, body.error.message]).toEqual([404, 100, "Unknown path components"]);
  }
});

test("a known path refuses other methods with 405 and names its own", async () => {
  const { status, body, headers } = await api.call("PUT", `${NUMBER}/messages`);
  expect([status, body.error.code, headers.get("allow")]).toEqual([405, 100, "POST, GET"]);
  expect((await api.call("DELETE", `/conversations/${SANDBOX.openConversationId}`)).status).toBe(405);
  expect((await api.call("POST", `/${SANDBOX.media.png}`)).status).toBe(405);
  expect((await api.call("POST", "/media_download", { base: "/api/meta" })).status).toBe(405);
});

test("a body that is no JSON object is refused", async () => {
  const post = (body: string) =>
    fetch(`${api.sandbox.baseUrl}/v23.0${NUMBER}/messages`, {
      method: "POST",
      headers: { "X-API-Key": SANDBOX.apiKey },
      body,
    });
  for (const body of ["", "nonsense", "[]", '"text"', '{"text":"\\ud800"}'])
    expect((await post(body)).status).toBe(400);
});

test("every answer carries the sandbox's date", async () => {
  expect((await api.get(LIST)).headers.get("date")).toBe("Fri, 20 Nov 2026 15:00:00 GMT");
  api.sandbox.advance(90);
  expect((await api.get(LIST, { key: null })).headers.get("date")).toBe("Fri, 20 Nov 2026 15:01:30 GMT");
  expect((await api.get("/nonsense")).headers.get("date")).toBe("Fri, 20 Nov 2026 15:01:30 GMT");
});

test("the rate limit is counted always and enforced when switched on", async () => {
  const remaining = async () => Number((await api.get(LIST)).headers.get("x-ratelimit-remaining"));
  expect(await remaining()).toBe((await remaining()) + 1);
  await api.control("POST", "/rate-limit", { limit: 2 });
  expect([await remaining(), await remaining()]).toEqual([1, 0]);
  const refused = await api.get(LIST);
  expect([refused.status, refused.headers.get("retry-after")]).toEqual([429, "60"]);
  expect((await api.get(LIST, { key: SANDBOX.foreignApiKey })).status).toBe(404);
  api.sandbox.advance(60);
  expect((await api.get(LIST)).status).toBe(200);
});

test("the rate limit can be switched off", async () => {
  await api.control("POST", "/rate-limit", { limit: 1 });
  await api.get(LIST);
  expect((await api.get(LIST)).status).toBe(429);
  await api.control("POST", "/rate-limit", { limit: null });
  expect((await api.get(LIST)).status).toBe(200);
});

test("a taken port is an error, not a hang", async () => {
  await expect(startSandbox({ port: api.sandbox.port })).rejects.toThrow("EADDRINUSE");
});

test("closing ends connections that are open", async () => {
  const socket = connect(api.sandbox.port, "127.0.0.1");
  await new Promise((resolve) => socket.once("connect", resolve));
  await api.get(LIST);
  const ended = new Promise((resolve) => socket.once("close", resolve));
  await api.sandbox.close();
  await ended;
  await api.sandbox.close();
});
