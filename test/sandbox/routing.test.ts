import { afterAll, beforeAll, expect, test } from "vitest";
import { SANDBOX } from "../../src/sandbox/index.ts";
import { type Api, NUMBER, openApi } from "./api.ts";

let api: Api;
beforeAll(async () => {
  api = await openApi();
});
afterAll(() => api.sandbox.close());

const QUERY = `phone_number_id=${SANDBOX.phoneNumberId}`;
const MEDIA = `/${SANDBOX.media.png}`;
const FLOW = `/${SANDBOX.flows.published.id}`;

test("an id alone is a number, media, a flow or a template", async () => {
  const [template] = (await api.get(`/${SANDBOX.businessAccountId}/message_templates?limit=1`)).body.data;
  expect((await api.get(NUMBER)).body).toHaveProperty("display_phone_number");
  expect((await api.get(`${MEDIA}?${QUERY}`)).body).toHaveProperty("mime_type");
  expect((await api.get(`${FLOW}?${QUERY}`)).body).toHaveProperty("categories");
  expect((await api.get(`/${template.id}?${QUERY}`)).body).toHaveProperty("parameter_format");
  expect((await api.get(`/99999999?${QUERY}`)).body.error.error_subcode).toBe(33);
  expect((await api.get(`${FLOW}?business_account_id=${SANDBOX.foreignBusinessAccountId}`)).status).toBe(404);
  expect((await api.get(FLOW)).status).toBe(400);
});

test.each([
  ["DELETE", NUMBER],
  ["POST", `${MEDIA}?${QUERY}`],
  ["PATCH", `${NUMBER}/settings`],
  ["DELETE", `${NUMBER}/thread_control`],
  ["GET", `${NUMBER}/register`],
  ["GET", `${FLOW}/publish?${QUERY}`],
  ["PUT", `${NUMBER}/flows`],
])("%s %s answers 405", async (method, path) => {
  const { status, body } = await api.call(method, path, { unjudged: true });
  expect([status, body.error.code]).toEqual([405, 100]);
});

test("an unknown edge answers 404", async () => {
  const { status, body } = await api.get(`${NUMBER}/nothing`);
  expect([status, body.error.message]).toEqual([404, "Unknown path components"]);
});
