import { createHash } from "node:crypto";
import { describe, expect, test } from "vitest";
import { failure, failures, NUMBER, useStage } from "./stage.ts";

/** Kapso's SDK uploads, reads, downloads and deletes media (media.md). */

const stage = useStage();
const phoneNumberId = NUMBER;

const BYTES = Uint8Array.from({ length: 5000 }, (_, index) => index % 256);
const png = new Blob([BYTES], { type: "image/png" });

async function uploaded(): Promise<string> {
  const { id } = await stage.client.media.upload({ phoneNumberId, type: "image/png", file: png, fileName: "foto.png" });
  return id;
}

describe("media", () => {
  test("have the size, type and hash of the upload", async () => {
    const metadata = await stage.client.media.get({ mediaId: await uploaded(), phoneNumberId });
    expect(metadata).toMatchObject({
      mimeType: "image/png",
      sha256: createHash("sha256").update(BYTES).digest("hex"),
    });
    expect(Number(metadata.fileSize)).toBe(BYTES.length);
  });

  test("get another id with each upload", async () => {
    expect(await uploaded()).not.toBe(await uploaded());
  });

  test.each([["auto" as const], ["never" as const], ["always" as const]])("come down whole, auth %s", async (auth) => {
    const media = { mediaId: await uploaded(), phoneNumberId, auth };
    const buffer = await stage.client.media.download(media);
    expect(new Uint8Array(buffer as ArrayBuffer)).toEqual(BYTES);
    const blob = await stage.client.media.download({ ...media, as: "blob" });
    expect((blob as Blob).type).toBe("image/png");
    const response = await stage.client.media.download({ ...media, as: "response" });
    expect((response as Response).headers.get("content-type")).toBe("image/png");
  });

  test("come from Meta's url too", async () => {
    const { url } = await stage.client.media.get({ mediaId: await uploaded(), phoneNumberId });
    const response = await stage.client.rawFetch(url);
    expect(new Uint8Array(await response.arrayBuffer())).toEqual(BYTES);
  });

  test("of the seed come down, with the hash of their metadata", async () => {
    const { data } = await stage.client.messages.query({ phoneNumberId, direction: "inbound", limit: 100 });
    const message = data.find((row) => row.image?.id);
    const media = { mediaId: message?.image?.id ?? "", phoneNumberId };
    const bytes = (await stage.client.media.download(media)) as ArrayBuffer;
    const { sha256, fileSize } = await stage.client.media.get(media);
    expect(createHash("sha256").update(Buffer.from(bytes)).digest("hex")).toBe(sha256);
    expect(bytes.byteLength).toBe(Number(fileSize));
    expect(message?.kapso?.mediaData?.byteSize).toBe(bytes.byteLength);
    const copy = await fetch(message?.kapso?.mediaUrl ?? "");
    expect((await copy.arrayBuffer()).byteLength).toBe(bytes.byteLength);
  });

  test("go away when deleted, twice is an error", async () => {
    const media = { mediaId: await uploaded(), phoneNumberId };
    expect(await stage.client.media.delete(media)).toEqual({ success: true });
    for (const error of await failures(stage.client.media.get(media), stage.client.media.delete(media))) {
      expect(error).toMatchObject({
        httpStatus: 400,
        code: 100,
        errorSubcode: 33,
        type: "GraphMethodException",
        category: "parameter",
      });
    }
  });

  test("live 30 days", async () => {
    const media = { mediaId: await uploaded(), phoneNumberId };
    stage.sandbox.advance(30 * 86_400 - 60);
    await stage.client.media.get(media);
    stage.sandbox.advance(120);
    expect((await failure(stage.client.media.get(media))).errorSubcode).toBe(33);
  });
});

describe("a download link", () => {
  test("dies after about four minutes", async () => {
    const metadata = await stage.client.media.get({ mediaId: await uploaded(), phoneNumberId });
    const link = metadata.downloadUrl ?? "";
    stage.sandbox.advance(200);
    expect((await stage.client.rawFetch(link)).status).toBe(200);
    stage.sandbox.advance(120);
    expect((await stage.client.rawFetch(link)).status).toBe(404);
  });

  test("is refused with a wrong token", async () => {
    const { downloadUrl = "" } = await stage.client.media.get({ mediaId: await uploaded(), phoneNumberId });
    expect((await stage.client.rawFetch(downloadUrl.replace(/token=.*/, "token=wrong"))).status).toBe(404);
  });
});

describe("an upload is refused", () => {
  const upload = (file: Blob | Uint8Array, type: string) =>
    failure(stage.client.media.upload({ phoneNumberId, type, file, fileName: "file" }));

  test("without a type of its own part: the SDK makes one of bare bytes", async () => {
    const error = await upload(BYTES, "image/png");
    expect(error).toMatchObject({ httpStatus: 400, code: 100 });
    expect(error.message).toMatch(/^\(#100\) Param file must be a file with one of the following types: audio\/aac, /);
    expect(error.message).toContain("Received file of type 'application/octet-stream'.");
  });

  test("when its part has no type at all", async () => {
    const part = (name: string, value: string) =>
      `--b\r\nContent-Disposition: form-data; name=${name}\r\n\r\n${value}\r\n`;
    const body = `${part('"messaging_product"', "whatsapp")}${part('"file"; filename="a.png"', "bytes")}--b--\r\n`;
    const headers = { "Content-Type": "multipart/form-data; boundary=b" };
    const call = stage.client.request("POST", `${phoneNumberId}/media`, { body, headers, responseType: "json" });
    expect((await failure(call)).message).toContain("Received file of type 'application/octet-stream'.");
  });

  test("with a type that is not WhatsApp's", async () => {
    const error = await upload(new Blob(["<svg/>"], { type: "image/svg+xml" }), "image/svg+xml");
    expect(error.message).toContain("Received file of type 'image/svg+xml'.");
  });

  test("when it is over the size of its type", async () => {
    const large = new Blob([new Uint8Array(5 * 1_048_576 + 1)], { type: "image/png" });
    expect(await upload(large, "image/png")).toMatchObject({ httpStatus: 400, code: 100 });
    const exact = new Blob([new Uint8Array(5 * 1_048_576)], { type: "image/png" });
    await stage.client.media.upload({ phoneNumberId, type: "image/png", file: exact, fileName: "file" });
  });

  test("and so is a question without a number", async () => {
    const mediaId = await uploaded();
    const answer = await stage.client.request("GET", mediaId);
    expect(answer.status).toBe(400);
  });
});
