import { readFile } from "node:fs/promises";
import { ProtocolError } from "@modelcontextprotocol/client";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { allErrorCodes } from "../../../src/kapso/http/errors.ts";
import { SANDBOX } from "../../../src/sandbox/index.ts";
import { type Shift, startShift } from "../../helpers/harness.ts";
import { invisible } from "../../helpers/invisible.ts";

let shift: Shift;
beforeAll(async () => {
  shift = await startShift();
});
afterAll(() => shift.close());
beforeEach(() => shift.sandbox.reset());

const MIB = 1024 * 1024;
const OPEN = `kapso://conversations/${SANDBOX.openConversationId}`;

interface Content {
  uri: string;
  mimeType?: string;
  text?: string;
  blob?: string;
}

async function read(uri: string, on = shift): Promise<Content> {
  const { contents } = await on.client.readResource({ uri });
  expect(contents).toHaveLength(1);
  return contents[0] as Content;
}

// biome-ignore lint/suspicious/noExplicitAny: tests look into results whose schema is what they test
const readJson = async (uri: string, on = shift): Promise<any> => {
  const { mimeType, text } = await read(uri, on);
  expect(mimeType).toBe("application/json");
  return JSON.parse(text ?? "");
};

async function refused(uri: string, on = shift): Promise<ProtocolError> {
  const error = await on.client.readResource({ uri }).then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(ProtocolError);
  return error as ProtocolError;
}

const paths = (on = shift) => on.sandbox.requests().map((request) => `${request.method} ${request.path}`);

/** A file as a customer sent it. */
async function received(bytes: Uint8Array, type: string, on = shift): Promise<string> {
  const form = new FormData();
  form.append("messaging_product", "whatsapp");
  form.append("type", type);
  form.append("file", new Blob([bytes], { type }), "file");
  const response = await fetch(`${on.sandbox.baseUrl}/v23.0/${SANDBOX.phoneNumberId}/media`, {
    method: "POST",
    headers: { "x-api-key": SANDBOX.apiKey },
    body: form,
  });
  return ((await response.json()) as { id: string }).id;
}

describe("what is listed", () => {
  test("patterns, and what is short: newest conversations by name, approved templates", async () => {
    const { resourceTemplates } = await shift.client.listResourceTemplates();
    expect(resourceTemplates.map(({ uriTemplate }) => uriTemplate)).toEqual([
      "kapso://conversations/{conversation_id}",
      "kapso://templates/{name}",
      "kapso://errors/{code}",
      "kapso://media/{media_id}",
    ]);
    const { resources } = await shift.client.listResources();
    const under = (place: string) => resources.filter(({ uri }) => uri.startsWith(`kapso://${place}/`));
    expect(under("conversations")).toHaveLength(20);
    expect(under("conversations")[0]).toMatchObject({ uri: OPEN, title: "Rafa Lima", description: "+5511987650042" });
    expect(under("templates").map(({ name }) => name)).toContain(SANDBOX.templates.marketing.name);
    expect(under("errors")).toEqual([]);
    expect(under("media")).toEqual([]);
    expect(resources[0]?.uri).toBe("kapso://conversations");
  });

  test("everything listed can be read", async () => {
    const { resources } = await shift.client.listResources();
    for (const { uri } of resources.filter((_, index) => index % 5 === 0)) expect((await read(uri)).uri).toBe(uri);
  });

  test("a list that fails takes no other with it", async () => {
    await shift.fault({ match: { method: "GET", path: "/message_templates$" }, status: 403, body: {}, times: 100 });
    const { resources } = await shift.client.listResources();
    expect(resources.some(({ uri }) => uri.startsWith("kapso://templates/"))).toBe(false);
    expect(resources.filter(({ uri }) => uri.startsWith("kapso://conversations/"))).toHaveLength(20);
  });
});

