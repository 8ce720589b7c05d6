import fc from "fast-check";
import { expect, test } from "vitest";
import { runs } from "../fuzz/runs.ts";
import { connect, json, KEY, PHONE, serve, text } from "./scripted-server.ts";

/** What the client gives back of an answer. */
async function read(step: Parameters<typeof serve>[0]): Promise<string> {
  const server = await serve(step as never);
  const { kapso } = connect(server);
  return JSON.stringify((await kapso.graph.get({ path: `/${PHONE}/x` })).body);
}

const percent = (secret: string) => [...secret].map((char) => `%${char.charCodeAt(0).toString(16)}`).join("");
const unicode = (secret: string) => [...secret].map((char) => `\\u00${char.charCodeAt(0).toString(16)}`).join("");

test.each([
  ["as it is", JSON.stringify({ echo: KEY })],
  ["in JSON's escapes", `{"echo": "${unicode(KEY)}"}`],
  ["in JSON's escapes in part", `{"echo": "${unicode(KEY.slice(0, 5))}${KEY.slice(5)}"}`],
  ["as a key", `{"${unicode(KEY)}": 1}`],
])("a credential comes out of no answer %s", async (_, body) => {
  expect(await read(text(200, body, { "content-type": "application/json" }) as never)).not.toContain(KEY);
});

test.each([
  ["in URLs", encodeURIComponent(KEY)],
  ["in percent signs", percent(KEY)],
  [
    "in percent signs of capitals",
    percent(KEY)
      .toUpperCase()
      .replace(/%([0-9A-F]{2})/g, "%$1"),
  ],
])("nor spelled %s", async (_, spelled) => {
  expect(decodeURIComponent(await read(json(200, { echo: spelled }) as never))).not.toContain(KEY);
});

test("nor in Base64, whatever stands around it", async () => {
  const property = fc.asyncProperty(
    fc.string({ maxLength: 12 }),
    fc.string({ maxLength: 12 }),
    fc.constantFrom("base64" as const, "base64url" as const),
    async (before, after, alphabet) => {
      const echo = Buffer.from(`${before}${KEY}${after}`).toString(alphabet);
      const given = JSON.parse(await read(json(200, { echo }) as never)).echo as string;
      expect(given).toContain("[redacted]");
      const rest = given.split("[redacted]").map((part) => Buffer.from(part, alphabet).toString("latin1"));
      for (const part of rest) expect(part).not.toContain(KEY.slice(2, -2));
    },
  );
  await fc.assert(property, runs(40));
});
