import { describe, expect, test } from "vitest";
import { ROUTES } from "../../src/tools/graph/routes.ts";
import { TOOL_NAMES, TOOLSETS } from "../../src/tools/index.ts";
import { json } from "../kapso/scripted-server.ts";
import { BASE, PHONE, type SeenRequest, stage, WABA } from "./scripted-stage.ts";

const GROUP = "Y2hhdC1ncm91cA==";

describe("what has no tool", () => {
  const cases: [string, object, SeenRequest][] = [
    [
      "graph_get",
      { path: `/${PHONE}/message_qrdls`, query: { limit: 2 } },
      ["GET", `${BASE}/${PHONE}/message_qrdls?limit=2`],
    ],
    ["graph_get", { path: `${WABA}/subscribed_apps` }, ["GET", `${BASE}/${WABA}/subscribed_apps`]],
    [
      "graph_get",
      { path: `/${WABA}`, query: { fields: "id,name,currency" } },
      ["GET", `${BASE}/${WABA}?fields=id,name,currency`],
    ],
    [
      "graph_get",
      { path: "/1184420093771506", query: { fields: "metric.name(ENDPOINT_AVAILABILITY)", phone_number_id: PHONE } },
      ["GET", `${BASE}/1184420093771506?fields=metric.name(ENDPOINT_AVAILABILITY)&phone_number_id=${PHONE}`],
    ],
    ["graph_get", { path: `/${GROUP}` }, ["GET", `${BASE}/${encodeURIComponent(GROUP)}`]],
    [
      "graph_post",
      { path: `/${PHONE}/calls`, body: { action: "connect", to: "+5511987650042" } },
      ["POST", `${BASE}/${PHONE}/calls`, { action: "connect", to: "+5511987650042" }],
    ],
    [
      "graph_post",
      { path: `/${PHONE}/whatsapp_commerce_settings`, query: { is_cart_enabled: true } },
      ["POST", `${BASE}/${PHONE}/whatsapp_commerce_settings?is_cart_enabled=true`],
    ],
    [
      "graph_delete",
      { path: `/${PHONE}/message_qrdls/7QZLX2M4NPAWE1` },
      ["DELETE", `${BASE}/${PHONE}/message_qrdls/7QZLX2M4NPAWE1`],
    ],
    [
      "graph_delete",
      { path: `/${GROUP}/participants`, body: { participants: [{ user: "1" }] } },
      ["DELETE", `${BASE}/${encodeURIComponent(GROUP)}/participants`, { participants: [{ user: "1" }] }],
    ],
  ];
  test.each(cases)("%s: %#", async (tool, args, request) => {
    const { call, requests } = await stage([json(200, { data: [1] })]);
    expect((await call(tool, { ...args })).data).toEqual({ response: { data: [1] } });
    expect(requests()).toEqual([request]);
  });

  test("secrets leave the answer, wherever they stand", async () => {
    const { call } = await stage([json(200, { a: [{ sip_user_password: "x", name: "n" }], download_url: "y" })]);
    const answer = await call("graph_get", { path: `/${WABA}/anything` });
    expect(answer.data).toEqual({ response: { a: [{ name: "n" }] } });
  });

  test("a write whose outcome is unclear is not repeated", async () => {
    const { call, requests } = await stage([json(504, { error: "Kapso proxy timeout" })]);
    const answer = await call("graph_post", { path: `/${PHONE}/message_qrdls`, body: {} });
    expect(answer.text).toContain("It is not known whether anything was sent.");
    expect(requests()).toHaveLength(1);
  });
});

const TOOLS = { GET: "graph_get", POST: "graph_post", DELETE: "graph_delete" } as const;

describe("what has a tool is refused, and the tool named", () => {
  const reachable = ROUTES.flatMap(({ method, path, tools, rows }) =>
    method === "PATCH" ? [] : [[method, path, tools, rows] as const],
  );
  test.each(reachable)("%s %s", async (method, route, tools) => {
    const { call, requests } = await stage([]);
    const filled = route.replaceAll("{id}", PHONE).replace("{number}", PHONE);
    for (const path of [filled, filled.toUpperCase(), `${filled}.json`, filled.slice(1)]) {
      const answer = await call(TOOLS[method], { path });
      expect(answer.isError).toBe(true);
      expect(answer.text).toContain(`path: ${method} of this has tools of its own`);
      for (const tool of tools) expect(answer.text).toContain(tool);
    }
    expect(requests()).toEqual([]);
  });

  test.each([
    ["graph_get", { path: `/${WABA}`, query: { fields: "settings{calling}" } }, "get_settings"],
    ["graph_get", { path: `/${WABA}`, query: { fields: "id,phone_numbers{messages}" } }, "list_messages"],
    ["graph_get", { path: `/${WABA}`, query: { fields: "health_status,verified_name" } }, "get_phone_number"],
    ["graph_post", { path: `/${PHONE}/calls`, body: { action: "terminate" } }, "terminate_call"],
    ["graph_post", { path: `/${PHONE}/calls`, body: { action: ["connect"] } }, "reject_call"],
    ["graph_post", { path: `/${PHONE}/messages`, body: { type: "text" } }, "send_message"],
  ])("%s %j", async (tool, args, named) => {
    const { call, requests } = await stage([]);
    expect((await call(tool, args)).text).toContain(named);
    expect(requests()).toEqual([]);
  });

  test("a tool that is not selected is not named", async () => {
    const { call } = await stage([], { selection: { toolsets: ["graph"] } });
    const { text } = await call("graph_post", { path: `/${PHONE}/settings` });
    expect(text).toContain("the operator may have left them out");
    expect(text).not.toContain("update_settings");
  });
});

