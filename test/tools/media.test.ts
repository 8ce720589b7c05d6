import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { SANDBOX } from "../../src/sandbox/index.ts";
import { type Shift, startShift } from "../helpers/harness.ts";
import { PHOTO } from "../helpers/photo.ts";

let shift: Shift;
beforeAll(async () => {
  shift = await startShift();
});
afterAll(() => shift.close());
beforeEach(() => shift.sandbox.reset());

const upload = (args: Record<string, unknown>) => shift.call("upload_media", args);
const photo = Buffer.from(PHOTO, "base64");
const base64 = (text: string) => Buffer.from(text).toString("base64");

function file(name: string, bytes: string | Uint8Array): string {
  writeFileSync(path.join(shift.mediaDir, name), bytes);
  return name;
}

describe("upload_media", () => {
  test("takes a file of the media folder and reads its type from its bytes", async () => {
    const { data } = await upload({ file_path: file("shelf.jpg", photo) });
    expect(data).toMatchObject({ kind: "image", mime_type: "image/png", bytes: photo.length, filename: "shelf.png" });
    const metadata = await shift.call("get_media", { media_id: data.media_id });
    expect(metadata.data).toMatchObject({ media_id: data.media_id, mime_type: "image/png", bytes: photo.length });
    expect(metadata.text).not.toMatch(/http|token/);
  });

  test.each([
    ["note.txt", undefined, "text/plain"],
    ["", "text/plain", "text/plain"],
  ])("takes text named %j and declared %j", async (filename, mime_type, expected) => {
    const { data } = await upload({
      data_base64: base64("uma nota"),
      ...(filename && { filename }),
      ...(mime_type && { mime_type }),
    });
    expect(data).toMatchObject({ kind: "document", mime_type: expected });
  });

  test("refuses what is outside the folder, by whatever way", async () => {
    const outside = path.join(shift.mediaDir, "..", `outside-${process.pid}.png`);
    writeFileSync(outside, photo);
    symlinkSync(outside, path.join(shift.mediaDir, "link.png"));
    symlinkSync(path.dirname(outside), path.join(shift.mediaDir, "up"));
    for (const file_path of [outside, "../x.png", "link.png", `up/${path.basename(outside)}`, "/etc/passwd", "."]) {
      const { isError, text } = await upload({ file_path });
      expect(isError, file_path).toBe(true);
      expect(text, file_path).toMatch(/outside the media folder|no file/);
    }
    expect((await upload({ file_path: "link.png" })).text).toContain("KAPSO_MEDIA_DIR");
    expect(shift.sandbox.requests()).toHaveLength(0);
  });

  test.each([
    [{ file_path: "none.png" }, 'file_path: no file "none.png" in the media folder (ENOENT)'],
    [{ file_path: "folder" }, "file_path: is not a regular file"],
    [{ file_path: "bad\0name" }, "file_path: must not have the character NUL"],
    [{}, "data_base64: is needed, or url, or file_path where it is offered; exactly one of them"],
    [
      { file_path: "a", data_base64: "AAAA" },
      "data_base64: is needed, or url, or file_path where it is offered; exactly one of them",
    ],
    [{ file_path: "a", filename: "b" }, "filename: goes with data_base64 or url"],
    [{ data_base64: "not base64!" }, "data_base64: must be Base64"],
    [{ data_base64: "AAAAA" }, "data_base64: must be Base64"],
    [{ data_base64: "A".repeat(3_495_256 + 4) }, "data_base64: must have at most 3495256 characters"],
    [{ data_base64: base64("MZ\0\0binary"), filename: "a.txt" }, "type is none that WhatsApp takes"],
    [{ data_base64: base64("<html></html>"), filename: "a.html" }, "type is none that WhatsApp takes"],
    [{ data_base64: PHOTO, mime_type: "application/pdf" }, 'mime_type: the file is image/png, not "application/pdf"'],
  ])("refuses %j before any request", async (wrong, message) => {
    mkdirSync(path.join(shift.mediaDir, "folder"), { recursive: true });
    const answer = await upload(wrong);
    expect(answer.isError).toBe(true);
    expect(answer.text).toContain(message);
    expect(shift.sandbox.requests()).toHaveLength(0);
  });

  test("refuses a pipe at once, though nobody writes to it", async () => {
    execFileSync("mkfifo", [path.join(shift.mediaDir, "pipe.txt")]);
    expect((await upload({ file_path: "pipe.txt" })).text).toContain("is not a regular file");
  });

  test("refuses a file over the limit of its type, and takes one at the limit", async () => {
    const limit = 5 * 1024 * 1024;
    const padded = (size: number) => Buffer.concat([photo, Buffer.alloc(size - photo.length)]);
    const over = await upload({ file_path: file("over.png", padded(limit + 1)) });
    expect(over.text).toMatch(/has 5242881 bytes; WhatsApp takes at most 5242880 of image\/png/);
    expect(shift.sandbox.requests()).toHaveLength(0);
    expect((await upload({ file_path: file("at.png", padded(limit)) })).isError).toBe(false);
  });
});

