import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { SANDBOX } from "../../src/sandbox/index.ts";
import { type Shift, startShift } from "../helpers/harness.ts";
import { PHOTO } from "../helpers/photo.ts";
import { endless, file, redirect, startWeb, type WebStage } from "./web-stage.ts";

/** upload_media with a link; how links are fetched, and which are not, is in public-web.test.ts. */

let stage: WebStage;
let shift: Shift;
beforeAll(async () => {
  stage = await startWeb();
  shift = await startShift({ web: stage.web });
});
afterAll(async () => {
  await shift.close();
  await stage.close();
});
beforeEach(() => {
  stage.reset();
  shift.sandbox.reset();
});

const photo = Buffer.from(PHOTO, "base64");
const LINK = "https://files.example/shelf.png";
const upload = (args: Record<string, unknown>) => shift.call("upload_media", args);

/** What a page at the link becomes. */
function uploaded(bytes: string | Uint8Array, type: string, args: Record<string, unknown> = {}) {
  stage.pages.set("/shelf.png", file(bytes, type));
  return upload({ url: LINK, ...args });
}

describe("a public link", () => {
  test("becomes media: its bytes, its type, its name", async () => {
    const { data } = await uploaded(photo, "image/png");
    expect(data).toMatchObject({ kind: "image", mime_type: "image/png", bytes: photo.length, filename: "shelf.png" });
    const { attachments } = await shift.call("download_media", { media_id: data.media_id });
    expect(attachments).toEqual([{ type: "image", data: PHOTO, mimeType: "image/png" }]);
  });

  test("is fetched without the key that goes to the API", async () => {
    stage.pages.set("/shelf.png", redirect("/b.png"));
    stage.pages.set("/b.png", file(photo, "image/png"));
    await upload({ url: LINK });
    expect(stage.requests).toHaveLength(2);
    const sent = JSON.stringify(stage.requests.map(({ headers, path }) => ({ headers, path })));
    expect(sent).not.toContain(SANDBOX.apiKey);
    expect(sent).not.toMatch(/authorization|api-key|cookie|referer/i);
    expect(shift.sandbox.requests()).toHaveLength(1);
  });

  test("takes another name, and the type of what has no name for it", async () => {
    expect((await uploaded(photo, "image/png", { filename: "new.png" })).data).toMatchObject({ filename: "new.png" });
    expect((await uploaded("uma nota", "text/plain; charset=utf-8")).data).toMatchObject({ mime_type: "text/plain" });
    const named = await uploaded("uma nota", "application/octet-stream", { filename: "a.txt" });
    expect(named.data).toMatchObject({ mime_type: "text/plain", kind: "document" });
  });

  test.each(["application/octet-stream", "text/html", "nonsense", "image/jpeg"])(
    "is what its bytes are, though its host says %s",
    async (type) => {
      expect((await uploaded(photo, type)).data).toMatchObject({ mime_type: "image/png" });
    },
  );

  test("tells its progress", async () => {
    const video = Buffer.concat([Buffer.from("00000018667479706d703432", "hex"), Buffer.alloc(3_000_000)]);
    stage.pages.set("/v.mp4", file(video, "video/mp4", { "content-length": String(video.length) }));
    const told: unknown[] = [];
    await shift.client.callTool(
      { name: "upload_media", arguments: { url: "https://files.example/v.mp4" } },
      { onprogress: (progress) => told.push(progress) },
    );
    expect(told.length).toBeGreaterThan(0);
    expect(told[0]).toMatchObject({ total: video.length, message: "Fetching the file" });
  });
});

