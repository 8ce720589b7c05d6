import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { SANDBOX } from "../../src/sandbox/index.ts";
import { type Api, NUMBER, openApi } from "./api.ts";

let api: Api;
beforeEach(async () => {
  api = await openApi({ seed: "empty" });
});
afterEach(() => api.sandbox.close());

async function approved(name: string, more: object = {}): Promise<void> {
  const components = [{ type: "BODY", text: `This is what the template ${name} says.` }];
  const body = { name, language: "en_US", category: "UTILITY", components, ...more };
  await api.call("POST", `/${SANDBOX.businessAccountId}/message_templates`, { body });
  api.sandbox.advance(60);
}

describe("the marketing endpoint", () => {
  const send = (name: string, more: object = {}, parameters: string[] = []) => {
    const components = [{ type: "body", parameters: parameters.map((text) => ({ type: "text", text })) }];
    const template = { name, language: { code: "en_US" }, ...(parameters.length > 0 && { components }) };
    const body = { messaging_product: "whatsapp", to: SANDBOX.unknownCustomer, type: "template", template, ...more };
    return api.call("POST", `${NUMBER}/marketing_messages`, { body });
  };
  const marketing = { category: "MARKETING" };

  test("sends a marketing template ten minutes after its approval", async () => {
    await approved("sale", marketing);
    expect((await send("sale")).body.error.code).toBe(134101);
    api.sandbox.advance(600);
    const { body } = await send("sale", { product_policy: "STRICT", message_activity_sharing: true });
    expect(body.messages[0].message_status).toBe("accepted");
  });

  test.each<[number, number, string, object]>([
    [400, 134100, "hello_world", {}],
    [400, 131055, "sale", { type: "text", text: { body: "Hi" } }],
    [400, 131055, "sale", { recipient_type: "group" }],
    [400, 100, "sale", { template: undefined }],
    [400, 131009, "sale", { product_policy: "MAYBE" }],
    [400, 100, "sale", { message_activity_sharing: "yes" }],
    [404, 132001, "nothing_here", {}],
  ])("refuses with %d %d", async (status, code, name, more) => {
    const reply = await send(name, more);
    expect([reply.status, reply.body.error.code]).toEqual([status, code]);
  });

  test("does not know sandbox_marketing_unavailable, and holds sandbox_held", async () => {
    await approved("sandbox_marketing_unavailable", marketing);
    await approved("sandbox_held", marketing);
    api.sandbox.advance(600);
    expect((await send("sandbox_marketing_unavailable")).body.error.code).toBe(134102);
    expect((await send("sandbox_held")).body.messages[0].message_status).toBe("held_for_quality_assessment");
  });
});
