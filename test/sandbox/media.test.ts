import { createHash } from "node:crypto";
import { inflateSync } from "node:zlib";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { SANDBOX } from "../../src/sandbox/index.ts";
import { type Api, NUMBER, openApi, type Reply } from "./api.ts";

let api: Api;
beforeEach(async () => {
  api = await openApi();
});
afterEach(() => api.sandbox.close());

const HERE = `phone_number_id=${SANDBOX.phoneNumberId}`;

function form(
  file?: Blob,
  fields: Record<string, string> = { messaging_product: "whatsapp" },
  name = "a.png",
): FormData {
  const data = new FormData();
  for (const [key, value] of Object.entries(fields)) data.set(key, value);
  if (file !== undefined) data.set("file", file, name);
  return data;
}
const upload = (body: FormData) => api.call("POST", `${NUMBER}/media`, { body });
const bytes = (length: number) => new Uint8Array(length).fill(1);
const metadata = async (id: string) => (await api.get(`/${id}?${HERE}`)).body;
const refusal = ({ status, body }: Reply) => [status, body.error.code];

describe("an upload", () => {
  test("gives an id whose bytes come back", async () => {
    const file = new Blob([bytes(300)], { type: "image/png" });
    const { body } = await upload(form(file, { messaging_product: "whatsapp", type: "image/png" }, "mesa ção.png"));
    const record = await metadata(body.id);
    expect(record).toMatchObject({
      messaging_product: "whatsapp",
      id: body.id,
      mime_type: "image/png",
      file_size: "300",
    });
    expect(record.sha256).toBe(createHash("sha256").update(bytes(300)).digest("hex"));
    const response = await fetch(record.download_url);
    expect(new Uint8Array(await response.arrayBuffer())).toEqual(bytes(300));
    const again = await upload(form(file));
    expect(again.body.id).not.toBe(body.id);
  });

  test("is judged by the part's own type, whatever the form says", async () => {
    const fields = { messaging_product: "whatsapp", type: "image/png" };
    const { status, body } = await upload(form(new Blob([bytes(9)], { type: "application/zip" }), fields));
    expect([status, body.error.code]).toEqual([400, 100]);
    expect(body.error.message).toBe(
      "(#100) Param file must be a file with one of the following types: audio/aac, audio/mp4, audio/mpeg, audio/amr, audio/ogg, audio/opus, application/vnd.ms-powerpoint, application/msword, application/vnd.openxmlformats-officedocument.wordprocessingml.document, application/vnd.openxmlformats-officedocument.presentationml.presentation, application/vnd.openxmlformats-officedocument.spreadsheetml.sheet, application/pdf, text/plain, application/vnd.ms-excel, image/jpeg, image/png, image/webp, video/mp4, video/3gpp. Received file of type 'application/zip'.",
    );
  });

  test("without a type of its own counts as application/octet-stream", async () => {
    const body =
      '--b\r\nContent-Disposition: form-data; name="messaging_product"\r\n\r\nwhatsapp\r\n' +
      '--b\r\nContent-Disposition: form-data; name="file"; filename="a.txt"\r\n\r\nhello\r\n--b--\r\n';
    const response = await fetch(`${api.sandbox.baseUrl}/v23.0${NUMBER}/media`, {
      method: "POST",
      headers: { "X-API-Key": SANDBOX.apiKey, "content-type": "multipart/form-data; boundary=b" },
      body,
    });
    expect(response.status).toBe(400);
    expect(await response.text()).toContain("Received file of type 'application/octet-stream'.");
  });

  test("with parameters on its type is the bare type, and keeps them", async () => {
    const { body } = await upload(form(new Blob([bytes(9)], { type: "audio/ogg; codecs=opus" })));
    expect((await metadata(body.id)).mime_type).toBe("audio/ogg; codecs=opus");
  });

  test.each([
    ["image/jpeg", 5 * 1024 * 1024],
    ["video/mp4", 16 * 1024 * 1024],
    ["image/webp", 100 * 1024],
  ])("of %s may have %d bytes and no more", async (type, max) => {
    expect((await upload(form(new Blob([bytes(max)], { type })))).status).toBe(200);
    expect(refusal(await upload(form(new Blob([bytes(max + 1)], { type }))))).toEqual([400, 100]);
  });

  test("of an animated sticker may have 500 KB", async () => {
    const sticker = Buffer.alloc(500 * 1024);
    sticker.write("RIFF....WEBPVP8X", "latin1");
    sticker[20] = 0x02;
    expect((await upload(form(new Blob([sticker], { type: "image/webp" })))).status).toBe(200);
  });

  test.each<[string, number, FormData]>([
    ["no file", 131008, form()],
    ["no messaging_product", 131008, form(new Blob(["a"], { type: "text/plain" }), {})],
    ["another product", 100, form(new Blob(["a"], { type: "text/plain" }), { messaging_product: "sms" })],
    ["an empty file", 100, form(new Blob([], { type: "text/plain" }))],
    [
      "a ttl that is too short",
      100,
      form(new Blob(["a"], { type: "text/plain" }), { messaging_product: "whatsapp", ttl_minutes: "59" }),
    ],
  ])("with %s is refused with %d", async (_, code, body) => {
    expect(refusal(await upload(body))).toEqual([400, code]);
  });

  test("that is no form is refused", async () => {
    expect(refusal(await api.call("POST", `${NUMBER}/media`, { body: { file: "a" } }))).toEqual([400, 100]);
  });
});

