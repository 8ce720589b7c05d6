import { afterAll, beforeAll, expect, test } from "vitest";
import { SANDBOX } from "../../src/sandbox/index.ts";
import { type Api, NUMBER, openApi } from "./api.ts";

let api: Api;
beforeAll(async () => {
  api = await openApi();
});
afterAll(() => api.sandbox.close());

const ACCOUNT = `/${SANDBOX.businessAccountId}`;
// the judge does not know these rows of endpoints.md yet
const get = (path: string, options = {}) => api.get(path, { unjudged: true, ...options });

test("a number shows its usual fields, or those that are asked for", async () => {
  expect((await get(NUMBER)).body).toEqual({
    id: SANDBOX.phoneNumberId,
    display_phone_number: "+55 11 3090-4455",
    verified_name: "Aurora Móveis",
    quality_rating: "GREEN",
  });
  const { body } = await get(`${NUMBER}?fields=status,throughput`);
  expect(body).toEqual({ status: "CONNECTED", throughput: { level: "STANDARD" }, id: SANDBOX.phoneNumberId });
  expect((await get(`${NUMBER}?fields=nonsense`)).status).toBe(400);
  expect((await get(`/${SANDBOX.foreignPhoneNumberId}`)).status).toBe(404);
});

test("an account lists its numbers, and nobody else's", async () => {
  const { body } = await get(`${ACCOUNT}/phone_numbers`);
  expect(body.data.map((each: { id: string }) => each.id)).toEqual([SANDBOX.phoneNumberId, SANDBOX.otherPhoneNumberId]);
  expect((await get(`/${SANDBOX.foreignBusinessAccountId}/phone_numbers`)).status).toBe(404);
});

test("templates are listed page by page, in Meta's manner", async () => {
  const whole = (await get(`${ACCOUNT}/message_templates?limit=100`)).body;
  expect(whole.paging).toEqual({ cursors: expect.objectContaining({ after: expect.any(String) }) });
  const names: string[] = [];
  let path: string | undefined = `${ACCOUNT}/message_templates?limit=3`;
  let last = "";
  while (path !== undefined) {
    last = path;
    const { body } = await get(path);
    names.push(...body.data.map((each: { name: string }) => each.name));
    path = body.paging.next?.slice(`${api.sandbox.baseUrl}/v23.0`.length);
  }
  expect(names).toEqual(whole.data.map((each: { name: string }) => each.name));
  const back = (await get((await get(last)).body.paging.previous.slice(`${api.sandbox.baseUrl}/v23.0`.length))).body;
  expect(back.data.map((each: { name: string }) => each.name)).toEqual(names.slice(-4, -1));
});

test("templates are filtered by name, status, category and language in any case", async () => {
  const names = async (query: string) =>
    (await get(`${ACCOUNT}/message_templates?${query}`)).body.data.map((each: { name: string }) => each.name);
  expect(await names("name=hello_world")).toEqual(["hello_world"]);
  expect(await names("name=hello")).toEqual([]);
  expect(await names("status=pending")).toEqual(["pesquisa_satisfacao"]);
  expect(await names("category=Marketing&status=APPROVED")).toEqual(["ofertas_novembro"]);
  expect(await names("language=es")).toEqual(["recordatorio_cita"]);
  for (const query of ["limit=0", "after=nonsense", "fields=nonsense"]) {
    expect((await get(`${ACCOUNT}/message_templates?${query}`)).status).toBe(400);
  }
});

test("every template that the constants name is approved", async () => {
  for (const { name, language } of Object.values(SANDBOX.templates)) {
    const { body } = await get(`${ACCOUNT}/message_templates?name=${name}&language=${language}&status=APPROVED`);
    expect(body.data).toHaveLength(1);
  }
});
