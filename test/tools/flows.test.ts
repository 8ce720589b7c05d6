import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { json, KEY, text } from "../kapso/scripted-server.ts";
import { BASE, PHONE, type SeenRequest, stage } from "./scripted-stage.ts";

const FLOW = "1184420093771506";
const OF_NUMBER = `phone_number_id=${PHONE}`;
const RECORD =
  "fields=id,name,status,categories,validation_errors,json_version,data_api_version,endpoint_uri,health_status";
const ok = json(200, { success: true });

const screen = (id: string, ...children: object[]) => ({ id, layout: { type: "SingleColumnLayout", children } });
const flowJson = (parts: object = {}) => JSON.stringify({ version: "7.3", screens: [screen("PICK")], ...parts });
const withComponents = (...children: object[]) => flowJson({ screens: [screen("PICK", ...children)] });
const many = (count: number, item: object = { id: "x", title: "y" }) => Array.from({ length: count }, () => item);

const ERROR = {
  error: "INVALID_PROPERTY_KEY",
  error_type: "FLOW_JSON_ERROR",
  message: "Property 'foo' is not allowed here.",
  line_start: 14,
  column_start: 9,
  pointers: [{ line_start: 14, path: "screens[0].layout.children[1].foo" }],
};
const RECORD_OF_FLOW = {
  id: FLOW,
  name: "Agendamento",
  status: "DRAFT",
  categories: ["SURVEY"],
  validation_errors: [ERROR],
  json_version: "7.3",
  health_status: { can_send_message: "LIMITED", entities: [] },
};

describe("what is sent and what comes back", () => {
  const cases: [string, object, unknown, SeenRequest, object][] = [
    [
      "list_flows",
      { limit: 5 },
      { data: [RECORD_OF_FLOW], paging: { cursors: { after: "A", before: "B" }, next: "https://x" } },
      ["GET", `${BASE}/${PHONE}/flows?limit=5`],
      {
        count: 1,
        data: [
          { flow_id: FLOW, name: "Agendamento", status: "DRAFT", categories: ["SURVEY"], validation_error_count: 1 },
        ],
        next_cursor: "A",
      },
    ],
    [
      "create_flow",
      { name: "n", categories: ["SURVEY"] },
      { id: FLOW },
      ["POST", `${BASE}/${PHONE}/flows`, { name: "n", categories: ["SURVEY"] }],
      { flow_id: FLOW, status: "DRAFT" },
    ],
    [
      "create_flow",
      {
        name: "n",
        categories: ["OTHER"],
        flow_json: flowJson(),
        publish: true,
        endpoint_uri: "https://shop.example/flow",
        application_id: "123456",
      },
      { id: FLOW, success: true, validation_errors: [] },
      [
        "POST",
        `${BASE}/${PHONE}/flows`,
        {
          name: "n",
          categories: ["OTHER"],
          flow_json: flowJson(),
          publish: true,
          endpoint_uri: "https://shop.example/flow",
          application_id: "123456",
        },
      ],
      { flow_id: FLOW, status: "PUBLISHED" },
    ],
    [
      "create_flow",
      { name: "n", categories: ["OTHER"], clone_flow_id: "999999" },
      { id: FLOW, success: true, validation_errors: [ERROR] },
      ["POST", `${BASE}/${PHONE}/flows`, { name: "n", categories: ["OTHER"], clone_flow_id: "999999" }],
      {
        flow_id: FLOW,
        status: "DRAFT",
        validation_errors: [{ error: ERROR.error, message: ERROR.message, at: "screens[0].layout.children[1].foo" }],
      },
    ],
    [
      "get_flow",
      { flow_id: FLOW },
      RECORD_OF_FLOW,
      ["GET", `${BASE}/${FLOW}?${RECORD}&${OF_NUMBER}`],
      {
        flow_id: FLOW,
        name: "Agendamento",
        status: "DRAFT",
        categories: ["SURVEY"],
        validation_errors: [{ error: ERROR.error, message: ERROR.message, at: "screens[0].layout.children[1].foo" }],
        json_version: "7.3",
        can_send_message: "LIMITED",
      },
    ],
    [
      "preview_flow",
      { flow_id: FLOW },
      { id: FLOW, preview: { preview_url: "https://p.example", expires_at: "2026-12-22T10:00:00+0000" } },
      ["GET", `${BASE}/${FLOW}?fields=preview.invalidate(false)&${OF_NUMBER}`],
      { flow_id: FLOW, preview_url: "https://p.example", expires_at: "2026-12-22T10:00:00Z" },
    ],
    [
      "publish_flow",
      { flow_id: FLOW },
      { success: true },
      ["POST", `${BASE}/${FLOW}/publish?${OF_NUMBER}`],
      { flow_id: FLOW, status: "PUBLISHED" },
    ],
    [
      "deprecate_flow",
      { flow_id: FLOW },
      { success: true },
      ["POST", `${BASE}/${FLOW}/deprecate?${OF_NUMBER}`],
      { flow_id: FLOW, status: "DEPRECATED" },
    ],
    [
      "delete_flow",
      { flow_id: FLOW },
      { success: true },
      ["DELETE", `${BASE}/${FLOW}?${OF_NUMBER}`],
      { flow_id: FLOW, deleted: true },
    ],
  ];
  test.each(cases)("%s: %#", async (tool, args, answer, request, data) => {
    const { call, requests } = await stage([json(200, answer)]);
    expect((await call(tool, { ...args })).data).toEqual(data);
    expect(requests()).toEqual([request]);
  });

  test("update_flow writes what is given and reads the flow again", async () => {
    const { call, requests } = await stage([ok, json(200, RECORD_OF_FLOW)]);
    const { data } = await call("update_flow", { flow_id: FLOW, name: "new", endpoint_uri: "https://a.example/f" });
    expect(data).toMatchObject({ flow_id: FLOW, status: "DRAFT" });
    expect(requests()).toEqual([
      ["POST", `${BASE}/${FLOW}?${OF_NUMBER}`, { name: "new", endpoint_uri: "https://a.example/f" }],
      ["GET", `${BASE}/${FLOW}?${RECORD}&${OF_NUMBER}`],
    ]);
  });

  test("a change stands though the flow cannot be read again", async () => {
    const { call } = await stage([ok, json(400, { error: { message: "no", code: 100, type: "OAuthException" } })]);
    expect(await call("update_flow", { flow_id: FLOW, name: "new" })).toMatchObject({
      isError: false,
      data: { flow_id: FLOW },
    });
  });
});

