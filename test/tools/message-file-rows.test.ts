import { describe, expect, test } from "vitest";
import captured from "../captures/messages.json" with { type: "json" };
import { json, type Step, text } from "../kapso/scripted-server.ts";
import { stage } from "./scripted-stage.ts";

/** download_media by message, over rows as captured and odder ones. */

const record = (name: string, origin: string) =>
  JSON.parse(
    JSON.stringify(captured.find((each) => each.case === name)?.record).replaceAll("https://app.kapso.ai", origin),
  );
const bytes = Buffer.from("%PDF-1.4\n%\xff\n%%EOF", "latin1");
const gone = json(400, {
  error: { message: "Unsupported get request.", type: "GraphMethodException", code: 100, error_subcode: 33 },
});

async function served(name: string, steps: (origin: string) => Step[], change: object = {}) {
  const on = await stage([]);
  const row = record(name, on.server.origin);
  Object.assign(row.kapso, change);
  on.server.script(json(200, row), ...steps(on.server.origin));
  const answer = await on.call("download_media", { message_id: `wamid.${name.toUpperCase()}` });
  return { answer, requests: on.server.requests };
}

describe("download_media of a message", () => {
  test("of which only Kapso's copy is left", async () => {
    const { answer, requests } = await served("imgnoid", () => [text(200, "a note", { "content-type": "text/plain" })]);
    expect(answer.data).toMatchObject({ filename: "y.jpg", text: "a note", mime_type: "text/plain" });
    expect(requests[1]?.url).toMatch(/^\/rails\/active_storage\//);
    expect(requests[1]?.headers).not.toHaveProperty("x-api-key");
  });

  test("whose media id has expired", async () => {
    const { answer } = await served("pdf", () => [
      gone,
      text(200, bytes.toString("latin1"), { "content-type": "application/pdf" }),
    ]);
    // No folder here, and no resource without an id: it says what it is, and who can get it.
    expect(answer.text).toMatch(/application\/pdf .* cannot be shown in a result[\s\S]*KAPSO_MEDIA_DIR/);
  });

  test("whose id still lives and whose bytes do not", async () => {
    const lost = json(404, { error: "Invalid or expired media token" });
    const { answer, requests } = await served("img", (origin) => {
      const alive = json(200, {
        id: "1371993794424264",
        mime_type: "text/plain",
        download_url: `${origin}/api/meta/media_download`,
      });
      return [alive, lost, alive, lost, text(200, "a note", { "content-type": "text/plain" })];
    });
    expect(answer.data).toMatchObject({ text: "a note" });
    expect(requests.at(-1)?.url).toMatch(/^\/rails\/active_storage\//);
  });

  test("whose bytes do not come for now, and that has no copy: nobody says that it is gone", async () => {
    const failed = json(502, { error: "Media download failed" });
    const { answer } = await served("img", (origin) => {
      const download_url = `${origin}/api/meta/media_download`;
      const alive = json(200, { id: "1371993794424264", mime_type: "text/plain", download_url });
      return [alive, failed, alive, failed, text(404, "Not found", { "content-type": "text/plain" })];
    });
    expect(answer.text).toContain("media_download_failed");
    expect(answer.text).not.toContain("gone");
  });

  test("whose media id is none, with a copy", async () => {
    const on = await stage([]);
    const row = { ...record("imgnoid", on.server.origin), image: { id: "none" } };
    on.server.script(json(200, row), text(200, "a note", { "content-type": "text/plain" }));
    expect((await on.call("download_media", { message_id: "wamid.IMGNOID" })).data).toMatchObject({ text: "a note" });
  });

  test("of a type that is not known, with a copy", async () => {
    const on = await stage([]);
    const row = { ...record("imgnoid", on.server.origin), type: "unsupported" };
    on.server.script(json(200, row), text(200, "a note", { "content-type": "text/plain" }));
    const { data } = await on.call("download_media", { message_id: "wamid.IMGNOID" });
    expect(data).toMatchObject({ filename: "y.jpg", text: "a note" });
  });

  test.each([
    ["no URL", "none", "none"],
    ["half a URL", "/rails/active_storage/x", ""],
    ["a number", 5, 5],
  ])("whose address is %s", async (_, media_url, url) => {
    const { answer, requests } = await served("imgnoid", () => [], { media_url, media_data: { url } });
    expect(answer.text).toMatch(/^This file is gone/);
    expect(requests).toHaveLength(1);
  });

  test("of which one address is odd: the other one is used", async () => {
    const { answer } = await served("imgnoid", () => [text(200, "a note", { "content-type": "text/plain" })], {
      media_url: "none",
    });
    expect(answer.data).toMatchObject({ text: "a note" });
  });

  test.each([
    [404, "text/html", "<!DOCTYPE html><title>The page you were looking for</title>"],
    [404, "application/json", JSON.stringify({ status: 404, error: "Not Found" })],
    [410, "text/plain", "Gone"],
  ])("whose copy Kapso no longer has (%i, %s)", async (status, type, body) => {
    const { answer } = await served("imgnoid", () => [text(status, body, { "content-type": type })]);
    expect(answer.text).toBe(
      "This file is gone: WhatsApp has dropped it, and Kapso has no copy. Ask the sender for it again.",
    );
  });

  test("whose copy leads in a circle: it is left after three turns", async () => {
    const { answer, requests } = await served("imgnoid", (origin) =>
      Array<Step>(9).fill(text(302, "", { location: `${origin}/rails/round` })),
    );
    expect(answer.text).toContain("Kapso's copy of the file leads nowhere");
    expect(requests).toHaveLength(5);
  });

  test("whose copy is larger than any file of WhatsApp's", async () => {
    const { answer, requests } = await served("imgnoid", () => [
      text(200, "", { "content-type": "image/jpeg", "content-length": String(200 * 1024 * 1024) }),
    ]);
    expect(answer.isError).toBe(true);
    expect(answer.text).toContain("too_large");
    expect(requests).toHaveLength(2);
  });

  test.each([
    ["a private address", "https://10.0.0.1/secret"],
    ["plain http", "http://files.example/x"],
    ["another port", "https://files.example:8443/x"],
  ])("whose copy is redirected to %s", async (_, location) => {
    const { answer } = await served("imgnoid", () => [text(302, "", { location })]);
    expect(answer.text).toMatch(/^The file of this message cannot be fetched: /);
  });
});

describe("a file that is not at its address", () => {
  const MEDIA_ID = "1371993794424264";
  const missing: [string, Step][] = [
    ["a page", text(404, "<!DOCTYPE html><html></html>", { "content-type": "text/html" })],
    ["no body", text(404, "")],
    ["Rails' JSON", json(404, { status: 404, error: "Not Found" })],
  ];
  const metadata = (origin: string) =>
    json(200, { id: MEDIA_ID, mime_type: "text/plain", download_url: `${origin}/media_download?token=t` });

  test.each(missing)("(%s) is no fault of the base URL: its message is the way to it", async (_, lost) => {
    const on = await stage([]);
    on.server.script(metadata(on.server.origin), lost, metadata(on.server.origin), lost);
    const { isError, text: told } = await on.call("download_media", { media_id: MEDIA_ID });
    expect(isError).toBe(true);
    expect(told).toContain("download_media with message_id");
    expect(told).not.toMatch(/KAPSO_BASE_URL|no such route/);
    expect(on.requests()).toHaveLength(4);
  });

  test.each(missing)("(%s) is taken from Kapso's copy where the message is known", async (_, lost) => {
    const { answer, requests } = await served("img", (origin) => [
      metadata(origin),
      lost,
      metadata(origin),
      lost,
      text(200, "a note", { "content-type": "text/plain" }),
    ]);
    expect(answer.data).toMatchObject({ text: "a note" });
    expect(requests).toHaveLength(6);
  });
});
