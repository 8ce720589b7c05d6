import { expect, test } from "vitest";
import { createKapso } from "../../src/kapso/client.ts";
import { platformPrefix } from "../../src/kapso/http/url.ts";

test.each([
  ["https://app.kapso.ai/api/meta", "https://api.kapso.ai/platform/v1"],
  ["https://api.kapso.ai/meta/whatsapp", "https://api.kapso.ai/platform/v1"],
  ["https://proxy.example:8443/kapso/v24.0", "https://proxy.example:8443/platform/v1"],
  ["http://127.0.0.1:4000/api/meta", "http://127.0.0.1:4000/platform/v1"],
  // No key leaves for Kapso from a host that only looks like one of its.
  ["https://kapso.ai.example/api/meta", "https://kapso.ai.example/platform/v1"],
  ["https://notkapso.ai/api/meta", "https://notkapso.ai/platform/v1"],
])("the Platform API of %s is at %s", (baseUrl, prefix) => {
  expect(platformPrefix(baseUrl)).toBe(prefix);
});

test("it takes the key alone: with a token there is none", () => {
  const base = { baseUrl: "http://127.0.0.1:4000/api/meta", graphVersion: "v23.0" };
  expect(createKapso({ ...base, apiKey: "key" }).platform).toBeDefined();
  expect(createKapso({ ...base, accessToken: "token" }).platform).toBeUndefined();
});
