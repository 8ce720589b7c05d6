import { afterAll, beforeAll, expect, test } from "vitest";
import { SANDBOX } from "../../src/sandbox/index.ts";
import { type Wired, wired } from "../faults/kinds.ts";
import { give } from "../faults/line.ts";

let on: Wired;
beforeAll(async () => {
  on = await wired();
});
afterAll(() => on.close());

const templates = (change: object) => (body: { data: object[] }) => ({
  ...body,
  data: body.data.map((row) => ({ ...row, ...change })),
});
const fields = (change: object) => (body: object) => ({ ...body, ...change });

/** What fuzzing found, and what each read makes of it: the odd field is left out, and everything else is there. */
test.each<[string, object, (body: never) => unknown]>([
  ["list_templates", { limit: 2 }, templates({ components: [null, 7, { type: 5 }, { type: "BODY", text: [] }] })],
  [
    "list_templates",
    { limit: 2 },
    templates({ components: {}, category: 7, parameter_format: [], quality_score: "x" }),
  ],
  ["list_templates", { limit: 2 }, templates({ components: [{ type: "BUTTONS", buttons: [null, { type: 1 }] }] })],
  ["list_templates", { limit: 2 }, templates({ components: [{ type: "CAROUSEL", cards: [null, { components: 1 }] }] })],
  ["get_conversation", { conversation_id: SANDBOX.openConversationId }, fields({ phone_number: 7 })],
  ["get_conversation", { conversation_id: SANDBOX.openConversationId }, fields({ business_scoped_user_id: {} })],
  ["download_media", { media_id: SANDBOX.media.png }, fields({ mime_type: 7, sha256: [] })],
  ["get_call_permission", { wa_id: SANDBOX.openCustomer }, fields({ actions: [null, { limits: {} }] })],
  ["get_call_permission", { wa_id: SANDBOX.openCustomer }, fields({ actions: {} })],
  ["get_flow", { flow_id: SANDBOX.flows.draft.id }, fields({ validation_errors: [null, "x", { error: "E" }] })],
])("%s %j reads odd fields", async (tool, args, change) => {
  on.line.trouble("GET", async ({ response, pass }) => {
    const real = await pass();
    if (!/json/.test(real.headers["content-type"] ?? "")) return give(response, real);
    const body = change(JSON.parse(real.body.toString("utf8")) as never);
    give(response, { ...real, body: Buffer.from(JSON.stringify(body)) });
  });
  const { isError, text } = await on.shift.call(tool, { ...args });
  expect(isError, text).toBe(false);
});
