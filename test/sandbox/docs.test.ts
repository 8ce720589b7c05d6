import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { SANDBOX } from "../../src/sandbox/index.ts";
import { openApi } from "./api.ts";

const FILE = path.resolve(import.meta.dirname, "../../docs/sandbox.md");
const text = readFileSync(FILE, "utf8");
const [START, END] = ["<!-- magic-recipients -->\n", "<!-- /magic-recipients -->"];

const table = [
  "| Number | Name | What happens | Code | When |",
  "| --- | --- | --- | --- | --- |",
  ...SANDBOX.magicRecipients.map(
    ({ number, name, effect, code, when }) =>
      `| \`${number}\` | ${name} | ${effect} | ${code ?? ""} | ${when === "response" ? "at once" : "later"} |`,
  ),
  "",
].join("\n");

test("the table of magic recipients equals the constants (WRITE_DOCS=1 rewrites it)", () => {
  const written = text.slice(text.indexOf(START) + START.length, text.indexOf(END));
  if (process.env["WRITE_DOCS"] === "1") writeFileSync(FILE, text.replace(START + written + END, START + table + END));
  else expect(written).toBe(table);
});

test("the table of constants is true", () => {
  for (const [, name, value] of text.matchAll(/^\| `(\w+)`[^|]*\| `([^`]+)` \|$/gm)) {
    expect(SANDBOX, name).toHaveProperty(name ?? "", value);
  }
});

test("every control route of the examples takes what the example sends", async () => {
  const { control, sandbox } = await openApi();
  const commands = [
    ...text.matchAll(
      /curl -s(?: -X (\w+))? http:\/\/127\.0\.0\.1:4010\/_sandbox(\/\S+)(?: \\\n)?(?:\s+-d '([^']+)')?/g,
    ),
  ];
  expect(commands.length).toBeGreaterThan(8);
  for (const [example, method = "GET", route = "", body] of commands) {
    expect((await control(method, route, body)).status, example).toBe(200);
  }
  await sandbox.close();
});
