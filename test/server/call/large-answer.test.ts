import { mkdtemp, readFile, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { boundAnswer } from "../../../src/server/call/large-answer.ts";
import { ExportStore } from "../../../src/server/exports.ts";
import { type Shift, startShift } from "../../helpers/harness.ts";
import { json } from "../../kapso/scripted-server.ts";
import { PHONE, stage, WABA } from "../../tools/scripted-stage.ts";

/** 9 MB: long texts, long lists, deep objects, and many fields. */
const LARGE = {
  id: WABA,
  text: "x".repeat(3_000_000),
  rows: Array.from({ length: 30_000 }, (_, row) => ({ row, name: `row ${row}`, words: "y".repeat(100) })),
  fields: Object.fromEntries(Array.from({ length: 20_000 }, (_, field) => [`field_${field}`, "z".repeat(50)])),
};
const MOST = 256 * 1024 + 1000;

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "kapso-large-"));
});
afterAll(() => rm(folder, { recursive: true }));

describe("an answer of 9 MB", () => {
  test.each([
    ["graph_get", { path: `/${WABA}`, query: { fields: "id,currency" } }],
    ["graph_post", { path: `/${PHONE}/message_qrdls`, body: { prefilled_message: "Hi" } }],
  ])("to %s is shortened, and the whole is in the media folder, for its owner alone", async (tool, args) => {
    const { call } = await stage([json(200, LARGE)], { mediaDir: folder });
    const { isError, text, data } = await call(tool, args);
    expect(isError).toBe(false);
    expect(text.length).toBeLessThan(MOST);
    expect(data.response.id).toBe(WABA);
    expect(data.response.rows.length).toBeLessThan(LARGE.rows.length);
    const { file_path, characters, note } = data.whole_answer;
    expect(note).toContain("too large to be shown");
    expect((await stat(file_path)).mode & 0o777).toBe(0o600);
    const whole = await readFile(file_path, "utf8");
    expect(whole).toHaveLength(characters);
    expect(JSON.parse(whole)).toEqual({ response: LARGE });
  });

  test("is told as it is where nothing can keep it", async () => {
    const { call } = await stage([json(200, LARGE)]);
    const { isError, data } = await call("graph_get", { path: `/${WABA}`, query: { fields: "id" } });
    expect(isError).toBe(false);
    expect(data.whole_answer.note).toContain("could not be kept as a whole: the operator can name a folder");
    expect(data.whole_answer).not.toHaveProperty("file_path");
  });

  test("with everything in one object of many fields fits as well", async () => {
    const { call } = await stage([json(200, LARGE.fields)]);
    const { text } = await call("graph_get", { path: `/${WABA}`, query: { fields: "id" } });
    expect(text.length).toBeLessThan(MOST);
  });
});

test("what is cut is never half a link, and a cursor stays whole", async () => {
  const link = `https://example.com/${"a".repeat(3_000)}`;
  const words = "word ".repeat(3_000);
  const places = { exports: new ExportStore().of("") };
  const page = { next_cursor: "c".repeat(15_000), data: Array.from({ length: 200 }, () => ({ link, words })) };
  const { result, text } = await boundAnswer("list_messages", page, places);
  expect(text.length).toBeLessThan(MOST);
  expect(result["next_cursor"]).toBe(page.next_cursor);
  expect(result["data"]).toContainEqual({
    link: "[3020 characters]",
    words: expect.stringMatching(/^word word .*\.\.\.$/),
  });
});

test("a page of ordinary size is as it was", async () => {
  const { call } = await stage([json(200, { data: [{ id: "1" }] })], { mediaDir: folder });
  const { data } = await call("graph_get", { path: `/${WABA}/subscribed_apps` });
  expect(data).toEqual({ response: { data: [{ id: "1" }] } });
});

test("a refusal of 5 MB is told in a few words", async () => {
  const { call } = await stage([json(400, { error: { message: "w".repeat(5_000_000), code: 100 } })]);
  const { isError, text } = await call("graph_get", { path: `/${WABA}`, query: { fields: "id" } });
  expect(isError).toBe(true);
  expect(text.length).toBeLessThan(5_000);
});

describe("over HTTP", () => {
  let shift: Shift;
  const open = async (excludeTools: string[] = []) => {
    const selection = { toolsets: ["all", "graph"], excludeTools };
    shift = await startShift({ mediaDir: false, exports: new ExportStore(), selection });
    await shift.fault({ match: { method: "GET", path: "/subscribed_apps$" }, status: 200, body: LARGE, times: 1 });
    return shift.call("graph_get", { path: `/${WABA}/subscribed_apps` });
  };

  test("the whole is a resource of the caller, until it expires", async () => {
    const { data, text } = await open();
    expect(text.length).toBeLessThan(MOST);
    expect(data.whole_answer.expires_at).toMatch(/^\d{4}-/);
    const [content] = (await shift.client.readResource({ uri: data.whole_answer.uri })).contents;
    expect(content && "text" in content && JSON.parse(content.text)).toEqual({ response: LARGE });
    await shift.close();
  });

  test("no address is given that could not be read", async () => {
    const { data } = await open(["export_messages"]);
    expect(data.whole_answer).not.toHaveProperty("uri");
    await shift.close();
  });
});
