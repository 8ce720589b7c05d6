import { WhatsAppClient } from "@kapso/whatsapp-cloud-api";
import { describe, expect, test } from "vitest";
import { TOOL_NAMES } from "../../src/tools/index.ts";
import { KEY } from "../kapso/scripted-server.ts";
import { stage } from "../tools/scripted-stage.ts";
import { answer } from "./answers.ts";
import type { Case } from "./case.ts";
import { CASES, EVERYWHERE, NOT_A_TOOL, NOT_IN_SDK } from "./cases.ts";
import { compare } from "./compare.ts";

/** Our tools and Kapso's own SDK, run against one recording server: what each sends, and why where it differs. */

/** More answers than any call here asks for. */
const ANSWERS = Array.from({ length: 12 }, () => answer);

/** The requests of the tool, then those of the SDK. */
async function requests({ tool, args, sdk }: Case) {
  const { call, server } = await stage(ANSWERS);
  const { isError, text } = await call(tool, args);
  expect(isError, text).toBe(false);
  // What a send's result says of its conversation is read after it.
  const isSend = server.requests[0]?.method === "POST";
  const ours = server.requests
    .splice(0)
    .filter(({ method, url }) => !(isSend && method === "GET" && /\/conversations\?/.test(url)));
  await sdk(new WhatsAppClient({ baseUrl: `${server.origin}/api/meta`, kapsoApiKey: KEY }));
  return { ours, theirs: server.requests };
}

const byPlace = (a: { at: string }, b: { at: string }) => a.at.localeCompare(b.at);

describe("a tool sends what the SDK sends, but for what is listed", () => {
  test.each(CASES.map((each) => [each.tool, each.name, each] as const))("%s: %s", async (_tool, _name, each) => {
    const { ours, theirs } = await requests(each);
    expect(theirs).not.toHaveLength(0);
    const listed = [...(each.differences ?? []), ...EVERYWHERE];
    const found = await compare(ours, theirs);
    expect(found.sort(byPlace)).toEqual(listed.map(({ why: _, ...rest }) => rest).sort(byPlace));
  });
});

describe("the table is whole", () => {
  test("each case has its own name", () => {
    const names = CASES.map(({ tool, name }) => `${tool}: ${name}`);
    expect(new Set(names).size).toBe(names.length);
  });

  test("each difference gives the contract's reason with its place", () => {
    const all = [...CASES.flatMap(({ differences = [] }) => differences), ...EVERYWHERE];
    for (const { at, why } of all) expect(why, at).toMatch(/^(README|[a-z-]+)\.md |^endpoints\.md [A-Z]\d/);
  });

  test("each tool is in it, or is not in the SDK for a reason", () => {
    const compared = new Set(CASES.map(({ tool }) => tool));
    expect(Object.keys(NOT_IN_SDK).filter((tool) => compared.has(tool))).toEqual([]);
    expect([...compared, ...Object.keys(NOT_IN_SDK)].sort()).toEqual([...TOOL_NAMES].sort());
  });

  test("each method of the SDK is in it, or has no tool for a reason", () => {
    const sources = CASES.map(({ sdk }) => sdk.toString()).join("\n");
    const called = new Set([...sources.matchAll(/client\.((?:\w+\.){1,2}\w+)\(/g)].map(([, name]) => name));
    expect([...called, ...Object.keys(NOT_A_TOOL)].sort()).toEqual(sdkMethods().sort());
  });
});

/** Such as `messages.sendText` and `phoneNumbers.settings.get`. */
function sdkMethods(): string[] {
  const client = new WhatsAppClient({ kapsoApiKey: KEY });
  const { messages, media, templates, phoneNumbers, calls, conversations, contacts, flows } = client;
  const resources = { messages, media, templates, phoneNumbers, calls, conversations, contacts, flows };
  return Object.entries(resources).flatMap(([name, resource]) => {
    const own = Object.getOwnPropertyNames(Object.getPrototypeOf(resource));
    const groups = Object.entries({ ...resource }).flatMap(([group, value]) =>
      methodNames(value).map((method) => `${group}.${method}`),
    );
    const isMethod = (method: string) => !["constructor", "buildCacheKey"].includes(method) && !method.startsWith("__");
    return [...own.filter(isMethod), ...groups].map((method) => `${name}.${method}`);
  });
}

/** The functions of a plain object, as the groups of methods are. */
function methodNames(value: unknown): string[] {
  if (typeof value !== "object" || value === null || Object.getPrototypeOf(value) !== Object.prototype) return [];
  return Object.entries(value).flatMap(([name, each]) => (typeof each === "function" ? [name] : []));
}
