import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { SANDBOX } from "../../src/sandbox/index.ts";
import { openApi } from "./api.ts";

const FILE = path.resolve(import.meta.dirname, "../../docs/sandbox.md");

const names = (rows: readonly { name: string; effect: string }[]) => [
  "| Name | What happens |",
  "| --- | --- |",
  ...rows.map(({ name, effect }) => `| \`${name}\` | ${effect} |`),
];

const TABLES: [string, string[]][] = [
  ["templates", names(SANDBOX.magicTemplates)],
  ["flows", names(SANDBOX.magicFlows)],
  ["usernames", names(SANDBOX.magicUsernames)],
  [
    "threads",
    [
      "| Number | Name | What happens |",
      "| --- | --- | --- |",
      ...SANDBOX.magicThreads.map(({ number, name, effect }) => `| \`${number}\` | ${name} | ${effect} |`),
    ],
  ],
];

test.each(TABLES)("the table of magic %s equals the constants (WRITE_DOCS=1 rewrites it)", (name, lines) => {
  const text = readFileSync(FILE, "utf8");
  const [start, end] = [`<!-- magic-${name} -->\n`, `<!-- /magic-${name} -->`];
  const table = `${lines.join("\n")}\n`;
  const written = text.slice(text.indexOf(start) + start.length, text.indexOf(end));
  if (process.env["WRITE_DOCS"] === "1") writeFileSync(FILE, text.replace(start + written + end, start + table + end));
  else expect(written).toBe(table);
});

test("GET /_sandbox/info lists them", async () => {
  const { control, sandbox } = await openApi();
  const { body } = await control("GET", "/info");
  expect(body).toMatchObject({
    magic_templates: SANDBOX.magicTemplates,
    magic_flows: SANDBOX.magicFlows,
    magic_usernames: SANDBOX.magicUsernames,
    magic_threads: SANDBOX.magicThreads,
  });
  await sandbox.close();
});
