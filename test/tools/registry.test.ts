import { expect, test } from "vitest";
import { serveTools } from "../../src/server/offer/tools.ts";
import { selectTools, TOOL_NAMES, TOOLSET_NAMES, TOOLSETS } from "../../src/tools/index.ts";

const everything = selectTools({
  toolsets: ["all", "graph"],
  tools: [],
  excludeTools: [],
  readOnly: false,
  graphWrite: true,
});
const served = serveTools(everything, {}, true);
const named = served.map((each) => [each.tool.name, each] as const);

type Json = Record<string, unknown>;
const isJson = (value: unknown): value is Json => typeof value === "object" && value !== null;

/** Every schema node inside a schema. */
function* nodes(schema: unknown, at = "$"): Generator<[string, Json]> {
  if (!isJson(schema)) return;
  if (!Array.isArray(schema)) yield [at, schema];
  for (const [key, value] of Object.entries(schema)) yield* nodes(value, `${at}.${key}`);
}

test("tool names are unique, and every toolset has tools", () => {
  expect(new Set(TOOL_NAMES).size).toBe(TOOL_NAMES.length);
  for (const { tools } of TOOLSETS) expect(tools.length).toBeGreaterThan(0);
  expect(TOOLSET_NAMES).toContain("default");
});

test.each(named)("%s is named and described by the rules", (name, { tool, title, description, annotations }) => {
  expect(name).toMatch(/^[a-z]+(_[a-z]+)+$/);
  expect(name.length).toBeLessThanOrEqual(64);
  expect(title).not.toBe("");
  expect(description.length).toBeGreaterThan(60);
  expect(description.length).toBeLessThan(600);
  expect(description).not.toContain("\n");
  expect(description).not.toMatch(/\b(you must|always|never call|IMPORTANT)\b/);
  expect(Object.keys(annotations).sort()).toEqual(
    ["destructiveHint", "idempotentHint", "openWorldHint", "readOnlyHint"].sort(),
  );
  expect(annotations.readOnlyHint).toBe(tool.effect === "read");
  if (tool.effect === "send") expect(annotations.idempotentHint).toBe(false);
});

test.each(named)("%s mentions only tools that exist", (_, { description }) => {
  for (const [mention] of description.matchAll(
    /\b(list|get|send|update|upload|download|delete|mark|read)_[a-z_]+\b/g,
  )) {
    expect([...TOOL_NAMES, "media_id"]).toContain(mention);
  }
});

test.each(named)("%s has an input schema that Claude, OpenAI and Gemini take", (_, { inputSchema }) => {
  expect(inputSchema.type).toBe("object");
  expect(inputSchema.additionalProperties).toBe(false);
  for (const keyword of ["anyOf", "oneOf", "allOf", "not"]) expect(inputSchema).not.toHaveProperty(keyword);
  for (const [at, node] of nodes(inputSchema)) {
    for (const keyword of ["$ref", "$defs", "prefixItems", "anyOf", "oneOf", "allOf"]) {
      expect(node, at).not.toHaveProperty(keyword);
    }
    if (node.type === "array") expect(node.items, at).toBeTypeOf("object");
    if (isJson(node.properties)) {
      for (const property of Object.keys(node.properties)) expect(property).toMatch(/^[a-zA-Z0-9_.-]{1,64}$/);
    }
    for (const costly of ["pattern", "format", "$schema"]) expect(node, at).not.toHaveProperty(costly);
  }
});

test.each(named)("%s describes every property", (_, { inputSchema }) => {
  for (const [property, schema] of Object.entries(inputSchema.properties as Json)) {
    expect((schema as Json).description, property).toBeTypeOf("string");
    expect((schema as Json).type, property).toBeDefined();
    expect(property, "an id carries its kind in its name").not.toBe("id");
  }
});

test.each(named)("%s has an output schema that is a plain object, or none", (name, { outputSchema }) => {
  if (name === "download_media" || outputSchema === undefined)
    return expect([name, outputSchema]).toEqual(["download_media", undefined]);
  expect(outputSchema.type).toBe("object");
  for (const [at, node] of nodes(outputSchema)) expect(node, at).not.toHaveProperty("$ref");
});

test.each(named)("%s keeps its definition", async (name, definition) => {
  const { tool: _, ...sent } = definition;
  await expect(`${JSON.stringify({ name, ...sent }, null, 2)}\n`).toMatchFileSnapshot(`definitions/${name}.json`);
});

test("the selection: read-only beats everything, exclusion beats inclusion, the order stays", () => {
  const select = (choice: Partial<Parameters<typeof selectTools>[0]>) =>
    selectTools({ toolsets: [], tools: [], excludeTools: [], readOnly: false, ...choice }).map((tool) => tool.name);
  expect(select({ toolsets: ["all"] })).toEqual(TOOL_NAMES.filter((name) => !name.startsWith("graph_")));
  expect(select({ toolsets: ["graph"], tools: ["graph_post"] })).toEqual(["graph_get"]);
  expect(select({ toolsets: ["graph"], graphWrite: true })).toEqual(["graph_get", "graph_post", "graph_delete"]);
  expect(select({ toolsets: ["contacts"], tools: ["send_message"] })[0]).toBe("send_message");
  expect(select({ tools: ["get_call", "list_calls"], excludeTools: ["get_call"] })).toEqual(["list_calls"]);
  const readOnly = selectTools({ toolsets: ["all"], tools: ["send_message"], excludeTools: [], readOnly: true });
  expect(readOnly.every((tool) => tool.effect === "read")).toBe(true);
  expect(select({ toolsets: ["support"] })).not.toContain("delete_media");
});