describe("metadata", () => {
  test("needs the number, and one that the caller has", async () => {
    const { status, body } = await api.get(`/${SANDBOX.media.png}`);
    expect([status, body.error.code, body.error.message]).toEqual([400, 100, "(#100) phone_number_id is required"]);
    expect((await api.get(`/${SANDBOX.media.png}?phone_number_id=${SANDBOX.foreignPhoneNumberId}`)).status).toBe(404);
  });

  test("of the account is there for each of its numbers, and for no other account", async () => {
    expect((await api.get(`/${SANDBOX.media.png}?phone_number_id=${SANDBOX.otherPhoneNumberId}`)).status).toBe(200);
    const path = `/${SANDBOX.media.png}?phone_number_id=${SANDBOX.foreignPhoneNumberId}`;
    expect(refusal(await api.get(path, { key: SANDBOX.foreignApiKey }))).toEqual([400, 100]);
  });

  test("of an unknown id is Meta's unsupported request", async () => {
    const { status, body } = await api.get(`/1290447715889999?${HERE}`);
    const { code, error_subcode, type, message } = body.error;
    expect([status, code, error_subcode, type]).toEqual([400, 100, 33, "GraphMethodException"]);
    expect(message).toContain("Unsupported get request");
  });

  test("ends 30 days after the upload, 7 for what customers sent", async () => {
    const { body } = await api.control("POST", "/inbound", { from: SANDBOX.openCustomer, image: {} });
    const { image } = (await api.get(`${NUMBER}/messages/${encodeURIComponent(body.message_id)}`)).body;
    const statuses = async () =>
      Promise.all([SANDBOX.media.png, image.id].map(async (id) => (await api.get(`/${id}?${HERE}`)).status));
    expect(await statuses()).toEqual([200, 200]);
    api.sandbox.advance(8 * 24 * 3600);
    expect(await statuses()).toEqual([200, 400]);
    api.sandbox.advance(23 * 24 * 3600);
    expect(await statuses()).toEqual([400, 400]);
  });
});

