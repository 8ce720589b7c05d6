import { existsSync, readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { fillReadme, listTokensOf, tokensFile, tokensOf, toolsPage } from "./helpers/docs-tables.ts";

const read = (file: string) => readFileSync(new URL(`../${file}`, import.meta.url), "utf8");

test("the token counts that `tools` prints are those of the registry", () => {
  expect(read("src/server/offer/tokens.ts")).toBe(tokensFile());
});

test("the tables of the README are those of the registry", () => {
  expect(read("README.md")).toBe(fillReadme(read("README.md")));
});

test("docs/tools.md is that of the registry", () => {
  expect(read("docs/tools.md")).toBe(toolsPage());
});

test.each([
  ["support", 7_000],
  ["default", 12_000],
  ["all", 18_500],
])("the definitions of %s cost at most %i tokens", (toolset, budget) => {
  expect(tokensOf(toolset)).toBeLessThanOrEqual(budget);
});

test.each([
  ["support", 11_500],
  ["default", 21_000],
])("tools/list of %s costs at most %i tokens as a client gets it", (toolset, budget) => {
  expect(listTokensOf(toolset)).toBeLessThanOrEqual(budget);
});

test.each([
  "README.md",
  ".github/SECURITY.md",
  ...readdirSync(new URL("../docs", import.meta.url)).map((file) => `docs/${file}`),
])("%s names only files that exist", (file) => {
  const named = read(file).match(/\b(?:src|test)\/[\w/-]+(?:\.test)?\.ts\b/g) ?? [];
  if (file === ".github/SECURITY.md") expect(named.length).toBeGreaterThan(15);
  expect(named.filter((each) => !existsSync(new URL(`../${each}`, import.meta.url)))).toEqual([]);
});
