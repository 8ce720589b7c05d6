import { describe, expect, test } from "vitest";
import { allErrorCodes, KapsoError } from "../../src/kapso/http/errors.ts";
import { explain } from "../../src/server/advice/explain.ts";
import { adviceFor } from "../../src/server/advice/lookup.ts";
import { selectTools, TOOL_NAMES } from "../../src/tools/index.ts";

const all = selectTools({ toolsets: ["all"], tools: [], excludeTools: [], readOnly: false });
const tool = (name: string) => {
  const found = all.find((each) => each.name === name);
  if (found === undefined) throw new Error(`no tool ${name}`);
  return found;
};
const everything = new Set(TOOL_NAMES);
const nothing = new Set<string>();

const refused = (code: number | string | null, facts = {}) =>
  new KapsoError({ kind: "graph", code, title: "Title", httpStatus: 400, retryable: "F", requestSent: true, ...facts });

const codes = allErrorCodes().map(({ code, name }) => [code, name] as const);

test("there are the codes of the contract to walk", () => {
  expect(codes.length).toBeGreaterThan(170);
});

test.each(codes)("%s (%s) is explained: why, and the next step", (code) => {
  const advice = adviceFor(code);
  expect(advice, `no advice for ${code}`).toBeDefined();
  expect(advice?.why).toMatch(/\.$/);
  expect(advice?.next).toMatch(/\.$/);
  for (const [, name] of (advice?.next ?? "").matchAll(/\{(\w+)\}/g)) expect(TOOL_NAMES).toContain(name);
  if (advice?.next.includes("{")) expect(advice.without, "who acts where the tool is not selected").toBeDefined();
});

test.each(codes)("%s (%s) names no tool that is not selected", (code) => {
  const text = explain(refused(code), tool("send_message"), nothing);
  expect(text).toContain("\nNext: ");
  expect(text).not.toMatch(/[{}]/);
  for (const name of TOOL_NAMES) expect(text).not.toContain(name);
});

describe("what has no advice of its own", () => {
  test("falls to its subcode", () => {
    expect(explain(refused(99, { subcode: 2388299 }), tool("create_template"), everything)).toContain(
      "Put words around it",
    );
  });

  test.each([
    ["F", "Change the arguments"],
    ["H", "tell the operator"],
    ["N", "Do not repeat"],
    ["L", "Wait, then try again"],
  ] as const)("falls to its class %s", (retryable, words) => {
    const text = explain(refused(999_999, { retryable }), tool("send_message"), everything);
    expect(text).toContain(words);
    expect(text).toContain("code 999999");
  });

  test("is a fault of ours: it says so and shows nothing", () => {
    const text = explain(new TypeError("secret detail"), tool("send_message"), everything);
    expect(text).not.toContain("secret");
    expect(text).toContain("log");
  });
});

test("an unknown outcome says so, whatever its code says", () => {
  const text = explain(refused(131047, { kind: "unknown_outcome" }), tool("send_message"), everything);
  expect(text).toContain("not known whether anything was sent");
  expect(text).toContain("list_messages");
  expect(text).not.toContain("template");
});

test("Meta's words for a person are shown, on one line and bounded", () => {
  const text = explain(
    refused(100, { userTitle: "Too long", userMessage: `Shorten\nthe button. ${"x".repeat(900)}` }),
    tool("create_template"),
    everything,
  );
  expect(text).toContain("Too long | Shorten the button. xxx");
  expect(text.length).toBeLessThan(900);
});
