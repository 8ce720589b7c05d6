import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { describe, expect, test } from "vitest";
import * as examples from "./examples.ts";
import { assertValidExchange, ContractViolation, validatingFetch } from "./recorder.ts";

/** The judge must be able to say no: each row is an answer with one fault, and the place that must be named. */

const BASE = "http://127.0.0.1:9/api/meta/v23.0";
const HEADERS = {
  "content-type": "application/json; charset=utf-8",
  "x-ratelimit-limit": "500",
  "x-ratelimit-remaining": "499",
};

type Answer = { status?: number; body?: unknown; headers?: Record<string, string>; sent?: string };

function verdict(method: string, path: string, { status = 200, body, headers = HEADERS, sent }: Answer): string {
  try {
    const text = typeof body === "string" ? body : JSON.stringify(body);
    assertValidExchange(method, path.startsWith("/") ? BASE + path : path, status, text, headers, sent);
    return "";
  } catch (error) {
    if (error instanceof ContractViolation) return error.message;
    throw error;
  }
}

const page = (data: unknown[]) => ({
  data,
  paging: { cursors: { before: null, after: null }, next: null, previous: null },
});
const older = { ...examples.outboundImage, id: "wamid.OLDER", timestamp: "1795183000" };
const badRequest = (type: string) => ({ error: { message: "(#100) Invalid parameter", type, code: 100 } });
const NUMBER = "/418290563317745";
const linked = (next: string) => ({
  data: [examples.outboundImage],
  paging: { ...examples.page.paging, next },
});

describe("the judge takes", () => {
  test.each<[string, string, string, Answer]>([
    ["a send", "POST", `${NUMBER}/messages`, { body: examples.sent, sent: '{"type":"text"}' }],
    ["a read mark", "POST", `${NUMBER}/messages`, { body: { success: true }, sent: '{"status":"read"}' }],
    ["a list", "GET", `${NUMBER}/messages`, { body: page([examples.outboundImage, older]) }],
    ["the newer base", "GET", `http://127.0.0.1:9/meta/whatsapp/v24.0${NUMBER}/messages`, { body: page([]) }],
    ["a control route", "GET", "http://127.0.0.1:9/_sandbox/info", { body: "anything" }],
    [
      "an edge's HTML",
      "GET",
      `${NUMBER}/messages`,
      { status: 502, body: "<html>", headers: { "content-type": "text/html" } },
    ],
    ["a wrong method", "PUT", `${NUMBER}/messages`, { status: 405, body: badRequest("OAuthException") }],
    ["a next page", "GET", `${NUMBER}/messages?status=read`, { body: page([]) }],
  ])("%s", (_, method, path, answer) => {
    expect(verdict(method, path, answer)).toBe("");
  });
});

