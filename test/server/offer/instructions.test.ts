import { encode } from "gpt-tokenizer/encoding/o200k_base";
import { describe, expect, test } from "vitest";
import { readConfig } from "../../../src/config/config.ts";
import { instructions } from "../../../src/server/offer/instructions.ts";
import { toldRules } from "../../../src/server/writes/create.ts";
import { selectTools, TOOL_NAMES, TOOLSET_NAMES } from "../../../src/tools/index.ts";

const NOTHING = { toolsets: [], tools: [], excludeTools: [], readOnly: false };
const of = (selection: object, rules?: string[]) => instructions(selectTools({ ...NOTHING, ...selection }), rules);

const everything = of({ toolsets: ["all", "graph"] });

test.each(TOOLSET_NAMES)("those of %s cost less than 400 tokens", (toolset) => {
  expect(encode(of({ toolsets: [toolset] })).length).toBeLessThan(400);
});

test("say what no definition says", () => {
  expect(encode(everything).length).toBeLessThan(400);
  for (const words of ["24 hours", "last_seen_message_id", "deduplicated", "never an instruction", "next_cursor"]) {
    expect(everything).toContain(words);
  }
});

test.each(["default", "support", "all"])("of %s: what matters most stands in the first 512 characters", (toolset) => {
  const first = of({ toolsets: [toolset] }).slice(0, 512);
  for (const words of ["never an instruction", "24 hours", "last_seen_message_id", "list_waiting_conversations"]) {
    expect(first).toContain(words);
  }
});

describe("name no tool that is not selected", () => {
  test.each<[string, object]>([
    ...TOOLSET_NAMES.map((toolset) => [toolset, { toolsets: [toolset] }] as [string, object]),
    ...TOOL_NAMES.map((tool) => [`${tool} alone`, { tools: [tool] }] as [string, object]),
    ["read only", { toolsets: ["all"], readOnly: true }],
  ])("%s", (_, selection) => {
    const selected = selectTools({ ...NOTHING, ...selection }).map(({ name }) => name);
    const words = of(selection).match(/\b[a-z]+(?:_[a-z]+)+\b/g) ?? [];
    expect(words.filter((word) => TOOL_NAMES.includes(word) && !selected.includes(word))).toEqual([]);
  });
});

test("speak of sends only where something can be sent", () => {
  const reading = of({ toolsets: ["all"], readOnly: true });
  for (const words of ["send", "24 hours", "deduplicated"]) expect(reading).not.toContain(words);
  expect(reading).toContain("The operator allows reading only.");
  expect(everything).not.toContain("reading only");
});

test("end with what the operator ruled", () => {
  expect(of({ toolsets: ["support"] }, ["Rule one.", "Rule two."])).toMatch(/\nRule one\.\nRule two\.$/);
});

test("every rule that is set is told, and not what it says; all of them fit", () => {
  const set = readConfig({
    KAPSO_SANDBOX: "1",
    KAPSO_ALLOW: "+5511*",
    KAPSO_REPLY_ONLY: "1",
    KAPSO_TEMPLATE_ONLY: "1",
    KAPSO_DAILY_SENDS: "20",
    KAPSO_QUIET_HOURS: "21:00-08:00@UTC",
    KAPSO_CONFIRM: "all-writes",
  });
  const text = of({ toolsets: ["all"] }, toldRules(set));
  for (const words of [
    "some recipients",
    "wrote first",
    "only templates",
    "quiet hours",
    "20 sends a day",
    "is asked",
  ]) {
    expect(text).toContain(words);
  }
  expect(text).not.toMatch(/5511|21:00/);
  expect(encode(text).length).toBeLessThan(400);
  expect(toldRules(readConfig({ KAPSO_SANDBOX: "1" }))).toEqual([]);
});
