import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { SANDBOX } from "../../src/sandbox/index.ts";
import { takeScope } from "../../src/server/scope.ts";
import { selectTools } from "../../src/tools/index.ts";
import { type Shift, startShift } from "../harness.ts";
import { FUZZ_TIMEOUT_MS, runs } from "./runs.ts";
import { type Schema, valuesOf } from "./schema-values.ts";

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
let tried = 0;
let taken = 0;
beforeAll(async () => {
  let ms = 0;
  shift = await startShift({
    // Time passes where a tool waits, and nowhere else.
    timer: () => ({
      now: () => ms,
      async pause(length) {
        ms += length;
      },
      after: () => () => {},
    }),
    selection: { toolsets: ["all", "graph"], graphWrite: true },
    kapso: { sleep: async () => {} },
    // Nothing of the world outside is asked.
    web: { fetch: async () => Promise.reject(new Error("no web here")) } as never,
  });
  for (const { name, inputSchema } of (await shift.client.listTools()).tools) schemas.set(name, inputSchema as Schema);
});
afterAll(() => shift.close());

const { messages, media, templates, flows } = SANDBOX;
/** Ids and names that exist, so that calls get past the first look. */
const known = {
  to: [SANDBOX.openCustomer, SANDBOX.closedCustomer, SANDBOX.unknownCustomer, SANDBOX.userIdCustomer],
  wa_id: [SANDBOX.openCustomer],
  users: [SANDBOX.openCustomer],
  conversation_id: [SANDBOX.openConversationId, SANDBOX.everyTypeConversationId],
  message_id: Object.values(messages),
  reply_to: Object.values(messages),
  media_id: Object.values(media),
  template_name: Object.values(templates).map(({ name }) => name),
  language: ["en_US", "pt_BR", "es"],
  flow_id: [flows.published.id, flows.draft.id],
  phone_number_id: [SANDBOX.phoneNumberId, SANDBOX.otherPhoneNumberId],
  business_account_id: [SANDBOX.businessAccountId],
  flow_json: ['{"version":"7.3","screens":[]}', "{"],
};

test("the generator reaches every tool that is advertised", () => {
  expect([...schemas.keys()].sort()).toEqual(tools.map(({ name }) => name).sort());
});

test.each(tools.map((tool) => ({ name: tool.name, tool })))(
  "$name: what it takes is done or refused with a reason; what it refuses reaches nobody",
  async ({ name, tool }) => {
    const values = valuesOf(schemas.get(name) ?? {}, known)
      .filter(isObject)
      .map(asSent);
    shift.sandbox.reset();
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
        return;
      }
      expect(isError).toBe(true);
      expect(text).toMatch(/^Nothing was done\./);
      expect(shift.sandbox.requests()).toEqual([]);
    });
    await fc.assert(property, runs(8));
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