describe("the judge refuses", () => {
  test.each<[string, string, string, Answer, string]>([
    [
      "a read mark for a send",
      "POST",
      `${NUMBER}/messages`,
      { body: { success: true }, sent: '{"type":"text"}' },
      "contacts",
    ],
    [
      "a send for a read mark",
      "POST",
      `${NUMBER}/messages`,
      { body: examples.sent, sent: '{"status":"read"}' },
      "success",
    ],
    ["a wrong row of a list", "GET", `${NUMBER}/messages`, { body: page([{ ...older, from: 5 }]) }, "data.0.from"],
    ["oldest first", "GET", `${NUMBER}/messages`, { body: page([older, examples.outboundImage]) }, "data.1: newer"],
    [
      "more than the limit",
      "GET",
      `${NUMBER}/messages?limit=1`,
      { body: page([examples.outboundImage, older]) },
      "2 rows",
    ],
    ["a deaf filter", "GET", `${NUMBER}/messages?direction=inbound`, { body: page([older]) }, "direction=inbound"],
    ["200 for limit 0", "GET", `${NUMBER}/messages?limit=0`, { body: page([]) }, "limit=0"],
    ["200 for two cursors", "GET", `${NUMBER}/messages?after=a&before=b`, { body: page([]) }, "both after and before"],
    ["a block under kapso()", "GET", `${NUMBER}/messages?fields=kapso()`, { body: page([older]) }, "data.0.kapso"],
    ["200 for a broken selector", "GET", `${NUMBER}/messages?fields=kapso(`, { body: page([]) }, "malformed"],
    [
      "a URL as next",
      "GET",
      `${NUMBER}/messages`,
      { body: linked(`${BASE}${NUMBER}/messages?after=A`) },
      "paging.next",
    ],
    [
      "a next that is another cursor",
      "GET",
      `${NUMBER}/messages`,
      { body: linked(examples.page.paging.cursors.before) },
      "paging.next",
    ],
    [
      "the wrong type of a 400",
      "GET",
      `${NUMBER}/messages`,
      { status: 400, body: badRequest("OAuthException") },
      "error.type",
    ],
    [
      "a code with another's status",
      "POST",
      `${NUMBER}/messages`,
      { status: 400, body: { error: { message: "x", type: "OAuthException", code: 190 } } },
      "190 comes with HTTP 401",
    ],
    [
      "an unknown code",
      "POST",
      `${NUMBER}/messages`,
      { status: 400, body: { error: { message: "x", type: "OAuthException", code: 7 } } },
      "7 is not",
    ],
    ["an undeclared status", "GET", `${NUMBER}/calls`, { status: 418, body: {} }, "418 is not an answer"],
    ["429 without Retry-After", "GET", `${NUMBER}/calls`, { status: 429, body: {} }, "Retry-After"],
    [
      "no rate limit headers",
      "GET",
      `${NUMBER}/messages`,
      { body: page([]), headers: { "content-type": "application/json" } },
      "X-RateLimit",
    ],
    [
      "text for JSON",
      "GET",
      `${NUMBER}/messages`,
      { body: page([]), headers: { ...HEADERS, "content-type": "text/plain" } },
      "Content-Type",
    ],
    ["broken JSON", "GET", `${NUMBER}/messages`, { body: '{"data":[' }, "not JSON"],
    ["200 on an unknown path", "GET", `${NUMBER}/nonsense`, { body: {} }, "path without a route"],
    [
      "404 on a wrong method",
      "PUT",
      `${NUMBER}/messages`,
      { status: 404, body: badRequest("OAuthException") },
      "not 405",
    ],
    ["JSON of an edge that is no error", "GET", `${NUMBER}/messages`, { status: 500, body: { ok: false } }, "error"],
    [
      "undressed bytes",
      "GET",
      "http://127.0.0.1:9/api/meta/media_download?token=x",
      { body: "x", headers: HEADERS },
      "Cache-Control",
    ],
  ])("%s", (_, method, path, answer, place) => {
    expect(verdict(method, path, answer)).toContain(place);
  });
});

describe("validatingFetch", () => {
  async function withServer(run: (url: string) => Promise<void>) {
    const server = createServer((_, response) => {
      response.writeHead(200, HEADERS).end(JSON.stringify({ id: "1290447715880316", extra: true }));
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    try {
      await run(`http://127.0.0.1:${(server.address() as AddressInfo).port}/api/meta/v23.0${NUMBER}/media`);
    } finally {
      server.close();
    }
  }

  test("collects violations, hands the answer on, and reports once", async () => {
    await withServer(async (url) => {
      const recorder = validatingFetch();
      const response = await recorder.fetch(url, { method: "POST", body: "x" });
      expect(await response.json()).toEqual({ id: "1290447715880316", extra: true });
      expect(() => recorder.assertClean()).toThrow(/POST .*\/media answered 200:\n.*extra/);
      expect(() => recorder.assertClean()).not.toThrow();
    });
  });

  test("throws at once when asked to", async () => {
    await withServer(async (url) => {
      const recorder = validatingFetch({ onViolation: "throw" });
      await expect(recorder.fetch(url, { method: "POST", body: "x" })).rejects.toThrow(ContractViolation);
    });
  });
});