describe("the Flow JSON, up and down", () => {
  test("goes up unchanged, in a form of three parts", async () => {
    const flow_json = flowJson({ screens: [{ ...screen("PICK"), title: "Escolha à vontade 👍" }] });
    const { call, requests, server } = await stage([json(200, { success: true, validation_errors: [ERROR] })]);
    const { data } = await call("update_flow_json", { flow_id: FLOW, flow_json });
    expect(data).toMatchObject({ flow_id: FLOW, saved: true, validation_errors: [{ error: ERROR.error }] });
    expect(requests()).toEqual([["POST", `${BASE}/${FLOW}/assets?${OF_NUMBER}`]]);
    const form = server.requests[0]!;
    expect(form.headers["content-type"]).toMatch(/^multipart\/form-data; boundary=/);
    const body = Buffer.from(form.body, "latin1").toString("utf8");
    const parts = body.split(/--[-\w]+\r\n/).map((part) => part.trim());
    expect(parts).toContain('Content-Disposition: form-data; name="name"\r\n\r\nflow.json');
    expect(parts).toContain('Content-Disposition: form-data; name="asset_type"\r\n\r\nFLOW_JSON');
    expect(body).toContain('name="file"; filename="flow.json"\r\nContent-Type: application/json\r\n\r\n');
    expect(body).toContain(flow_json);
  });

  test("comes down from its link without the key, and is given as it is", async () => {
    const file = flowJson();
    const { call, requests, server } = await stage([]);
    const download_url = `${server.origin}/files/flow.json?token=1`;
    server.script(json(200, { data: [{ name: "flow.json", asset_type: "FLOW_JSON", download_url }] }), text(200, file));
    expect((await call("get_flow_json", { flow_id: FLOW })).data).toEqual({
      flow_id: FLOW,
      bytes: file.length,
      flow_json: file,
    });
    expect(requests()).toEqual([
      ["GET", `${BASE}/${FLOW}/assets?${OF_NUMBER}`],
      ["GET", "/files/flow.json?token=1"],
    ]);
    expect(server.requests[0]?.headers["x-api-key"]).toBe(KEY);
    expect(server.requests[1]?.headers).not.toHaveProperty("x-api-key");
    expect(server.requests[1]?.headers).not.toHaveProperty("authorization");
  });

  test("one too long for a result goes to the media folder and up again from there", async () => {
    const mediaDir = mkdtempSync(path.join(tmpdir(), "flows-"));
    const file = withComponents(...many(50, { type: "TextBody", text: "x".repeat(2_000) }));
    const { call, server } = await stage([], { mediaDir });
    const download_url = `${server.origin}/files/flow.json`;
    server.script(json(200, { data: [{ download_url }] }), text(200, file), ok);
    const { data } = await call("get_flow_json", { flow_id: FLOW });
    expect(data).toMatchObject({
      flow_id: FLOW,
      bytes: file.length,
      file_path: expect.stringMatching(/flow-\d+\.json$/),
    });
    expect(readFileSync(data.file_path, "utf8")).toBe(file);
    expect((await call("update_flow_json", { flow_id: FLOW, file_path: data.file_path })).data).toMatchObject({
      saved: true,
    });
    expect(server.requests[2]?.body).toContain(file);
  });

  test("without a media folder neither is possible, and the error says so", async () => {
    const { call, server } = await stage([]);
    const download_url = `${server.origin}/files/flow.json`;
    server.script(json(200, { data: [{ download_url }] }), text(200, "x".repeat(60_001)));
    expect((await call("get_flow_json", { flow_id: FLOW })).text).toMatch(/60001 bytes[\s\S]*KAPSO_MEDIA_DIR/);
    const answer = await call("update_flow_json", { flow_id: FLOW, file_path: "a.json" });
    expect(answer.text).toContain("no media folder");
  });

  test("a file is checked as an argument is", async () => {
    const mediaDir = mkdtempSync(path.join(tmpdir(), "flows-"));
    writeFileSync(path.join(mediaDir, "a.json"), "{}");
    const { call, requests } = await stage([], { mediaDir });
    const { text: said } = await call("update_flow_json", { flow_id: FLOW, file_path: "a.json" });
    expect(said).toContain("file_path.version: must be a version");
    expect(requests()).toEqual([]);
  });
});
