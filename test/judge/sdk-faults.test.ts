import { describe, expect, test } from "vitest";
import { CUSTOMER, failure, NUMBER, useStage } from "./stage.ts";

/** Limits, locks and broken networks as Kapso's SDK sees them (README sections 7, 9 and 10; errors.md section 15). */

const stage = useStage();
const phoneNumberId = NUMBER;

const send = (body = "Hello") => stage.client.messages.sendText({ phoneNumberId, to: CUSTOMER.phone, body });
const read = () => stage.client.messages.query({ phoneNumberId, limit: 1 });
const fault = (rule: Record<string, unknown>) => stage.control("faults", rule);
const GET = { method: "GET" };
const POST = { method: "POST" };

describe("the rate limit", () => {
  const limited = {
    httpStatus: 429,
    message: "Rate limit exceeded",
    category: "throttling",
    retry: { action: "retry_after", retryAfterMs: 60_000 },
  };

  test("comes by the fault route, for as many calls as asked", async () => {
    await fault({ match: GET, failure: "rate_limited", times: 2 });
    for (const error of [await failure(read()), await failure(read())]) {
      expect(error).toMatchObject(limited);
      expect(error.isRateLimit()).toBe(true);
    }
    expect((await read()).data).toHaveLength(1);
  });

  test("comes when a key has asked too often, and goes with the minute", async () => {
    await stage.control("rate-limit", { limit: 2 });
    await read();
    await read();
    expect(await failure(read())).toMatchObject(limited);
    stage.sandbox.advance(60);
    await read();
  });
});

describe("one message in flight", () => {
  const inFlight = {
    httpStatus: 409,
    message: "Another message is already in-flight for this conversation. Please retry shortly.",
  };

  test("refuses a second send while the first is slow, and that one was not sent", async () => {
    await stage.customerWrites("Hello?");
    await fault({ match: POST, latency_ms: 150 });
    const results = await Promise.allSettled([send("first"), send("second")]);
    expect(results.map((result) => result.status).sort()).toEqual(["fulfilled", "rejected"]);
    const refused = results.find((result) => result.status === "rejected");
    expect(refused?.reason).toMatchObject(inFlight);
    await send("third");
    const { data } = await stage.client.messages.query({ phoneNumberId, direction: "outbound", limit: 2 });
    expect(data.map((message) => message.text?.body)).toEqual(["third", expect.stringMatching(/first|second/)]);
  });

  test("does not hold a read mark back", async () => {
    const messageId = await stage.customerWrites("Hello?");
    await fault({ match: POST, latency_ms: 150 });
    const mark = stage.client.messages.markRead({ phoneNumberId, messageId });
    expect((await Promise.all([send(), mark]))[1]).toEqual({ success: true });
  });
});

describe("an edge in trouble", () => {
  test("answers HTML, which the SDK gives as raw text", async () => {
    await fault({ match: GET, failure: "html_502" });
    expect(await failure(read())).toMatchObject({
      httpStatus: 502,
      code: 502,
      category: "server",
      retry: { action: "retry" },
      raw: expect.stringContaining("<html>"),
    });
  });

  test("times out in Kapso's envelope", async () => {
    await fault({ match: POST, failure: "proxy_timeout" });
    expect(await failure(send())).toMatchObject({
      httpStatus: 504,
      message: "Kapso proxy timeout",
      category: "server",
    });
  });

  test("answers nothing at all", async () => {
    await fault({ match: GET, status: 503 });
    const message = "Meta API request failed with status 503";
    expect(await failure(read())).toMatchObject({ httpStatus: 503, message, category: "server" });
  });

  test("breaks off in the middle of a body", async () => {
    await fault({ match: GET, truncate: true });
    await expect(read()).rejects.toThrow();
    await read();
  });

  test.each([
    ["before", false],
    ["after", true],
  ])("cuts the connection %s the effect of a send", async (reset, sent) => {
    await stage.customerWrites("Hello?");
    await fault({ match: POST, reset });
    await expect(send("cut")).rejects.toThrow();
    const { data } = await stage.client.messages.query({ phoneNumberId, direction: "outbound", limit: 1 });
    expect(data[0]?.text?.body === "cut").toBe(sent);
  });
});

describe("the SDK itself", () => {
  test("hands an error body out as the media when a download fails", async () => {
    const file = new Blob(["bytes"], { type: "text/plain" });
    const { id } = await stage.client.media.upload({ phoneNumberId, type: "text/plain", file, fileName: "a.txt" });
    await fault({ match: { path: "media_download" }, failure: "media_download_failed" });
    const bytes = (await stage.client.media.download({ mediaId: id, phoneNumberId })) as ArrayBuffer;
    expect(JSON.parse(Buffer.from(bytes).toString())).toEqual({ error: "Media download failed" });
  });

  test("changes the keys of metadata on their way in and out", async () => {
    const { contacts } = stage.client;
    const waId = (await contacts.list({ phoneNumberId, limit: 1 })).data[0]?.waId ?? "";
    await contacts.update({ phoneNumberId, waId, metadata: { lastOrder: 7731 } });
    const stored = await stage.client.request("GET", `${phoneNumberId}/contacts/${waId}`);
    expect(await stored.json()).toMatchObject({ metadata: { last_order: 7731 } });
    expect((await contacts.get({ phoneNumberId, waId })).metadata).toEqual({ lastOrder: 7731 });
  });
});
