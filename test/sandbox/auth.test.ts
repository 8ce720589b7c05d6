import { afterAll, beforeAll, expect, test } from "vitest";
import { SANDBOX } from "../../src/sandbox/index.ts";
import { type Api, NUMBER, openApi } from "./api.ts";

let api: Api;
beforeAll(async () => {
  api = await openApi();
});
afterAll(() => api.sandbox.close());

const LIST = `${NUMBER}/conversations?limit=1`;
const bearer = (token: string) => ({ Authorization: `Bearer ${token}` });

test("a key and a token both open the number", async () => {
  expect((await api.get(LIST)).status).toBe(200);
  expect((await api.get(LIST, { key: null, headers: bearer(SANDBOX.accessToken) })).status).toBe(200);
});

test.each([null, "wrong", ""])("key %j is answered with 401 in Kapso's envelope", async (key) => {
  const { status, body } = await api.get(LIST, { key });
  expect([status, body]).toEqual([401, { error: "Invalid or missing API key" }]);
});

test("a wrong token is answered with Graph code 190", async () => {
  const { status, body } = await api.get(LIST, { key: null, headers: bearer("nonsense") });
  expect([status, body.error.code, body.error.type]).toEqual([401, 190, "OAuthException"]);
});

test("the key wins when both are there", async () => {
  expect((await api.get(LIST, { headers: bearer("nonsense") })).status).toBe(200);
  expect((await api.get(LIST, { key: "wrong", headers: bearer(SANDBOX.accessToken) })).status).toBe(401);
});

test("a number of another project does not exist", async () => {
  for (const edge of ["messages", "conversations", "contacts", "calls"]) {
    expect((await api.get(`/${SANDBOX.foreignPhoneNumberId}/${edge}`)).status).toBe(404);
    expect((await api.get(`${NUMBER}/${edge}`, { key: SANDBOX.foreignApiKey })).status).toBe(404);
  }
  expect((await api.get(`/${SANDBOX.foreignPhoneNumberId}/calls`, { key: SANDBOX.foreignApiKey })).status).toBe(200);
});

test("an unknown number looks the same as a foreign one", async () => {
  const [unknown, foreign] = await Promise.all([
    api.get("/100000000000001/messages"),
    api.get(`/${SANDBOX.foreignPhoneNumberId}/messages`),
  ]);
  expect(unknown.body).toEqual(foreign.body);
});

test("a token reaches its own number only", async () => {
  const other = `/${SANDBOX.otherPhoneNumberId}/conversations`;
  expect((await api.get(other)).status).toBe(200);
  expect((await api.get(other, { key: null, headers: bearer(SANDBOX.accessToken) })).status).toBe(404);
  expect((await api.get(other, { key: null, headers: bearer(SANDBOX.otherAccessToken) })).status).toBe(200);
});

test("a conversation of another project is not found by its id alone", async () => {
  const path = `/conversations/${SANDBOX.openConversationId}`;
  expect((await api.get(path)).status).toBe(200);
  expect((await api.get(path, { key: SANDBOX.foreignApiKey })).status).toBe(404);
  const update = await api.call("PATCH", path, { key: SANDBOX.foreignApiKey, body: { status: "ended" } });
  expect(update.status).toBe(404);
});
