import { readFileSync } from "node:fs";
import path from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { SANDBOX } from "../../src/sandbox/index.ts";
import { type Shift, startShift } from "../helpers/harness.ts";
import { file, startWeb, type WebStage } from "./web-stage.ts";

/** download_media by message: the id while it lives, else the copy that Kapso keeps. */

const DAY = 86_400;
let web: WebStage;
let shift: Shift;
beforeAll(async () => {
  web = await startWeb();
  shift = await startShift({ web: web.web });
});
afterAll(async () => {
  await shift.close();
  await web.close();
});
beforeEach(() => {
  shift.sandbox.reset();
  web.reset();
});

const download = (args: object) => shift.call("download_media", { ...args });
const control = async (route: string, body: object, on = shift) => {
  const headers = { "content-type": "application/json" };
  const answer = await fetch(`${on.sandbox.origin}/_sandbox/${route}`, {
    method: "POST",
    headers,
    body: JSON.stringify(body),
  });
  expect(answer.ok).toBe(true);
  return answer.json() as Promise<Record<string, string>>;
};
const received = async (event: object) =>
  (await control("inbound", { from: SANDBOX.openCustomer, ...event }))["message_id"];
const paths = () => shift.sandbox.requests().map((request) => request.path);

describe("download_media with message_id", () => {
  test("goes by the media id while it lives, and keeps the sender's name", async () => {
    const message_id = SANDBOX.messages.inboundDocument;
    const { data } = await download({ message_id });
    expect(data).toMatchObject({
      message_id,
      filename: "nota-fiscal-7731.pdf",
      mime_type: "application/pdf",
      shown_as: "file",
    });
    expect(data.file_path).toMatch(/[/\\]nota-fiscal-7731\.pdf$/);
    expect(data.media_id).toMatch(/^\d+$/);
    expect(paths().some((at) => at.includes("/rails/"))).toBe(false);
  });

  test("after seven days gets Kapso's copy from another host, and sends nothing of ours along", async () => {
    const message_id = await received({ image: { caption: "The stain" } });
    const before = await download({ message_id });
    shift.sandbox.advance(8 * DAY);
    const after = await download({ message_id });
    expect(after.data).toMatchObject({ message_id, mime_type: "image/jpeg", shown_as: "image" });
    expect(after.data.media_id).toBeUndefined();
    expect(after.attachments[0]?.data).toBe(before.attachments[0]?.data);
    const copies = shift.sandbox.requests().filter((request) => /^\/(rails|blobs)\//.test(request.path));
    expect(copies).toHaveLength(2);
    for (const { headers } of copies) {
      expect(Object.keys(headers)).not.toEqual(expect.arrayContaining(["x-api-key"]));
      expect(JSON.stringify(headers)).not.toContain(SANDBOX.apiKey);
      expect(headers).not.toHaveProperty("authorization");
      expect(headers).not.toHaveProperty("cookie");
    }
  });

  test("of a message that came eight days ago gets the copy as well", async () => {
    const message_id = await received({ image: {}, seconds_ago: 8 * DAY });
    expect((await download({ message_id })).data).toMatchObject({ shown_as: "image" });
    expect(paths().filter((at) => at.startsWith("/blobs/"))).toHaveLength(1);
  });

  test("before Kapso has copied a file that WhatsApp does not have, says to try again in a minute", async () => {
    await control("variants", { copy_lag_seconds: 60 });
    const message_id = await received({ image: {} });
    const { data } = await shift.call("get_message", { message_id });
    await shift.call("delete_media", { media_id: data.media.media_id });
    const early = await download({ message_id });
    expect([early.isError, early.text]).toEqual([true, "Kapso has not copied this file yet. Try again in a minute."]);
    shift.sandbox.advance(61);
    expect((await download({ message_id })).data.shown_as).toBe("image");
  });

  test("of a message of ours with a public link fetches that link, by the rules of the web", async () => {
    web.pages.set("/qr.txt", file("scan me", "text/plain"));
    const link = "https://files.example/qr.txt";
    const { data } = await shift.call("send_message", {
      to: SANDBOX.openCustomer,
      type: "document",
      link,
      filename: "qr.txt",
    });
    expect((await download({ message_id: data.message_id })).data).toMatchObject({
      filename: "qr.txt",
      text: "scan me",
    });
    web.names.set("files.example", ["10.0.0.7"]);
    const refused = await download({ message_id: data.message_id });
    expect(refused.text).toBe(
      "The file of this message cannot be fetched: leads to a private address; only public ones are fetched.",
    );
    expect(web.trapped).toEqual([]);
  });

  test("of a text says that there is no file", async () => {
    expect((await download({ message_id: SANDBOX.messages.inboundText })).text).toMatch(
      /^message_id: is a message without a file\./,
    );
  });

  test("and media_id, or neither, is refused", async () => {
    const both = { message_id: SANDBOX.messages.inboundImage, media_id: SANDBOX.media.jpeg };
    for (const args of [both, {}])
      expect((await download(args)).text).toContain("message_id: is needed, or media_id; exactly one of them");
  });
});

test.each(["download_media", "get_media"])("%s with an id that is too old leads to the message", async (tool) => {
  shift.sandbox.advance(40 * DAY);
  const { isError, text: told } = await shift.call(tool, { media_id: SANDBOX.media.jpeg });
  expect(isError).toBe(true);
  expect(told).toContain("ids of files that customers send live for 7 days");
  expect(told).toContain("download_media with message_id");
  expect(told).toContain("Next: list_messages");
});

test.each([
  ["../../.ssh/authorized_keys", "authorized_keys.pdf"],
  ["CON", /^\d+ CON\.pdf$/],
  ["factura\u202Efdp.exe", "facturafdp.pdf"],
  ["x".repeat(240), `${"x".repeat(80)}.pdf`],
  ["𝗙".repeat(120), `${"𝗙".repeat(45)}.pdf`],
])("a document called %j is saved inside the media folder", async (filename, expected) => {
  const data_base64 = Buffer.from(`%PDF-1.4\n${filename}\n%%EOF`).toString("base64");
  const { data } = await shift.call("upload_media", { data_base64, filename: "a.pdf" });
  const message_id = await received({ document: { id: data.media_id, filename } });
  const answer = await download({ message_id });
  expect(answer.data).toMatchObject({ shown_as: "file" });
  expect(path.dirname(answer.data.file_path)).toBe(shift.mediaDir);
  expect(path.basename(answer.data.file_path)).toEqual(
    typeof expected === "string" ? expected : expect.stringMatching(expected),
  );
  expect(readFileSync(answer.data.file_path, "base64")).toBe(data_base64);
});

describe("without a media folder, with resources", () => {
  let remote: Shift;
  beforeAll(async () => {
    remote = await startShift({ mediaDir: false, mediaResources: true });
  });
  afterAll(() => remote.close());

  test("a document is linked while its id lives; of the copy alone it is said who can get it", async () => {
    const inbound = { from: SANDBOX.openCustomer, document: { filename: "nota.pdf" } };
    const message_id = await control("inbound", inbound, remote).then((ids) => ids["message_id"]);
    const linked = await remote.call("download_media", { message_id });
    expect(linked.attachments).toMatchObject([{ type: "resource_link", name: "nota.pdf" }]);
    remote.sandbox.advance(8 * DAY);
    const { text: told } = await remote.call("download_media", { message_id });
    expect(told).toMatch(/^A file of type application\/pdf with \d+ bytes cannot be shown in a result/);
    expect(told).toContain("KAPSO_MEDIA_DIR");
  });
});

afterEach(() => expect(web.requests.every(({ headers }) => headers["x-api-key"] === undefined)).toBe(true));
