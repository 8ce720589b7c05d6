import { readFileSync } from "node:fs";
import { expect, test } from "vitest";

const README = readFileSync(new URL("../README.md", import.meta.url), "utf8");
const blocks = [...README.matchAll(/```(\w+)\n([\s\S]*?)```/g)].map(([, language, text]) => ({
  language,
  text: (text ?? "").trim(),
}));

/** Where each block of commands is run, or why it is not. */
const COMMANDS: Record<string, string> = {
  "npm ci && npm run demo": "run by .ci/run",
  "npm test": "run by .ci/run",
  "node dist/main.js sandbox --port 4010": "run by transports/stdio.test.ts, on a free port",
  "node dist/main.js --http --port 3000": "run by transports/http-life.test.ts, on a free port",
  "claude mcp add": "not run: it needs Claude Code; its command and variables are those of mcp.json.example",
};

test.each(blocks.filter(({ language }) => language === "sh"))("the command $text is accounted for", ({ text }) => {
  expect(Object.keys(COMMANDS).some((known) => text.startsWith(known))).toBe(true);
});

test.each(blocks.filter(({ language }) => language === "json"))("the configuration $text is JSON", ({ text }) => {
  expect(() => JSON.parse(text)).not.toThrow();
});

test("there is no block in another language", () => {
  expect(blocks.every(({ language }) => language === "sh" || language === "json")).toBe(true);
  expect(blocks.length).toBeGreaterThan(4);
});
