import { readFileSync } from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { SANDBOX } from "../../src/sandbox/index.ts";
import { readHeader } from "../../src/tools/media/image/header.ts";
import { type Answer, type Shift, startShift } from "../helpers/harness.ts";
import { PHOTO } from "../helpers/photo.ts";
import { forgedJpeg, forgedPng, forgedWebp, look, noise, picture } from "./pictures.ts";

/** What download_media makes of files that somebody else sent. */

let shift: Shift;
beforeAll(async () => {
  shift = await startShift();
});
afterAll(() => shift.close());
beforeEach(() => shift.sandbox.reset());

const photo = Buffer.from(PHOTO, "base64");

/** Puts a file into the sandbox past the tool and its checks, as one that a customer sent, and downloads it. */
async function received(bytes: Uint8Array, type: string, on = shift): Promise<Answer & { media_id: string }> {
  const form = new FormData();
  form.append("messaging_product", "whatsapp");
  form.append("type", type);
  form.append("file", new Blob([bytes], { type }), "photo.jpg");
  const response = await fetch(`${on.sandbox.baseUrl}/v23.0/${SANDBOX.phoneNumberId}/media`, {
    method: "POST",
    headers: { "x-api-key": SANDBOX.apiKey },
    body: form,
  });
  const { id } = (await response.json()) as { id: string };
  return { ...(await on.call("download_media", { media_id: id })), media_id: id };
}

const attached = ({ attachments }: Answer) => Buffer.from(attachments[0]?.data ?? "", "base64");

describe("an image within the bounds", () => {
  test("comes as it is, with its size", async () => {
    const answer = await received(photo, "image/png");
    expect(answer.data).toMatchObject({ shown_as: "image", mime_type: "image/png", width: 64, height: 48 });
    expect(answer.data).not.toHaveProperty("shown_width");
    expect(attached(answer).equals(photo)).toBe(true);
  });

  test("may be as large as WhatsApp's own photos", async () => {
    const bytes = await picture("image/jpeg", 1_600, 100);
    const answer = await received(bytes, "image/jpeg");
    expect(answer.data).toMatchObject({ shown_as: "image", width: 1_600, height: 100 });
    expect(attached(answer).equals(bytes)).toBe(true);
  });
});

describe("an image over the bounds", () => {
  test.each([
    ["image/jpeg", 2_000, 1_000, 1_568, 784],
    ["image/png", 100, 1_700, 92, 1_568],
  ] as const)("of %s is made smaller: %i x %i to %i x %i", async (type, width, height, shownWidth, shownHeight) => {
    const answer = await received(await picture(type, width, height), type);
    const shown = { shown_width: shownWidth, shown_height: shownHeight };
    expect(answer.data).toMatchObject({ shown_as: "image", mime_type: type, width, height, ...shown });
    expect(answer.attachments).toMatchObject([{ type: "image", mimeType: "image/jpeg" }]);
    const seen = await look(attached(answer));
    expect(seen).toMatchObject({ width: shownWidth, height: shownHeight });
    const off = [0x33, 0x66, 0x99, 255].map((value, at) => Math.abs(value - (seen.first[at] ?? 0)));
    expect(Math.max(...off)).toBeLessThan(6);
  });

  test("is white where it was transparent", async () => {
    const answer = await received(await picture("image/png", 1_700, 10, 0x00000000), "image/png");
    expect((await look(attached(answer))).first.every((value) => value > 250)).toBe(true);
  });

  test("by its bytes alone is packed tighter, in no result of more than a megabyte", async () => {
    const bytes = await noise(520);
    expect(bytes.length).toBeGreaterThan(757_760);
    const answer = await received(bytes, "image/png");
    expect(answer.data).toMatchObject({ bytes: bytes.length, width: 520, shown_width: 520, shown_height: 520 });
    expect(attached(answer).length).toBeLessThan(757_760);
  });

  test("in a format that cannot be made smaller is saved, with the reason", async () => {
    const { data } = await received(forgedWebp(3_000, 3_000), "image/webp");
    expect(data).toMatchObject({ shown_as: "file", mime_type: "image/webp" });
    expect(data.reason).toBe(
      "an image of this format with 3000 x 3000 pixels and 64 bytes cannot be made smaller here",
    );
    expect(data.file_path).toMatch(/\.webp$/);
  });
});

