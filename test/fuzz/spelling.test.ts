import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { z } from "zod";
import { readArguments } from "../../src/tools/definition/faults.ts";
import { selectTools } from "../../src/tools/index.ts";
import { type Shift, startShift } from "../helpers/harness.ts";
import { passingTime } from "../helpers/passing-time.ts";
import { goodCalls, prepare } from "./good-calls.ts";
import { FUZZ_TIMEOUT_MS, runs } from "./runs.ts";
import type { Schema } from "./schema-values.ts";
import { spelledArguments } from "./spelled.ts";

const selection = { toolsets: ["all", "graph"], tools: [], excludeTools: [], readOnly: false, graphWrite: true };
const tools = selectTools(selection).map((tool) => ({ name: tool.name, input: tool.input }));

let shift: Shift;
let good: (tool: string) => Schema[];
beforeAll(async () => {
  const time = passingTime();
  shift = await startShift({
    timer: () => time,
    selection,
    kapso: { sleep: async () => {} },
  });
  good = await goodCalls(shift);
});
afterAll(() => shift.close());

test.each(tools)(
  "$name: what it takes it takes in every spelling, and reads as the same",
  ({ name, input }) => {
    const schema: Schema = z.toJSONSchema(input, { io: "input", unrepresentable: "any" });
    for (const args of good(name)) {
      const plain = z.parse(input, args);
      const property = fc.property(spelledArguments(schema, args), (other) => {
        expect(readArguments(input, other, [])).toMatchObject({ data: plain });
      });
      fc.assert(property, runs<[Schema]>(40));
    }
  },
  FUZZ_TIMEOUT_MS,
);

test.each(tools)(
  "$name: every spelling leads to the same request",
  async ({ name, input }) => {
    const schema: Schema = z.toJSONSchema(input, { io: "input", unrepresentable: "any" });
    const requests = async (args: Schema) => {
      shift.sandbox.reset();
      await prepare(shift);
      shift.sandbox.world.requests.clear();
      const again = "allow_duplicate" in input.shape ? { allow_duplicate: true } : {};
      await shift.call(name, { ...args, ...again });
      // What a read asks for after its first answer depends on what was read before.
      return shift.sandbox
        .requests()
        .filter(({ method }, i) => i === 0 || method !== "GET")
        .map(({ method, path, query, body }) => ({ method, path, query, body }));
    };
    for (const args of good(name)) {
      const plain = await requests(args);
      const property = fc.asyncProperty(spelledArguments(schema, args), async (other) => {
        expect(await requests(other)).toEqual(plain);
      });
      await fc.assert(property, runs<[Schema]>(2));
    }
  },
  FUZZ_TIMEOUT_MS,
);
