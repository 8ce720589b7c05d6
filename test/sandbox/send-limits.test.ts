import { afterEach, beforeEach, expect, test } from "vitest";
import { SANDBOX } from "../../src/sandbox/index.ts";
import { type Api, openApi } from "./api.ts";

let api: Api;
beforeEach(async () => {
  api = await openApi();
});
afterEach(() => api.sandbox.close());

const DAY = 24 * 3600;
const template = { name: "hello_world", language: { code: "en_US" } };

async function codeOf(to: string, message: object = { type: "template", template }) {
  const { status, body } = await api.send({ to, ...message });
  return status === 200 ? 200 : body.error.code;
}

test("no limit is set at the start", async () => {
  for (let sent = 0; sent < 60; sent += 1) expect(await codeOf(SANDBOX.openCustomer)).toBe(200);
});

test("people outside of their windows are counted for 24 hours, each once; others are not counted", async () => {
  await api.control("POST", "/send-limits", { people: 2 });
  expect(await codeOf("+447700900801")).toBe(200);
  expect(await codeOf("+447700900802")).toBe(200);
  expect(await codeOf("+447700900803")).toBe(131048);
  expect(await codeOf("+447700900801")).toBe(200);
  expect(await codeOf(SANDBOX.openCustomer)).toBe(200);
  api.sandbox.advance(DAY);
  expect(await codeOf("+447700900803")).toBe(200);
});

test("one person gets a burst of 45 and then one message in six seconds; others are free", async () => {
  await api.control("POST", "/send-limits", { pair_rate: true });
  for (let sent = 0; sent < 45; sent += 1) expect(await codeOf(SANDBOX.openCustomer)).toBe(200);
  const codes = [];
  for (let sent = 0; sent < 3; sent += 1) codes.push(await codeOf(SANDBOX.openCustomer));
  expect(codes).toContain(131056);
  expect(await codeOf(SANDBOX.unreadCustomer)).toBe(200);
  api.sandbox.advance(6);
  expect(await codeOf(SANDBOX.openCustomer)).toBe(200);
});