describe("a download", () => {
  test("by token needs no key and ends after four minutes", async () => {
    const { download_url, download_url_expires_at } = await metadata(SANDBOX.media.png);
    expect(download_url_expires_at).toBe("2026-11-20T15:04:00Z");
    expect(download_url).toContain("/api/meta/media_download?token=");
    const response = await fetch(download_url);
    expect(response.status).toBe(200);
    expect(response.headers.get("content-type")).toBe("image/png");
    expect(response.headers.get("content-disposition")).toBe("inline");
    expect(response.headers.get("cache-control")).toBe("private, max-age=240");
    api.sandbox.advance(239);
    expect((await fetch(download_url)).status).toBe(200);
    api.sandbox.advance(1);
    expect((await fetch(download_url)).status).toBe(404);
  });

  test("by token serves both bases", async () => {
    const { body } = await api.get(`/${SANDBOX.media.png}?${HERE}`, { base: "/meta/whatsapp/v24.0" });
    expect(body.download_url).toContain("/meta/whatsapp/media_download?token=");
    expect((await fetch(body.download_url)).status).toBe(200);
  });

  test.each(["", "?token=", "?token=nonsense", "?token=eyJtIjoiMTI5In0.0000"])("by token refuses %j", async (query) => {
    const { status } = await api.get(`/media_download${query}`, { base: "/api/meta", key: null });
    expect(status).toBe(404);
  });

  test("by Meta's url lasts five minutes and refuses the Kapso key", async () => {
    const { url } = await metadata(SANDBOX.media.png);
    const status = async (headers: Record<string, string> = {}) => (await fetch(url, { headers })).status;
    expect(await status()).toBe(200);
    expect(await status({ Authorization: `Bearer ${SANDBOX.accessToken}` })).toBe(200);
    expect(await status({ "X-API-Key": SANDBOX.apiKey })).toBe(403);
    expect(await status({ Authorization: `Bearer ${SANDBOX.apiKey}` })).toBe(403);
    expect((await fetch(url.replace("hash=", "hash=0"))).status).toBe(403);
    api.sandbox.advance(300);
    expect(await status()).toBe(403);
  });
});

test("deleted media is gone for Meta, and stays in the messages", async () => {
  const { media_url } = (await api.get(`${NUMBER}/messages/${encodeURIComponent(SANDBOX.messages.inboundImage)}`)).body
    .kapso;
  const { download_url } = await metadata(SANDBOX.media.jpeg);
  const path = `/${SANDBOX.media.jpeg}?${HERE}`;
  expect((await api.call("DELETE", path)).body).toEqual({ success: true });
  expect(refusal(await api.call("DELETE", path))).toEqual([400, 100]);
  expect(refusal(await api.get(path))).toEqual([400, 100]);
  expect((await fetch(download_url)).status).toBe(404);
  expect((await fetch(media_url)).status).toBe(200);
  const image = { id: SANDBOX.media.jpeg };
  expect((await api.send({ to: SANDBOX.openCustomer, type: "image", image })).status).toBe(400);
});

describe("the shop's files are what they say", () => {
  const file = async (name: keyof typeof SANDBOX.media) => {
    const { download_url } = await metadata(SANDBOX.media[name]);
    return Buffer.from(await (await fetch(download_url)).arrayBuffer());
  };

  test("the PNG has its pixels", async () => {
    const png = await file("png");
    expect(png.subarray(1, 4).toString("latin1")).toBe("PNG");
    const [width, height] = [png.readUInt32BE(16), png.readUInt32BE(20)];
    const start = png.indexOf("IDAT") + 4;
    const data = inflateSync(png.subarray(start, start + png.readUInt32BE(start - 8)));
    expect(data).toHaveLength(height * (1 + width * 3));
  });

  test.each<[keyof typeof SANDBOX.media, number, string]>([
    ["jpeg", 6, "JFIF"],
    ["video", 4, "ftyp"],
    ["voice", 0, "OggS"],
    ["voice", 28, "OpusHead"],
    ["pdf", 0, "%PDF-"],
    ["sticker", 8, "WEBP"],
    ["text", 0, "Mesa"],
  ])("%s has at byte %d %s", async (name, at, mark) => {
    expect((await file(name)).subarray(at, at + mark.length).toString("latin1")).toBe(mark);
  });

  test("the PDF's cross-references are true", async () => {
    const pdf = (await file("pdf")).toString("latin1");
    const start = Number(/startxref\n(\d+)/.exec(pdf)?.[1]);
    expect(pdf.slice(start, start + 4)).toBe("xref");
    const offsets = [...pdf.matchAll(/(\d{10}) 00000 n/g)].map(([, offset]) => Number(offset));
    offsets.forEach((offset, index) => {
      expect(pdf.slice(offset)).toMatch(new RegExp(`^${index + 1} 0 obj`));
    });
  });
});