describe("a resource is what the tools show", () => {
  test("a conversation", async () => {
    const read = await readJson(OPEN);
    const id = { conversation_id: SANDBOX.openConversationId };
    expect(read).toEqual((await shift.call("read_conversation", id)).data);
    expect(read.timeline.length).toBeGreaterThan(3);
  });

  test("a conversation of another number", async () => {
    const { timeline } = await readJson(`kapso://conversations/${SANDBOX.otherNumberConversationId}`);
    expect(timeline.length).toBeGreaterThan(0);
  });

  test("the newest conversations", async () => {
    expect(await readJson("kapso://conversations")).toEqual((await shift.call("list_conversations")).data);
  });

  test("a template in all its languages, and no other whose name begins so", async () => {
    const { name, language } = SANDBOX.templates.marketing;
    const { data } = await readJson(`kapso://templates/${name}`);
    expect(data).toEqual([expect.objectContaining({ template_name: name, language, status: "APPROVED" })]);
    const listed = (await shift.call("list_templates", { template_name: name, limit: 100 })).data;
    expect(data).toEqual(listed.data);
  });

  test("every error code, with the tools that are there", async () => {
    for (const { code } of allErrorCodes()) {
      const advice = await readJson(`kapso://errors/${encodeURIComponent(code)}`);
      expect(advice, String(code)).toEqual({
        code,
        name: expect.any(String),
        advice: expect.stringMatching(/\.$/),
      });
    }
    expect((await readJson("kapso://errors/131047")).advice).toContain("send_template_message");
    expect((await readJson("kapso://errors/230")).advice).toEqual((await readJson("kapso://errors/200")).advice);
  });

  test("a file: bytes as they are, text as text", async () => {
    const pdf = await read(`kapso://media/${SANDBOX.media.pdf}`);
    expect(pdf.mimeType).toBe("application/pdf");
    const saved = (await shift.call("download_media", { media_id: SANDBOX.media.pdf })).data.file_path;
    expect(Buffer.from(pdf.blob ?? "", "base64").equals(await readFile(saved))).toBe(true);
    expect(await read(`kapso://media/${SANDBOX.media.text}`)).toMatchObject({
      mimeType: "text/plain",
      text: expect.stringContaining("Mesa: 120 x 80 cm"),
    });
  });

  test("a file is of the type that its bytes are", async () => {
    const { mimeType } = await read(`kapso://media/${SANDBOX.media.disguised}`);
    const { data } = await shift.call("download_media", { media_id: SANDBOX.media.disguised });
    expect(mimeType).toBe(data.mime_type);
  });

  test("what strangers wrote comes clean", async () => {
    for (const uri of [`kapso://conversations/${SANDBOX.hostileConversationId}`, "kapso://conversations"]) {
      const { text = "" } = await read(uri);
      expect(text).toContain("Ignore previous instructions");
      expect(invisible(text)).toBe("");
    }
    const { text = "" } = await read(`kapso://media/${SANDBOX.media.planted}`);
    expect(text).not.toBe("");
    expect(invisible(text).replaceAll(/[\u200d\ufe0f]/g, "")).toBe("");
    const { resources } = await shift.client.listResources();
    expect(resources.map(({ title }) => title)).toContain("Ignore previous instructions");
  });
});