describe("paths and parameters that lead elsewhere", () => {
  test.each([
    "",
    "/",
    "//",
    "https://evil.example/x",
    "//evil.example/x",
    "/..",
    "/../v1/projects",
    `/${PHONE}/../settings`,
    `/${PHONE}/./x`,
    `/${PHONE}//x`,
    `/${PHONE}/x/`,
    `/${PHONE}%2Fsettings`,
    `/${PHONE}/%2e%2e`,
    `/${PHONE}\\settings`,
    `/${PHONE}/x?fields=a`,
    `/${PHONE}/x#a`,
    `/${PHONE}/x y`,
    `/${PHONE}/x\n`,
    `/${PHONE}/;x`,
    `/v23.0/${PHONE}/messages`,
    `/V24/${PHONE}/messages`,
    `/${"x".repeat(1001)}`,
  ])("%j is refused", async (path) => {
    const { call, requests } = await stage([]);
    const answer = await call("graph_get", { path });
    expect(answer.text).toMatch(/^- path: must /m);
    expect(answer.isError).toBe(true);
    expect(requests()).toEqual([]);
  });

  test.each([
    [{ query: { method: "delete" } }, "query.method: is not taken"],
    [{ query: { Access_Token: "x" } }, "query.Access_Token: is not taken"],
    [{ query: { ids: "1,2" } }, "query.ids: is not taken"],
    [{ query: { "fields[0]": "settings", fields: "health_status" } }, "query.fields[0]: is not taken"],
    [{ query: { "method[]": "delete" } }, "query.method[]: is not taken"],
    [{ body: { _method: "delete" } }, "body._method: is not taken"],
    [{ body: { batch: [] } }, "body.batch: is not taken"],
    [{ body: { ".method": "delete" } }, "is not taken"],
    [{ body: { " method": "delete" } }, "is not taken"],
    [{ body: { "\uFF4Dethod": "delete" } }, "is not taken"],
    [{ body: { " to": "+5511987650042" } }, "is not taken"],
    [{ body: { "to[]": "+5511987650042" } }, "is not taken"],
    [{ query: { ".method": "delete" } }, "is not taken"],
    [{ body: { to: "+5511987650042", recipient: "BR.1" } }, "body.recipient: cannot go together with to"],
    [{ body: { recipient: "BR.1", TO: "+5511987650042" } }, "body.TO: cannot go together with recipient"],
    [{ query: { "a b": 1 } }, "query"],
    [{ query: { fields: ["a"] } }, "query.fields"],
    [{ body: [] }, "body: must be a record"],
  ])("%j is refused", async (args, message) => {
    const { call, requests } = await stage([]);
    const answer = await call("graph_post", { path: `/${PHONE}/message_qrdls`, ...args });
    expect(answer.text).toContain(message);
    expect(answer.isError).toBe(true);
    expect(requests()).toEqual([]);
  });
});

describe("the table of routes", () => {
  test("every tool of the API is in it, and no other", () => {
    const named = new Set(ROUTES.flatMap(({ tools }) => tools));
    // The tools of assist are made of requests that have tools of their own.
    const made = TOOLSETS.filter(({ name }) => ["assist", "graph"].includes(name)).flatMap(({ tools }) => tools);
    const local = TOOL_NAMES.filter((name) => !made.some((tool) => tool.name === name) && !named.has(name));
    expect(local).toEqual([]);
    expect([...named].filter((name) => !TOOL_NAMES.includes(name))).toEqual([]);
  });

  test("every row SEED and WORTH is in it", () => {
    const rows = new Set(ROUTES.flatMap(({ rows: text }) => text.split(" ")));
    const range = (letter: string, last: number) => Array.from({ length: last }, (_, i) => `${letter}${i + 1}`);
    const needed = [
      ...range("A", 6),
      ...range("B", 5),
      ...range("C", 5),
      ...range("D", 10),
      ...range("E", 13),
      ...range("F", 2),
      ...range("G", 4),
      ...range("H", 3),
      ...range("I", 3),
      ...range("J", 3),
      "N5",
      "N6",
      "N7",
    ];
    expect(needed.filter((row) => !rows.has(row))).toEqual([]);
  });
});
