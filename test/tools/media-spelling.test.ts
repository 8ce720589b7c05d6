import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { SANDBOX } from "../../src/sandbox/index.ts";
import { JPEG, OGG } from "../../src/sandbox/seed/files.ts";
import { type Shift, startShift } from "../helpers/harness.ts";

let shift: Shift;
beforeAll(async () => {
  shift = await startShift();
});
afterAll(() => shift.close());
beforeEach(() => shift.sandbox.reset());

const to = SANDBOX.openCustomer;
const sent = () => shift.sandbox.requests().filter(({ method }) => method === "POST");

describe("upload_media", () => {
  const inLines = JPEG.replace(/.{76}/g, "$&\r\n");
  test.each([
    ["as it is", JPEG],
    ["as a data: URL", `data:image/jpeg;base64,${JPEG}`],
    ["as a data: URL with parameters", `data:image/jpeg;name=a.jpg;base64,${JPEG}`],
    ["in lines", inLines],
    ["for URLs", JPEG.replaceAll("+", "-").replaceAll("/", "_")],
    ["without its end", JPEG.replace(/=+$/, "")],
  ])("takes Base64 %s", async (_, data_base64) => {
    const { data } = await shift.call("upload_media", { data_base64 });
    expect(data).toMatchObject({ mime_type: "image/jpeg", bytes: Buffer.from(JPEG, "base64").length });
  });

  test.each(["data:image/jpeg,abc", "not Base64!", "abcde", "===="])("refuses %j", async (data_base64) => {
    const { text } = await shift.call("upload_media", { data_base64 });
    expect(text).toContain("data_base64: must be Base64");
    expect(sent()).toEqual([]);
  });

  test.each([
    ["photo.png", "photo.jpg"],
    ["photo.JPEG", "photo.JPEG"],
    ["photo", "photo.jpg"],
    ["photo.final", "photo.final.jpg"],
  ])("%s with the bytes of a JPEG goes out as %s", async (filename, name) => {
    const { data } = await shift.call("upload_media", { data_base64: JPEG, filename });
    expect(data.filename).toBe(name);
    expect(JSON.stringify(sent().at(-1)?.body)).toContain(name);
  });

  const voice = Buffer.from(OGG, "base64");
  const changed = (change: (bytes: Buffer) => void) => {
    const bytes = Buffer.from(voice);
    change(bytes);
    return bytes.toString("base64");
  };
  const at = voice.indexOf("OpusHead");
  test("says of sound whether it can be a voice note", async () => {
    const upload = async (data_base64: string) => (await shift.call("upload_media", { data_base64 })).data;
    expect((await upload(OGG)).voice_note).toBe(true);
    expect((await upload(changed((bytes) => bytes.writeUInt8(2, at + 9)))).voice_note).toBe(false);
    expect(await upload(JPEG)).not.toHaveProperty("voice_note");
  });

  test("refuses OGG that WhatsApp does not play", async () => {
    const vorbis = changed((bytes) => bytes.write("\x01vorbis\0", at, "latin1"));
    const { text } = await shift.call("upload_media", { data_base64: vorbis });
    expect(text).toContain("OGG with another codec than OPUS");
    expect(sent()).toEqual([]);
  });
});

describe("links", () => {
  test.each(["http://a.example/b.png", " https://a.example/b.png\n"])("%j is taken", async (link) => {
    const { data } = await shift.call("send_message", { to, type: "image", link });
    expect(data.status).toBe("accepted");
    expect(sent().at(-1)?.body).toMatchObject({ image: { link: link.trim() } });
  });

  test.each([
    [
      "https://a.example/my file.png",
      'link: has a space, which a URL writes as %20: "https://a.example/my%20file.png"',
    ],
    ["ftp://a.example/b.png", "link: must be an http:// or https:// URL"],
    ["https://user:secret@a.example/b.png", "link: must be an http:// or https:// URL"],
  ])("%j is refused", async (link, fault) => {
    const { text } = await shift.call("send_message", { to, type: "image", link });
    expect(text).toContain(fault);
    expect(sent()).toEqual([]);
  });

  test("sound that is no voice note is none by its link either", async () => {
    const send = (link: string) => shift.call("send_message", { to, type: "audio", link, voice: true });
    expect((await send("https://a.example/b.mp3?c=d")).text).toContain("voice: needs OGG with OPUS");
    expect(sent()).toEqual([]);
    expect((await send("https://a.example/b.ogg")).data.status).toBe("accepted");
  });
});
