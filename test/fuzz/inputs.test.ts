import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { SANDBOX } from "../../src/sandbox/index.ts";
import { takeScope } from "../../src/server/call/scope.ts";
import { selectTools } from "../../src/tools/index.ts";
import { type Shift, startShift } from "../helpers/harness.ts";
import { passingTime } from "../helpers/passing-time.ts";
import { goodCalls, known, prepare, REFUSED } from "./good-calls.ts";
import { FUZZ_TIMEOUT_MS, runs } from "./runs.ts";
import { near, type Schema, valuesOf } from "./schema-values.ts";

const tools = selectTools({
  toolsets: ["all", "graph"],
  tools: [],
  excludeTools: [],
  readOnly: false,
  graphWrite: true,
});
const defaults = { phoneNumberId: SANDBOX.phoneNumberId, businessAccountId: SANDBOX.businessAccountId };
const schemas = new Map<string, Schema>();

let shift: Shift;
let good: (tool: string) => Record<string, unknown>[];
let tried = 0;
let taken = 0;
beforeAll(async () => {
  const time = passingTime();
  shift = await startShift({
    timer: () => time,
    selection: { toolsets: ["all", "graph"], graphWrite: true },
    kapso: { sleep: async () => {} },
    // Nothing of the world outside is asked.
    web: { fetch: async () => Promise.reject(new Error("no web here")) } as never,
  });
  for (const { name, inputSchema } of (await shift.client.listTools()).tools) schemas.set(name, inputSchema as Schema);
  good = await goodCalls(shift);
});
afterAll(() => shift.close());

test("the generator reaches every tool that is advertised", () => {
  expect([...schemas.keys()].sort()).toEqual(tools.map(({ name }) => name).sort());
});

test.each(tools.map((tool) => ({ name: tool.name, tool })))(
  "$name: what it takes is done or refused with a reason; what it refuses reaches nobody",
  async ({ name, tool }) => {
    const schema = schemas.get(name) ?? {};
    const calls = good(name);
    const values = fc
      .oneof(valuesOf(schema, known), near(calls, schema, known))
      .filter(isObject)
      .map(asSent);
    shift.sandbox.reset();
    await prepare(shift);
    const takenBefore = taken;
    let done = 0;
    const property = fc.asyncProperty(values, async (args) => {
      shift.sandbox.world.requests.clear();
      const { own, faults: scopeFaults } = takeScope(tool.scope, args, defaults);
      const joined = Object.keys(args).filter((key) => !Object.hasOwn(own, key));
      const prepared = tool.prepare(own, joined);
      const invalid = "faults" in prepared || scopeFaults.length > 0;
      const { isError, text } = await shift.call(name, args);
      expect(text).not.toContain("failed inside this server");
      expect(text).not.toContain(SANDBOX.apiKey);
      if (isError) expect(text.length).toBeGreaterThan(20);
      tried += 1;
      if (!invalid) {
        taken += 1;
        if (!isError) done += 1;
        // The service never fails over what a tool has taken, and knows every path that a tool of its own has.
        const answers = shift.sandbox.requests().map(({ status }) => status);
        // What it refuses comes with what to do.
        if (isError && (answers.at(-1) ?? 200) >= 400) expect(text).toMatch(/Next: \S/);
        expect(answers.filter((status) => status === null || status >= 500)).toEqual([]);
        if (!name.startsWith("graph_")) expect(text).not.toContain("Unknown path");
        return;
      }
      expect(isError).toBe(true);
      expect(text).toMatch(/^Nothing was done\./);
      expect(shift.sandbox.requests()).toEqual([]);
    });
    const { numRuns = 0, ...rest } = runs<[Record<string, unknown>]>(8);
    const examples = calls.map((args): [Record<string, unknown>] => [args]);
    await fc.assert(property, { ...rest, numRuns: numRuns + examples.length, examples });
    expect(taken - takenBefore).toBeGreaterThanOrEqual(calls.length);
    if (!REFUSED.includes(name)) expect(done).toBeGreaterThanOrEqual(calls.length);
  },
  FUZZ_TIMEOUT_MS,
);

test("enough of what is generated is taken for all this to mean something", () => {
  expect(taken / tried).toBeGreaterThan(0.25);
  expect(taken / tried).toBeLessThan(0.95);
});

/** As it is after its way over the wire, on which clients drop keys named `__proto__`. */
function asSent(value: Record<string, unknown>): Record<string, unknown> {
  return JSON.parse(JSON.stringify(value), (key, part) => (key === "__proto__" ? undefined : part));
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
