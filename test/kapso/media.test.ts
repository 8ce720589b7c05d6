import { createHash } from "node:crypto";
import { openAsBlob } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { connect, json, PHONE, type ScriptedServer, serve, text } from "./scripted-server.ts";

const ID = "1290447715880316";
const BYTES = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0, 255, 254, 10, 13]);
const SHA256 = createHash("sha256").update(BYTES).digest("hex");
const image = text(200, BYTES, { "content-type": "image/png", "content-disposition": 'inline; filename="../a b.png"' });
const metadata = (server: ScriptedServer, token = "t1", more: object = {}) => ({
  messaging_product: "whatsapp",
  id: ID,
  url: `${server.origin}/meta-file`,
  mime_type: "image/png",
  sha256: SHA256,
  file_size: String(BYTES.length),
  download_url: `${server.origin}/media_download?token=${token}`,
  ...more,
});

describe("B1: an upload", () => {
  const upload = { data: BYTES, filename: "photo é.png", mimeType: "image/png" };

  test("is a multipart with product, type and a file part of its own type", async () => {
    const server = await serve(json(200, { id: ID }));
    await expect(connect(server).kapso.media.upload(PHONE, upload)).resolves.toEqual({ id: ID });
    const { method, url, headers, body } = server.requests[0]!;
    expect(`${method} ${url}`).toBe(`POST /api/meta/v23.0/${PHONE}/media`);
    expect(headers["content-type"]).toMatch(/^multipart\/form-data; boundary=/);
    expect(Number(headers["content-length"])).toBe(body.length);
    expect(body).toContain('name="messaging_product"\r\n\r\nwhatsapp\r\n');
    expect(body).toContain('name="type"\r\n\r\nimage/png\r\n');
    const filename = Buffer.from(upload.filename).toString("latin1");
    const part = `name="file"; filename="${filename}"\r\nContent-Type: image/png\r\n\r\n${BYTES.toString("latin1")}\r\n`;
    expect(body).toContain(part);
  });

  test("reads a file as it sends it, with the type that is given", async () => {
    const folder = await mkdtemp(join(tmpdir(), "kapso-"));
    const file = join(folder, "voice.ogg");
    await writeFile(file, Buffer.alloc(300_000, "o"));
    const server = await serve(json(200, { id: ID }));
    const data = await openAsBlob(file);
    await connect(server).kapso.media.upload(PHONE, {
      data,
      filename: "voice.ogg",
      mimeType: "audio/ogg; codecs=opus",
    });
    expect(server.requests[0]?.body).toContain("Content-Type: audio/ogg; codecs=opus\r\n\r\nooooo");
    expect(server.requests[0]?.body.length).toBeGreaterThan(300_000);
    await rm(folder, { recursive: true });
  });

  test("has the time of a transfer, not of a call", async () => {
    const server = await serve(
      (request, response) => void setTimeout(() => json(200, { id: ID })(request, response), 80),
    );
    const rig = connect(server, { timeouts: { callMs: 20, headersMs: 20, transferMs: 5_000 } });
    await expect(rig.kapso.media.upload(PHONE, upload)).resolves.toEqual({ id: ID });
  });

  test("is not repeated", async () => {
    const server = await serve(text(503, ""), json(200, { id: ID }));
    await expect(connect(server).kapso.media.upload(PHONE, upload)).rejects.toMatchObject({ httpStatus: 503 });
    expect(server.requests).toHaveLength(1);
  });
});

