import { encode } from "gpt-tokenizer/encoding/o200k_base";
import { optionTable } from "../../src/config/options.ts";
import { type Served, serveTools } from "../../src/server/offer/tools.ts";
import { selectTools, TOOLSETS } from "../../src/tools/index.ts";

/** What the documentation says of the registry, made from the registry. */

const registry = (...toolsets: string[]) =>
  serveTools(selectTools({ toolsets, tools: [], excludeTools: [], readOnly: false, graphWrite: true }), {}, true);

/** Tokens (o200k) of what a model is sent of a tool: name, description, input schema. */
export function countTokens({ tool, description, inputSchema }: Served): number {
  return encode(JSON.stringify({ name: tool.name, description, input_schema: inputSchema })).length;
}

export function tokensOf(toolset: string): number {
  return registry(toolset).reduce((sum, each) => sum + countTokens(each), 0);
}

/** Tokens (o200k) of `tools/list` as a client gets it, with titles, hints and output schemas; ids are configured. */
export function listTokensOf(toolset: string): number {
  const tools = selectTools({ toolsets: [toolset], tools: [], excludeTools: [], readOnly: false });
  const defaults = { phoneNumberId: "418290563317745", businessAccountId: "102290129340398" };
  const list = serveTools(tools, defaults, true).map(({ tool: { name }, ...rest }) => ({ name, ...rest }));
  return encode(JSON.stringify({ tools: list })).length;
}

export function tokensFile(): string {
  const lines = registry("all", "graph").map((each) => `  ${each.tool.name}: ${countTokens(each)},`);
  return [
    "/** Written by `npm run docs`: tokens (o200k) of each tool's name, description and input schema as sent. */",
    "export const TOKENS: Readonly<Record<string, number>> = {",
    ...lines,
    "};",
    "",
  ].join("\n");
}

export function toolsetTable(): string {
  const rows = TOOLSETS.map(
    ({ name, description, tools }) =>
      `| \`${name}\` | ${description} | ${tools.map((tool) => `\`${tool.name}\``).join(", ")} |`,
  );
  return ["| Toolset | What for | Tools |", "| --- | --- | --- |", ...rows].join("\n");
}

export function tokenTable(): string {
  const rows = ["support", "default", "all"].map(
    (name) => `| \`${name}\` | ${registry(name).length} | ${tokensOf(name)} | ${listTokensOf(name)} |`,
  );
  return [
    "| `KAPSO_TOOLSETS` | Tools | Names, descriptions, input schemas | All of `tools/list` |",
    "| --- | ---: | ---: | ---: |",
    ...rows,
  ].join("\n");
}

export function settingsTable(): string {
  const rows = optionTable().map(({ about }) => {
    const flag = about.flag === undefined ? "" : `\`${about.flag}\``;
    const shown = about.shown === undefined ? "" : `\`${about.shown}\``;
    return `| \`${about.env}\` | ${flag} | ${about.describe} | ${shown} |`;
  });
  return ["| Variable | Flag | What it does | Default |", "| --- | --- | --- | --- |", ...rows].join("\n");
}

/** `docs/tools.md`: every tool with its parameters. */
export function toolsPage(): string {
  const sections = TOOLSETS.map(({ name, description, tools }) => {
    const served = serveTools(tools, {}, true);
    return [`## ${name}`, "", description, "", ...served.map(toolSection)].join("\n");
  });
  return ["# Tools", "", "Written by `npm run docs` from the registry.", "", ...sections].join("\n");
}

function toolSection(each: Served): string {
  const { tool, description, inputSchema } = each;
  const required = new Set(Array.isArray(inputSchema["required"]) ? inputSchema["required"] : []);
  const properties = Object.entries(inputSchema["properties"] as Record<string, Record<string, unknown>>);
  return [
    `### ${tool.name}`,
    "",
    `${description} (${tool.effect}, ${countTokens(each)} tokens)`,
    "",
    "| Parameter | Type | |",
    "| --- | --- | --- |",
    ...properties.map(([name, schema]) => {
      const mark = required.has(name) ? " (needed)" : "";
      return `| \`${name}\`${mark} | ${typeText(schema)} | ${cell(String(schema["description"] ?? ""))} |`;
    }),
    "",
  ].join("\n");
}

function typeText(schema: Record<string, unknown>): string {
  if (Array.isArray(schema["enum"])) return schema["enum"].map((value) => `\`${value}\``).join(", ");
  const type = Array.isArray(schema["type"]) ? schema["type"].join(" or ") : String(schema["type"] ?? "any");
  const bounds = [
    ["minimum", ">= "],
    ["maximum", "<= "],
    ["maxLength", "up to "],
    ["maxItems", "up to "],
    ["default", "default "],
  ].flatMap(([key, word]) => (schema[key!] === undefined ? [] : [`${word}${schema[key!]}`]));
  return [type, ...bounds].join(", ");
}

const cell = (text: string) => text.replaceAll("|", "\\|");

/** Puts a table between its markers. */
export function fill(page: string, name: string, table: string): string {
  const pattern = new RegExp(`(<!-- ${name} -->\\n)[\\s\\S]*?(<!-- /${name} -->)`);
  if (!pattern.test(page)) throw new Error(`no place for ${name}`);
  return page.replace(pattern, (_, start: string, end: string) => `${start}\n${table}\n\n${end}`);
}

export function fillReadme(page: string): string {
  const tables = { settings: settingsTable(), toolsets: toolsetTable(), tokens: tokenTable() };
  return Object.entries(tables).reduce((text, [name, table]) => fill(text, name, table), page);
}