describe("hostile files", () => {
  test.each<[string, Buffer, string, RegExp]>([
    [
      "a PNG that says it is huge",
      forgedPng({ width: 60_000, height: 60_000 }),
      "image/png",
      /too large \(60000 x 60000/,
    ],
    ["a JPEG that says it is huge", forgedJpeg(65_000, 65_000), "image/jpeg", /too large \(65000 x 65000/],
    ["a PNG beyond 16 million pixels", forgedPng({ width: 4_001, height: 4_000 }), "image/png", /too large/],
    [
      "a PNG with a second, larger header",
      forgedPng({ width: 2_000, height: 10, again: { width: 60_000, height: 60_000 } }),
      "image/png",
      /cannot be made smaller/,
    ],
    [
      "an interlaced PNG that unpacks without bound",
      forgedPng({ width: 2_000, height: 10, interlaced: true, unpacked: 50_000_000 }),
      "image/png",
      /cannot be made smaller/,
    ],
    ["a PNG without its pixels", forgedPng({ width: 2_000, height: 2_000 }), "image/png", /cannot be decoded/],
    ["a JPEG without its pixels", forgedJpeg(2_000, 2_000), "image/jpeg", /cannot be decoded/],
    ["a PNG cut off", photo.subarray(0, 100), "image/png", /broken or cut off/],
    ["a JPEG cut off", forgedJpeg(10, 10).subarray(0, -2), "image/jpeg", /broken or cut off/],
    ["a picture of no size", forgedPng({ width: 0, height: 10 }), "image/png", /broken or cut off/],
  ])("%s is not shown but saved, with the reason", async (_, bytes, type, reason) => {
    const { data, attachments } = await received(bytes, type);
    expect(data).toMatchObject({ shown_as: "file", mime_type: type });
    expect(data.reason).toMatch(reason);
    expect(attachments).toEqual([]);
    expect(readFileSync(data.file_path).equals(bytes)).toBe(true);
  });

  const program = Buffer.concat([Buffer.from("MZ\x90\0\x03\0\0\0", "latin1"), Buffer.alloc(200, 7)]);
  test.each([
    ["a program called a photo", program, "image/jpeg", "application/x-msdownload", "bin"],
    ["a PDF called a photo", Buffer.from("%PDF-1.4\n%\xff\n%%EOF", "latin1"), "image/jpeg", "application/pdf", "pdf"],
    ["nonsense called a photo", Buffer.alloc(300, 0x81), "image/png", "application/octet-stream", "bin"],
    ["nonsense called sound", Buffer.alloc(300, 0x81), "audio/ogg", "application/octet-stream", "bin"],
    ["a program called text", program, "text/plain", "application/x-msdownload", "bin"],
  ])("%s is saved as what it is", async (_, bytes, declared, type, extension) => {
    const { data, attachments, media_id } = await received(bytes, declared);
    expect(data).toMatchObject({ shown_as: "file", mime_type: type, declared_type: declared });
    expect(attachments).toEqual([]);
    // Ids begin anew with each reset, and no file takes another's place.
    expect(path.basename(data.file_path)).toMatch(new RegExp(`^${media_id}(-[\\da-f]{8})?\\.${extension}$`));
  });

  test("a photo called by another picture's name is shown as what it is", async () => {
    const { data, attachments } = await received(photo, "image/jpeg");
    expect(data).toMatchObject({ shown_as: "image", mime_type: "image/png", declared_type: "image/jpeg" });
    expect(attachments).toMatchObject([{ mimeType: "image/png" }]);
  });

  test("two large images at once both come", async () => {
    const bytes = await picture("image/png", 1_700, 20);
    const answers = await Promise.all([received(bytes, "image/png"), received(bytes, "image/png")]);
    expect(answers.map(({ data }) => data.shown_width)).toEqual([1_568, 1_568]);
  });
});

describe("text", () => {
  test.each([
    ["UTF-8", Buffer.from("Preço: 10 €"), "Preço: 10 €"],
    ["UTF-8 with its mark", Buffer.from("\ufeffa;b"), "a;b"],
    ["UTF-16", Buffer.from("\ufeffPreço", "utf16le"), "Preço"],
    ["Windows-1252", Buffer.from("Pre\xe7o: 10 \x80", "latin1"), "Preço: 10 €"],
    ["letters that some other format begins with", Buffer.from("BM 12, GIF8 and MZ"), "BM 12, GIF8 and MZ"],
  ])("in %s is read", async (_, bytes, expected) => {
    expect((await received(bytes, "text/plain")).data).toMatchObject({ shown_as: "text", text: expected });
  });

  test("is not cut through a character", async () => {
    const { data } = await received(Buffer.from(`${"x".repeat(59_999)}😀😀`), "text/plain");
    expect(data).toMatchObject({ truncated: true });
    expect(data.text.isWellFormed()).toBe(true);
  });
});

describe("sound", () => {
  const voice = (bytes: number) => {
    const out = Buffer.alloc(bytes);
    out.write("#!AMR\n", "latin1");
    return out;
  };

  test("comes to listen to", async () => {
    const answer = await received(voice(1_000), "audio/amr");
    expect(answer.data).toMatchObject({ shown_as: "audio", mime_type: "audio/amr", bytes: 1_000 });
    expect(answer.attachments).toMatchObject([{ type: "audio", mimeType: "audio/amr" }]);
  });

  test("of more than a host takes is saved", async () => {
    const { data } = await received(voice(800_000), "audio/amr");
    expect(data).toMatchObject({ shown_as: "file", reason: "audio of more than 757760 bytes is not shown" });
  });
});

describe("without a media folder, with resources", () => {
  let remote: Shift;
  beforeAll(async () => {
    remote = await startShift({ mediaDir: false, mediaResources: true });
  });
  afterAll(() => remote.close());

  test("what cannot be shown is linked, and its bytes are not fetched", async () => {
    const { data, attachments, media_id } = await received(Buffer.from("%PDF-1.4\n%%EOF"), "application/pdf", remote);
    expect(data).toEqual({ media_id, mime_type: "application/pdf", bytes: 14, shown_as: "resource" });
    const link = { uri: `kapso://media/${media_id}`, name: `${media_id}.pdf`, mimeType: "application/pdf", size: 14 };
    expect(attachments).toEqual([{ type: "resource_link", ...link }]);
    expect(remote.sandbox.requests().some(({ path: at }) => at.includes("media_download"))).toBe(false);
  });

  test("so is what turns out to be something else, with the reason", async () => {
    const { data, attachments } = await received(forgedPng({ width: 60_000, height: 60_000 }), "image/png", remote);
    expect(data).toMatchObject({ shown_as: "resource", reason: expect.stringContaining("60000 x 60000") });
    expect(attachments).toMatchObject([{ type: "resource_link" }]);
  });
});

describe("without a media folder", () => {
  test("the refusal of an image says why", async () => {
    const bare = await startShift({ mediaDir: false });
    const { isError, text } = await received(forgedPng({ width: 60_000, height: 60_000 }), "image/png", bare);
    expect(isError).toBe(true);
    expect(text).toMatch(
      /^A file of type image\/png with \d+ bytes cannot be shown in a result \(the image is too large/,
    );
    expect(text).toContain("KAPSO_MEDIA_DIR");
    await bare.close();
  });
});

describe("the header of an image", () => {
  test.each([
    ["image/jpeg", forgedJpeg(640, 480), { width: 640, height: 480, decodable: true }],
    ["image/png", forgedPng({ width: 640, height: 480 }), { width: 640, height: 480, decodable: true }],
    ["image/webp", forgedWebp(640, 480), { width: 640, height: 480, decodable: false }],
    [
      "image/webp",
      Buffer.from(
        "524946462200000057454250565038201600000030010 09d012a8002e0010ec0fe25a4".replace(" ", "").padEnd(84, "0"),
        "hex",
      ),
      { width: 640, height: 480, decodable: false },
    ],
    [
      "image/webp",
      Buffer.from("5249464622000000574542505650384c160000002f7fc27700".padEnd(84, "0"), "hex"),
      { width: 640, height: 480, decodable: false },
    ],
    ["image/gif", Buffer.from("GIF89a"), undefined],
  ])("of %s is read", (type, bytes, expected) => expect(readHeader(type, bytes)).toEqual(expected));

  test("of any bytes whatever is read to an end", () => {
    const whole = [forgedJpeg(9, 9), forgedPng({ width: 9, height: 9 }), forgedWebp(9, 9)];
    for (const bytes of whole) {
      for (let end = 0; end < bytes.length; end += 1) {
        for (const type of ["image/jpeg", "image/png", "image/webp"]) readHeader(type, bytes.subarray(0, end));
      }
      for (let at = 2; at < bytes.length; at += 1) {
        const broken = Buffer.from(bytes);
        for (const value of [0, 1, 0x7f, 0xff]) {
          broken[at] = value;
          for (const type of ["image/jpeg", "image/png", "image/webp"]) readHeader(type, broken);
        }
      }
    }
  });
});