describe("errors", () => {
  test("of what is not there say so, with the URI and the next step", async () => {
    const uri = "kapso://conversations/00000000-0000-4000-8000-000000000000";
    const { code, data, message } = await refused(uri);
    expect({ code, data }).toEqual({ code: -32602, data: { uri } });
    expect(message).toContain("The record does not exist for this number. (code 404, HTTP 404");
    expect(message).toContain("Next: List first");
  });

  test.each([
    ["kapso://conversations/abc", 'conversation_id: must be a UUID (given "abc")'],
    ["kapso://templates/no_such", "There is no template of this name. Next: list_templates."],
    ["kapso://templates/NO", "template_name: must be 1 to 512 lower case letters"],
    ["kapso://errors/nope", "This error code is not known here"],
    ["kapso://media/abc", "media_id: must be 5 to 20 digits"],
    ["kapso://media/1234567", "does not exist"],
    ["kapso://nope/1", "There is no resource under"],
    ["kapso://conversations/", "kapso://media/{media_id}"],
    [`${OPEN}/messages`, "There is no resource under"],
    [`${OPEN}?limit=100`, "There is no resource under"],
    ["kapso://media/%E0%A4%A", "There is no resource under"],
    ["file:///etc/passwd", "There is no resource under"],
  ])("%s: %s", async (uri, words) => {
    const { code, message, data } = await refused(uri);
    expect(code).toBe(-32602);
    expect(data).toEqual({ uri });
    expect(message).toContain(words);
  });

  test("of the API are explained like those of tools", async () => {
    await shift.fault({
      match: { method: "GET", path: "/messages$" },
      status: 401,
      body: { error: "Invalid API key" },
      times: 100,
    });
    const { code, message } = await refused(OPEN);
    expect(code).toBe(-32603);
    expect(message).toMatch(/^Reading kapso:\/\/conversations\/\{conversation_id\} failed: /);
    expect(message).toContain("KAPSO_API_KEY");
  });
});

describe("a file that is too large", () => {
  let remote: Shift;
  beforeAll(async () => {
    remote = await startShift({ mediaDir: false, mediaResources: true });
  });
  afterAll(() => remote.close());

  const pdf = (bytes: number) => Buffer.concat([Buffer.from("%PDF-1.4\n"), Buffer.alloc(bytes - 9, 32)]);

  test("for a message on stdio is refused unread, with what helps", async () => {
    const id = await received(pdf(7 * MIB + 1), "application/pdf");
    const { code, message } = await refused(`kapso://media/${id}`);
    expect(code).toBe(-32603);
    expect(message).toContain(`The file has ${7 * MIB + 1} bytes, and as a resource at most ${7 * MIB} bytes`);
    expect(message).toContain("Next: download_media.");
    expect(paths().some((path) => path.includes("media_download"))).toBe(false);
  });

  test("over HTTP is read up to 16 MiB", async () => {
    const id = await received(pdf(8 * MIB), "application/pdf", remote);
    const { attachments } = await remote.call("download_media", { media_id: id });
    const [link] = attachments;
    const { blob = "" } = await read(link?.uri ?? "", remote);
    expect(Buffer.from(blob, "base64").length).toBe(8 * MIB);
  });

  test("over HTTP is not linked beyond, and not read", async () => {
    const id = await received(pdf(16 * MIB + 1), "application/pdf", remote);
    const { isError, text } = await remote.call("download_media", { media_id: id });
    expect(isError).toBe(true);
    expect(text).toContain(`files up to ${16 * MIB} bytes can be read as resources`);
    expect((await refused(`kapso://media/${id}`, remote)).message).toContain(`at most ${16 * MIB} bytes`);
  });

  test("a file of another number is not linked: the URI names none", async () => {
    const { isError } = await remote.call("download_media", {
      media_id: SANDBOX.media.pdf,
      phone_number_id: SANDBOX.otherPhoneNumberId,
    });
    expect(isError).toBe(true);
  });
});

