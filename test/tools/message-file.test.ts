import { readdirSync, readFileSync } from "node:fs";
import fc from "fast-check";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { SANDBOX } from "../../src/sandbox/index.ts";
import { MediaFolder } from "../../src/tools/media/folder.ts";
import { isPlainName, safeName } from "../../src/tools/media/names.ts";
import captured from "../captures/messages.json" with { type: "json" };
import { type Shift, startShift } from "../harness.ts";
import { json, type Step, text } from "../kapso/scripted-server.ts";
import { stage } from "./scripted-stage.ts";
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
const control = async (route: string, body: object) => {
  const headers = { "content-type": "application/json" };
  const answer = await fetch(`${shift.sandbox.origin}/_sandbox/${route}`, {
    method: "POST",
    headers,
    body: JSON.stringify(body),
  });
  expect(answer.ok).toBe(true);
  return answer.json() as Promise<Record<string, string>>;
};
const received = async (event: object) =>
  (await control("inbound", { from: SANDBOX.openCustomer, ...event }))["message_id"];
const paths = () => shift.sandbox.requests().map(({ path }) => path);

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
    expect(paths().some((path) => path.includes("/rails/"))).toBe(false);
  });

  test("after seven days gets Kapso's copy from another host, and sends nothing of ours along", async () => {
    const message_id = await received({ image: { caption: "The stain" } });
    const before = await download({ message_id });
    shift.sandbox.advance(8 * DAY);
    const after = await download({ message_id });
    expect(after.data).toMatchObject({ message_id, mime_type: "image/jpeg", shown_as: "image" });
    expect(after.data.media_id).toBeUndefined();
    expect(after.attachments[0]?.data).toBe(before.attachments[0]?.data);
    const copies = shift.sandbox.requests().filter(({ path }) => /^\/(rails|blobs)\//.test(path));
    expect(copies).toHaveLength(2);
    for (const { headers } of copies) {
      expect(Object.keys(headers)).not.toEqual(expect.arrayContaining(["x-api-key"]));
      expect(JSON.stringify(headers)).not.toContain(SANDBOX.apiKey);
      expect(headers).not.toHaveProperty("authorization");
      expect(headers).not.toHaveProperty("cookie");
    }
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

describe("captured rows", () => {
  const record = (name: string, origin: string) =>
    JSON.parse(
      JSON.stringify(captured.find((each) => each.case === name)?.record).replaceAll("https://app.kapso.ai", origin),
    );
  const bytes = Buffer.from("%PDF-1.4\n%\xff\n%%EOF", "latin1");
  const gone = json(400, {
    error: { message: "Unsupported get request.", type: "GraphMethodException", code: 100, error_subcode: 33 },
  });

  async function served(name: string, steps: (origin: string) => Step[]) {
    const on = await stage([]);
    on.server.script(json(200, record(name, on.server.origin)), ...steps(on.server.origin));
    const answer = await on.call("download_media", { message_id: `wamid.${name.toUpperCase()}` });
    return { answer, requests: on.server.requests };
  }

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

  test.each(missing)("(%s) is no fault of the base URL: its message is the way to it", async (_, gone) => {
    const on = await stage([]);
    on.server.script(metadata(on.server.origin), gone, metadata(on.server.origin), gone);
    const { isError, text: told } = await on.call("download_media", { media_id: MEDIA_ID });
    expect(isError).toBe(true);
    expect(told).toContain("download_media with message_id");
    expect(told).not.toMatch(/KAPSO_BASE_URL|no such route/);
    expect(on.requests()).toHaveLength(4);
  });

  test.each(missing)("(%s) is taken from Kapso's copy where the message is known", async (_, gone) => {
    const on = await stage([]);
    const { origin } = on.server;
    const copy = `${origin}/rails/active_storage/blobs/redirect/t--s/note.txt`;
    const row = { id: "wamid.A", type: "document", timestamp: "1790000000", from: "5490000000001" };
    const message = { ...row, document: { id: MEDIA_ID, filename: "note.txt" }, kapso: { media_url: copy } };
    on.server.script(json(200, message), metadata(origin), gone, metadata(origin), gone);
    on.server.script(text(200, "a note", { "content-type": "text/plain" }));
    expect((await on.call("download_media", { message_id: "wamid.A" })).data).toMatchObject({ text: "a note" });
    expect(on.requests()).toHaveLength(6);
  });

  test.each(missing)("(%s) and whose copy is gone too is told as such", async (_, gone) => {
    const on = await stage([]);
    const copy = `${on.server.origin}/rails/active_storage/blobs/redirect/t--s/note.txt`;
    const row = { id: "wamid.A", type: "document", timestamp: "1790000000", from: "5490000000001" };
    on.server.script(json(200, { ...row, kapso: { has_media: true, media_url: copy } }), gone);
    const { text: told } = await on.call("download_media", { message_id: "wamid.A" });
    expect(told).toContain("There is no file at its address (any more).");
    expect(told).not.toMatch(/KAPSO_BASE_URL|no such route|t--s/);
  });
});

describe("the name of a saved file", () => {
  const TYPES = [
    "application/pdf",
    "image/jpeg",
    "text/plain",
    "application/json",
    "application/x-msdownload",
    "text/html",
  ];
  const name = fc.oneof(
    fc.string({ unit: "binary", maxLength: 300 }),
    fc.constantFrom(
      "../../etc/passwd",
      "CON",
      "con.txt",
      "nul.tar.gz",
      "..",
      ".",
      ".bashrc",
      "a\u202Efdp.exe",
      "C:\\x\\y.pdf",
      "a/b.pdf",
      " ",
    ),
  );

  test("is plain whatever the sender called it, and ends as its bytes say", () => {
    fc.assert(
      fc.property(name, fc.constantFrom(...TYPES), (given, mimeType) => {
        const safe = safeName(given, mimeType, "1371993794424264");
        expect(isPlainName(safe)).toBe(true);
        const allowed = {
          "application/pdf": ["pdf"],
          "image/jpeg": ["jpg", "jpeg"],
          "application/x-msdownload": ["bin"],
        }[mimeType];
        const ending = safe.split(".").at(-1);
        if (allowed) expect(allowed).toContain(ending);
        else expect(ending).toMatch(/^(txt|csv|tsv|json|md|log|ics|vcf)$/);
      }),
    );
  });

  test.each([
    ["comprobante.pdf", "application/pdf", "comprobante.pdf"],
    ["Orçamento nº 7.PDF", "application/pdf", "Orçamento nº 7.pdf"],
    ["foto.png", "image/jpeg", "foto.jpg"],
    ["foto.jpeg", "image/jpeg", "foto.jpeg"],
    ["invoice\u202Efdp.exe", "application/pdf", "invoicefdp.pdf"],
    ["../../x.txt", "text/plain", "x.txt"],
    ["run.sh", "text/plain", "run.txt"],
    [undefined, "audio/ogg", "id.ogg"],
    ["aux.pdf", "application/pdf", "id aux.pdf"],
  ])("%j of %s is %j", (given, type, expected) => {
    expect(safeName(given, type, "id")).toBe(expected);
  });

  test("never takes another file's place, and the same file is there once", async () => {
    const folder = new MediaFolder(shift.mediaDir);
    const one = await folder.add("a.txt", Buffer.from("one"));
    const two = await folder.add("a.txt", Buffer.from("two"));
    expect(await folder.add("a.txt", Buffer.from("one"))).toBe(one);
    expect(await folder.add("a.txt", Buffer.from("two"))).toBe(two);
    expect([readFileSync(one, "utf8"), readFileSync(two, "utf8")]).toEqual(["one", "two"]);
    expect(readdirSync(shift.mediaDir).filter((each) => each.startsWith("a"))).toHaveLength(2);
  });
});

afterEach(() => expect(web.requests.every(({ headers }) => headers["x-api-key"] === undefined)).toBe(true));