describe("download_media", () => {
  const download = (media_id: string) => shift.call("download_media", { media_id });

  test("gives an image to look at, and its bytes are those that were uploaded", async () => {
    const { data } = await upload({ data_base64: PHOTO, filename: "shelf.png" });
    const answer = await download(data.media_id);
    expect(answer.data).toEqual({
      media_id: data.media_id,
      mime_type: "image/png",
      bytes: photo.length,
      width: 64,
      height: 48,
      shown_as: "image",
    });
    expect(answer.attachments).toEqual([{ type: "image", data: PHOTO, mimeType: "image/png" }]);
  });

  test("gives text as text", async () => {
    const { data } = await upload({ data_base64: base64("linha 1\nlinha 2"), filename: "a.txt" });
    expect((await download(data.media_id)).data).toMatchObject({ shown_as: "text", text: "linha 1\nlinha 2" });
  });

  test("cuts long text and says so", async () => {
    const { data } = await upload({ data_base64: base64("x".repeat(70_000)), filename: "a.txt" });
    const answer = await download(data.media_id);
    expect(answer.data).toMatchObject({ truncated: true, bytes: 70_000 });
    expect(answer.data.text).toHaveLength(60_000);
  });

  test("saves the rest in the media folder, under a name of its own", async () => {
    const pdf = "%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF";
    const { data } = await upload({ data_base64: base64(pdf), filename: "../../evil.pdf" });
    const answer = await download(data.media_id);
    expect(answer.data).toMatchObject({ shown_as: "file", mime_type: "application/pdf" });
    expect(path.dirname(answer.data.file_path)).toBe(shift.mediaDir);
    expect(readFileSync(answer.data.file_path, "utf8")).toBe(pdf);
  });

  test("explains an id that is unknown", async () => {
    const answer = await download("9999999999");
    expect(answer.isError).toBe(true);
    expect(answer.text).toMatch(/WhatsApp does not have this file[\s\S]*message_id[\s\S]*Next: list_messages/);
  });
});

describe("delete_media", () => {
  test("deletes, and a second time says that there is nothing", async () => {
    const { data } = await upload({ data_base64: PHOTO });
    const { media_id } = data;
    expect((await shift.call("delete_media", { media_id })).data).toEqual({ media_id, deleted: true });
    expect((await shift.call("delete_media", { media_id })).text).toMatch(/does not exist/);
    const requests = shift.sandbox.requests();
    const query = { phone_number_id: SANDBOX.phoneNumberId };
    expect(requests.at(-1)).toMatchObject({ method: "DELETE", query });
  });
});

describe("without a media folder", () => {
  let bare: Shift;
  beforeAll(async () => {
    bare = await startShift({ mediaDir: false });
  });
  afterAll(() => bare.close());

  test("file parameters are refused, and the error says what else there is", async () => {
    const answer = await bare.call("upload_media", { file_path: "a.png" });
    expect(answer.text).toMatch(/no media folder[\s\S]*data_base64[\s\S]*KAPSO_MEDIA_DIR/);
    expect(bare.sandbox.requests()).toHaveLength(0);
  });

  test("what cannot be shown is explained before its bytes are fetched", async () => {
    const { data } = await bare.call("upload_media", { data_base64: base64("%PDF-1.4\n%%EOF"), filename: "a.pdf" });
    const answer = await bare.call("download_media", { media_id: data.media_id });
    expect(answer.text).toMatch(/application\/pdf[\s\S]*KAPSO_MEDIA_DIR/);
    expect(bare.sandbox.requests().some(({ path: at }) => at.includes("media_download"))).toBe(false);
  });
});