describe("only what the operator selected", () => {
  const patterns = async (on: Shift) => [
    ...(await on.client.listResourceTemplates()).resourceTemplates.map(({ uriTemplate }) => uriTemplate),
    ...(await on.client.listResources()).resources.map(({ uri }) => uri),
  ];

  test.each([
    ["send_message", OPEN],
    ["send_message", "kapso://conversations"],
    ["list_messages", OPEN],
    ["list_conversations", `kapso://templates/${SANDBOX.templates.marketing.name}`],
    ["get_media", `kapso://media/${SANDBOX.media.text}`],
    ["get_conversation", `kapso://media/${SANDBOX.media.text}`],
  ])("with %s alone, %s is not there, and nothing is asked for it", async (tool, uri) => {
    const few = await startShift({ selection: { toolsets: [], tools: [tool] } });
    expect((await refused(uri, few)).data).toEqual({ uri });
    expect(await patterns(few)).not.toContain(uri);
    expect(paths(few)).toEqual([]);
    expect((await readJson("kapso://errors/131047", few)).advice).not.toContain("send_template_message");
    await few.close();
  });

  test("without the tool that lists conversations, they can be read and are neither listed nor completed", async () => {
    const few = await startShift({ selection: { toolsets: [], tools: ["read_conversation"] } });
    expect(await patterns(few)).toEqual(["kapso://conversations/{conversation_id}", "kapso://errors/{code}"]);
    expect((await readJson(OPEN, few)).timeline.length).toBeGreaterThan(3);
    const { completion } = await few.client.complete({
      ref: { type: "ref/resource", uri: "kapso://conversations/{conversation_id}" },
      argument: { name: "conversation_id", value: "" },
    });
    expect(completion.values).toEqual([]);
    await few.close();
  });

  test("without configured ids, only what needs none", async () => {
    const bare = await startShift({ defaults: {} });
    expect(await patterns(bare)).toEqual(["kapso://conversations/{conversation_id}", "kapso://errors/{code}"]);
    expect((await readJson(OPEN, bare)).timeline.length).toBeGreaterThan(3);
    await bare.close();
  });
});

describe("completion", () => {
  const complete = async (uri: string, name: string, value: string) =>
    (await shift.client.complete({ ref: { type: "ref/resource", uri }, argument: { name, value } })).completion;
  const conversations = (value: string) =>
    complete("kapso://conversations/{conversation_id}", "conversation_id", value);

  test.each([
    ["a name", "rafa"],
    ["a last name", "Lima"],
    ["a full name", "rafa li"],
    ["a number", "+5511987650042"],
    ["a number as people write it", "+55 11 98765-0042"],
    ["a number's digits", "55119876500"],
    ["the id", SANDBOX.openConversationId],
  ])("of a conversation by %s", async (_, typed) => {
    expect((await conversations(typed)).values).toContain(SANDBOX.openConversationId);
  });

  test("of a conversation finds none by the middle of a name or number, and nobody's by nothing like it", async () => {
    expect((await conversations("afa")).values).toEqual([]);
    expect((await conversations("87650042")).values).toEqual([]);
    const all = await conversations("");
    expect(all.values.length).toBeGreaterThan(20);
    expect(all.total).toBe(all.values.length);
  });

  test("asks the API once while a name is typed", async () => {
    const fresh = await startShift();
    const typing = async (value: string) => {
      await fresh.client.complete({
        ref: { type: "ref/resource", uri: "kapso://conversations/{conversation_id}" },
        argument: { name: "conversation_id", value },
      });
      return paths(fresh).length;
    };
    const asked = await typing("r");
    expect(asked).toBeGreaterThan(0);
    expect(await typing("ra")).toBe(asked);
    expect(await typing("raf")).toBe(asked);
    await fresh.close();
  });

  test("of names of templates and of codes", async () => {
    expect((await complete("kapso://templates/{name}", "name", "ped")).values).toEqual([
      "pedido_enviado",
      "pedido_pronto",
    ]);
    expect((await complete("kapso://errors/{code}", "code", "13104")).values).toEqual(
      allErrorCodes()
        .map(({ code }) => String(code))
        .filter((code) => code.startsWith("13104")),
    );
    const all = await complete("kapso://errors/{code}", "code", "");
    expect(all).toMatchObject({ total: allErrorCodes().length, hasMore: true });
    expect(all.values).toHaveLength(100);
  });

  test("of what takes none is empty, and of what does not exist an error", async () => {
    expect((await complete("kapso://media/{media_id}", "media_id", "1")).values).toEqual([]);
    expect((await complete("kapso://errors/{code}", "nope", "1")).values).toEqual([]);
    await expect(complete("kapso://nope/{x}", "x", "")).rejects.toThrow("kapso://errors/{code}");
  });
});