describe("a link is refused before the API is asked", () => {
  test.each([
    ["http://files.example/a.png", "url: must be an https:// URL on the usual port, without user and password"],
    ["https://files.example:444/a.png", "url: must be an https:// URL on the usual port"],
    ["https://user:pw@files.example/a.png", "url: must be an https:// URL on the usual port"],
    ["ftp://files.example/a.png", "url: must be an https:// URL on the usual port"],
    ["files.example/a.png", "url: must be an https:// URL on the usual port"],
    [`https://files.example/${"a".repeat(2048)}`, "url: must have at most 2048 characters"],
    ["https://127.0.0.1/a.png", "url: leads to a private address; only public ones are fetched. Give another public"],
    ["https://2130706433/", "url: leads to a private address"],
    ["https://[::ffff:169.254.169.254]/", "url: leads to a private address"],
    [
      "https://nowhere.example/",
      "url: its host is not known. Try again in a moment, or: Give another public https link",
    ],
  ])("when it is %s", async (url, words) => {
    const { isError, text } = await upload({ url });
    expect(isError).toBe(true);
    expect(text).toContain(words);
    expect(shift.sandbox.requests()).toHaveLength(0);
    expect(stage.trapped).toEqual([]);
  });

  test("when it is one of two sources", async () => {
    for (const other of [{ file_path: "a.png" }, { data_base64: "AAAA" }]) {
      const { text } = await upload({ url: LINK, ...other });
      expect(text).toContain("data_base64: is needed, or url, or file_path where it is offered; exactly one of them");
    }
    expect(stage.requests).toHaveLength(0);
  });

  const program = Buffer.concat([Buffer.from("MZ\x90\0\x03\0\0\0", "latin1"), Buffer.alloc(9_000, 7)]);
  test.each([
    ["a program called a photo", program, "image/png", {}],
    ["a program declared a photo", program, "image/png", { filename: "a.jpg", mime_type: "image/jpeg" }],
    ["a page of the web", "<!doctype html><p>Not found</p>", "text/html", {}],
    ["an archive", Buffer.from("504b0304", "hex"), "application/pdf", {}],
    ["binary called text", "MZ\0\0", "text/plain", {}],
  ])("when it leads to %s", async (_, bytes, type, args) => {
    const { isError, text } = await uploaded(bytes, type, args);
    expect(isError).toBe(true);
    expect(text).toContain("type is none that WhatsApp takes");
    expect(shift.sandbox.requests()).toHaveLength(0);
  });

  test("when its bytes are not what the caller says", async () => {
    const { text } = await uploaded(photo, "image/png", { mime_type: "image/jpeg" });
    expect(text).toContain('mime_type: the file is image/png, not "image/jpeg"');
  });

  test("when a photo turns out to be a document; it is taken when the caller means that", async () => {
    const pdf = "%PDF-1.4\n%%EOF";
    const { text } = await uploaded(pdf, "image/png");
    expect(text).toContain("url: its host calls the file image/png, but its bytes are application/pdf. ");
    expect(text).toContain("add mime_type application/pdf");
    const meant = await uploaded(pdf, "image/png", { mime_type: "application/pdf" });
    expect(meant.data).toMatchObject({ kind: "document", mime_type: "application/pdf" });
  });
});

describe("a stream without an end", () => {
  const zeros = Buffer.alloc(64 * 1024);

  test.each([
    ["image", photo, 5 * 1024 * 1024],
    ["sticker", Buffer.concat([Buffer.from("RIFF\xff\xff\xff\x7fWEBPVP8 ", "latin1"), zeros]), 100 * 1024],
  ])("is left at WhatsApp's limit for an %s", async (_, head, limit) => {
    const { page, written } = endless(head, zeros);
    stage.pages.set("/shelf.png", page);
    const { text } = await upload({ url: LINK });
    expect(text).toContain(`url: the file is larger than ${limit} bytes, the most that WhatsApp takes of its type`);
    await stage.requests[0]!.dropped;
    expect(written.stopped).toBe(true);
    expect(shift.sandbox.requests()).toHaveLength(0);
  });

  test("of a program is left at its beginning", async () => {
    const { page, written } = endless(Buffer.from("MZ\x90\0\x03\0\0\0", "latin1"), zeros);
    stage.pages.set("/shelf.png", page);
    expect((await upload({ url: LINK })).text).toContain("type is none that WhatsApp takes");
    await stage.requests[0]!.dropped;
    expect(written.stopped).toBe(true);
  });

  test("is left when the call is cancelled", async () => {
    const cancel = new AbortController();
    stage.pages.set("/shelf.png", (_, response) => {
      response.write("x");
      cancel.abort();
    });
    await expect(shift.call("upload_media", { url: LINK }, { signal: cancel.signal })).rejects.toThrow();
    await stage.requests[0]!.dropped;
    expect(shift.sandbox.requests()).toHaveLength(0);
  });
});