describe("B4, B5: a download", () => {
  test("by id asks for the metadata, then for the bytes without any credential", async () => {
    const server = await serve();
    server.script(json(200, metadata(server)), image);
    const { kapso, events } = connect(server);
    const file = await kapso.media.download(PHONE, ID);
    expect(Buffer.from(file.data)).toEqual(BYTES);
    expect(file).toMatchObject({ contentType: "image/png", filename: "a b.png" });
    const { url, headers } = server.requests[1]!;
    expect(url).toBe("/media_download?token=t1");
    expect(headers["x-api-key"]).toBeUndefined();
    expect(headers.authorization).toBeUndefined();
    expect(events.map(({ path }) => path)).toEqual(["/{media_id}", "/media_download"]);
  });

  test.each([404, 502])("after %i asks for a new URL, once", async (status) => {
    const server = await serve(json(status, { error: "Media download failed" }));
    server.script(json(200, metadata(server, "t2")), image);
    await expect(connect(server).kapso.media.download(PHONE, metadata(server))).resolves.toBeDefined();
    expect(server.requests.map(({ url }) => url)).toEqual([
      "/media_download?token=t1",
      `/api/meta/v23.0/${ID}?phone_number_id=${PHONE}`,
      "/media_download?token=t2",
    ]);
  });

  test("that fails twice fails", async () => {
    const gone = json(404, { error: "Invalid or expired media token" });
    const server = await serve(gone);
    server.script(json(200, metadata(server)), gone, image);
    const download = connect(server).kapso.media.download(PHONE, metadata(server));
    await expect(download).rejects.toMatchObject({ code: "invalid_media_token", retryable: "S" });
    expect(server.requests).toHaveLength(3);
  });

  test.each([
    text(404, "<html>Not Found</html>", { "content-type": "text/html" }),
    json(404, { status: 404, error: "Not Found" }),
  ])("that finds nothing says nothing of the host's routes", async (nothing) => {
    const server = await serve(nothing);
    server.script(json(200, metadata(server)), nothing);
    const error = await connect(server)
      .kapso.media.download(PHONE, metadata(server))
      .catch((failed: unknown) => failed);
    expect(error).toMatchObject({ httpStatus: 404, code: "file_gone", reason: "no_such_object", details: undefined });
  });

  test("repeats itself as a read does after other failures", async () => {
    const server = await serve(text(503, ""), image);
    const rig = connect(server);
    await expect(rig.kapso.media.download(PHONE, metadata(server))).resolves.toBeDefined();
    expect(rig.sleeps).toEqual([1_000]);
  });

  test("uses Meta's URL where there is no other", async () => {
    const server = await serve(image);
    await connect(server).kapso.media.download(PHONE, metadata(server, "", { download_url: undefined }));
    expect(server.requests[0]?.url).toBe("/meta-file");
  });

  test("without any URL fails", async () => {
    const server = await serve();
    const bare = metadata(server, "", { download_url: undefined, url: undefined });
    await expect(connect(server).kapso.media.download(PHONE, bare)).rejects.toMatchObject({ code: "unexpected_shape" });
  });

  test("of bytes that do not fit their hash fails", async () => {
    const server = await serve(image);
    const other = metadata(server, "t1", { sha256: "0".repeat(64) });
    await expect(connect(server).kapso.media.download(PHONE, other)).rejects.toMatchObject({ code: "sha256_mismatch" });
  });

  test("compares a hash in Base64 too, and nothing that is no hash", async () => {
    const server = await serve(image, image);
    const { media } = connect(server).kapso;
    const other = metadata(server, "t1", { sha256: Buffer.from("0".repeat(64), "hex").toString("base64") });
    await expect(media.download(PHONE, other)).rejects.toMatchObject({ code: "sha256_mismatch" });
    await expect(media.download(PHONE, metadata(server, "t1", { sha256: "aa=" }))).resolves.toBeDefined();
  });

  test("keeps to its size: by the metadata before any request, by the bytes while they stream", async () => {
    const server = await serve(image);
    const { kapso } = connect(server);
    const bounds = { maxBytes: 4 };
    const announced = kapso.media.download(PHONE, metadata(server), bounds);
    await expect(announced).rejects.toMatchObject({ code: "too_large", requestSent: false });
    const streamed = kapso.media.download(PHONE, metadata(server, "t1", { file_size: undefined }), bounds);
    await expect(streamed).rejects.toMatchObject({ code: "too_large" });
    expect(server.requests).toHaveLength(1);
  });
});

describe("where media may be fetched from", () => {
  test.each([
    "https://evil.example/media_download?token=t",
    "https://kapso.ai.evil.example/x",
    "https://notkapso.ai/x",
    "http://api.kapso.ai/x",
    "https://api.kapso.ai:8443/x",
    "https://user:pw@api.kapso.ai/x",
    "http://127.0.0.1:1/x",
    "https://169.254.169.254/x",
    "https://lookaside.fbsbx.com/x",
    "file:///etc/passwd",
    "nonsense",
  ])("not as download_url: %s", async (download_url) => {
    const server = await serve();
    const download = connect(server).kapso.media.download(PHONE, metadata(server, "", { download_url }));
    await expect(download).rejects.toMatchObject({ kind: "invalid_response", code: "host_not_allowed" });
  });

  test.each([
    "https://evil.example/x",
    "https://lookaside.fbsbx.com.evil.example/x",
    "https://fbcdn.net.evil/x",
    "http://scontent.fbcdn.net/x",
  ])("not as url: %s", async (url) => {
    const server = await serve();
    const other = metadata(server, "", { download_url: undefined, url });
    await expect(connect(server).kapso.media.download(PHONE, other)).rejects.toMatchObject({
      code: "host_not_allowed",
    });
  });

  test("redirects are followed three times, to allowed hosts", async () => {
    const server = await serve();
    const to = (location: string) => text(302, "", { location });
    server.script(to("/b"), to(`${server.origin}/c`), to("/d"), image);
    await expect(connect(server).kapso.media.download(PHONE, metadata(server))).resolves.toBeDefined();
    expect(server.requests.map(({ url }) => url)).toEqual(["/media_download?token=t1", "/b", "/c", "/d"]);
  });

  test("the fourth redirect is refused", async () => {
    const server = await serve(...Array.from({ length: 5 }, () => text(302, "", { location: "/again" })));
    const download = connect(server).kapso.media.download(PHONE, metadata(server));
    await expect(download).rejects.toMatchObject({ code: "host_not_allowed" });
    expect(server.requests).toHaveLength(4);
  });

  test.each(["http://127.0.0.1:1/x", "https://evil.example/", "//evil.example/", ""])(
    "a redirect to %j is refused",
    async (location) => {
      const server = await serve(text(302, "", { location }));
      const download = connect(server).kapso.media.download(PHONE, metadata(server));
      await expect(download).rejects.toMatchObject({ code: "host_not_allowed" });
    },
  );

  test("no part of a download's URL is in its error", async () => {
    const server = await serve();
    const download_url = "https://evil.example/media_download?token=secret-token";
    const download = connect(server).kapso.media.download(PHONE, metadata(server, "", { download_url }));
    const error: unknown = await download.catch((thrown: unknown) => thrown);
    expect(String(error)).toContain("evil.example");
    expect(String(error) + JSON.stringify(error)).not.toContain("secret-token");
  });
});
