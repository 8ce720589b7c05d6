import { afterEach, beforeEach, expect, test } from "vitest";
import { SANDBOX } from "../../src/sandbox/index.ts";
import { type Api, openApi, stored } from "./api.ts";

/** Kapso's copies of files (contract/live.md section 4). */

let api: Api;
beforeEach(async () => {
  api = await openApi();
});
afterEach(() => api.sandbox.close());

const copyOf = async (id: string): Promise<string> => (await stored(api, id)).kapso.media_data.url;
const leadsTo = async (url: string) => {
  const answer = await fetch(url, { redirect: "manual" });
  expect(answer.status).toBe(302);
  return answer.headers.get("location") ?? "";
};

test("are behind a redirect to another host, for whoever has the address", async () => {
  const url = await copyOf(SANDBOX.messages.inboundImage);
  expect(url.startsWith(`${api.sandbox.origin}/rails/active_storage/blobs/redirect/`)).toBe(true);
  const target = await leadsTo(url);
  expect(new URL(target).hostname).toBe("127.0.0.1");
  expect(new URL(target).origin).not.toBe(api.sandbox.origin);
  const answer = await fetch(target);
  expect([answer.status, answer.headers.get("content-type")]).toEqual([200, "image/jpeg"]);
  expect((await answer.arrayBuffer()).byteLength).toBeGreaterThan(0);
});

test("do not open with another signature", async () => {
  const url = await copyOf(SANDBOX.messages.inboundImage);
  const target = await leadsTo(url);
  for (const address of [url, target]) {
    const forged = address.replace(/--[\da-f]+/, "--0000");
    expect(forged).not.toBe(address);
    expect((await fetch(forged, { redirect: "manual" })).status).toBe(404);
  }
});

test("show a credential that was sent there, so that it is noticed", async () => {
  const target = await leadsTo(await copyOf(SANDBOX.messages.inboundImage));
  await fetch(target, { headers: { "X-API-Key": SANDBOX.apiKey } });
  const { path, headers } = api.sandbox.requests().at(-1) ?? {};
  expect(path).toMatch(/^\/blobs\//);
  expect(headers).toHaveProperty("x-api-key", "[secret]");
});

test("end with the sandbox: neither host answers any more", async () => {
  const url = await copyOf(SANDBOX.messages.inboundImage);
  const target = await leadsTo(url);
  await api.sandbox.close();
  for (const address of [url, target]) await expect(fetch(address)).rejects.toThrow();
});

test.each([
  [6, 200],
  [8, 400],
])("stay, where the media id of a file that came %i days ago answers %i", async (days, status) => {
  const event = { from: SANDBOX.openCustomer, image: {}, seconds_ago: days * 86_400 };
  const { message_id } = (await api.control("POST", "/inbound", event)).body;
  const { image, kapso } = await stored(api, message_id);
  const metadata = await api.get(`/${image.id}?phone_number_id=${SANDBOX.phoneNumberId}`);
  expect(metadata.status).toBe(status);
  if (status === 400) expect(metadata.body.error).toMatchObject({ code: 100, error_subcode: 33 });
  expect((await fetch(kapso.media_data.url)).status).toBe(200);
});
