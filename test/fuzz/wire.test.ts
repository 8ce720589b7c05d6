import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { SANDBOX } from "../../src/sandbox/index.ts";
import { selectTools } from "../../src/tools/index.ts";
import { type Wired, wired } from "../faults/kinds.ts";
import { give, type Trouble } from "../faults/line.ts";
import type { Answer } from "../helpers/harness.ts";
import { CALLS } from "../transports/calls.ts";
import { type Edit, edited, edits, LEAK, nulled, withExtras } from "./edits.ts";
import { FUZZ_TIMEOUT_MS, runs } from "./runs.ts";

const reads = selectTools({ toolsets: ["all"], tools: [], excludeTools: [], readOnly: true }).map(({ name }) => name);

/** What becomes of an answer: edits in the true one, or another in its place. */
type Change = { made: Edit[] } | { whole: unknown };

let on: Wired;
const ids: Record<string, string> = {};
beforeAll(async () => {
  on = await wired();
  const first = async (tool: string, field: string) => (await on.shift.call(tool, {})).data.data[0][field] as string;
  Object.assign(ids, {
    $message: SANDBOX.messages.inboundImage,
    $media: SANDBOX.media.png,
    $flow: SANDBOX.flows.published.id,
    $template: (await on.shift.call("get_template", { template_name: SANDBOX.templates.twoParameters.name })).data
      .template_id,
    $call: await first("list_calls", "call_id"),
  });
});
afterAll(() => on.close());

function argsOf(name: string): Record<string, unknown> {
  const [, args = {}] = CALLS.find(([tool]) => tool === name) ?? [];
  return Object.fromEntries(Object.entries(args).map(([key, value]) => [key, ids[String(value)] ?? value]));
}

/** The true answers, put differently. */
const changed =
  (change: (body: unknown) => unknown): Trouble =>
  async ({ response, pass }) => {
    const real = await pass();
    if (!/json/.test(real.headers["content-type"] ?? "")) return give(response, real);
    const body = change(JSON.parse(real.body.toString("utf8")));
    give(response, { ...real, body: Buffer.from(JSON.stringify(body) ?? "null") });
  };

async function under(name: string, change: (body: unknown) => unknown): Promise<Answer> {
  on.line.trouble("GET", changed(change));
  try {
    return await on.shift.call(name, argsOf(name));
  } finally {
    on.line.mend();
  }
}

const OWN = ["metadata", "flow_json"];

function expectOwn({ isError, text, data, attachments }: Answer): void {
  expect(text).not.toContain("failed inside this server");
  // What these hold is the operator's own, whatever it is.
  const shown = JSON.stringify([data, attachments], (key, value) => (OWN.includes(key) ? undefined : value));
  expect(shown).not.toContain(LEAK);
  if (!isError) return;
  expect(text).not.toContain(LEAK);
  expect(text).toMatch(/Next: \S/);
}

test.each(reads)(
  "%s reads any answer",
  async (name) => {
    const whole = await on.shift.call(name, argsOf(name));
    expect(whole.isError, whole.text).toBe(false);
    const extras = await under(name, withExtras);
    expectOwn(extras);
    expect(extras.isError, extras.text).toBe(false);
    expectOwn(await under(name, nulled));
    const json = fc.jsonValue({ maxDepth: 3 });
    const answer: fc.Arbitrary<Change> = fc.oneof(
      { weight: 4, arbitrary: edits.map((made) => ({ made })) },
      { weight: 1, arbitrary: json.map((whole) => ({ whole })) },
      { weight: 1, arbitrary: json.map((row) => ({ whole: { data: [row] } })) },
    );
    const property = fc.asyncProperty(answer, async (change) => {
      const changed = (body: unknown) => ("made" in change ? edited(body, change.made) : change.whole);
      expectOwn(await under(name, changed));
    });
    await fc.assert(property, runs(10));
  },
  FUZZ_TIMEOUT_MS,
);
