import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { SANDBOX } from "../../../src/sandbox/index.ts";
import { CLOSED, type SendStage, sendStage } from "./stage.ts";

let on: SendStage;
beforeAll(async () => {
  on = await sendStage();
});
afterAll(() => on.close());
beforeEach(() => on.sandbox.reset());

const send = (args: Record<string, unknown>, tool = "send_template_message") => on.call(tool, { to: CLOSED, ...args });
const order = { template_name: "pedido_pronto", language: "pt_BR" };
const filled = { ...order, body: [{ text: "Rafa" }, { text: "7731" }] };
const NOTHING = "does not fit its template as it is stored";

describe("a template send is checked against the stored template", () => {
  test.each<[string, Record<string, unknown>, string]>([
    ["too few values", { ...order, body: [{ text: "Rafa" }] }, "body: must have 2 values"],
    ["no values", order, "body: "],
    [
      "a language that it does not have",
      { ...filled, language: "fr" },
      "language: must be one that the template has: pt_BR",
    ],
    [
      "an unknown name",
      { template_name: "pedido_pront", language: "pt_BR" },
      "template_name: must be the name of a template; the nearest are pedido_pronto",
    ],
    ["a missing header", { template_name: "pedido_enviado", language: "pt_BR" }, "header: "],
  ])("%s: refused before it leaves", async (_, args, fault) => {
    for (const tool of ["send_template_message", "send_marketing_message"]) {
      const answer = await send(args, tool);
      expect(answer.isError).toBe(true);
      expect(answer.text).toContain(`Nothing was sent. ${tool} ${NOTHING}`);
      expect(answer.text).toContain(`- ${fault}`);
    }
    expect(on.count("POST")).toBe(0);
  });

  test("a good one costs one read, and none within a minute; one more after it has left", async () => {
    expect((await send(filled)).data.status).toBe("accepted");
    expect(on.count()).toBe(3);
    expect((await send({ ...filled, body: [{ text: "Rafa" }, { text: "7732" }] })).data.status).toBe("accepted");
    expect(on.count()).toBe(5);
  });

  test("what was read before never refuses what is right now", async () => {
    const fresh = { template_name: "just_made", language: "en_US" };
    expect((await send(fresh)).text).toContain(NOTHING);
    const components = [{ type: "BODY", text: "Thank you for your order." }];
    await on.call("create_template", { ...fresh, category: "UTILITY", components });
    expect((await send(fresh)).text).toContain("APPROVED");
    on.sandbox.advance(3_600);
    expect((await send(fresh)).data.status).toBe("accepted");
  });

  test("templates that cannot be read are the service's to judge", async () => {
    await on.fault({
      match: { method: "GET", path: "message_templates" },
      times: 2,
      status: 403,
      body: { error: "Forbidden" },
    });
    const answer = await send({ ...order, body: [{ text: "Rafa" }] });
    expect(answer.text).toContain("132000");
    expect(answer.text).toContain("Nothing was sent.");
  });

  test("a refusal of the service is explained by the template as it now is", async () => {
    await send(filled);
    await on.fault({ match: { method: "POST" }, failure: "132000" });
    const elsewhere = { ...filled, body: [{ text: "Rafa" }, { text: "7733" }] };
    expect((await send(elsewhere)).text).toMatch(/132000[\s\S]*Nothing was sent/);
    const gets = on.count("GET");
    await send(elsewhere);
    expect(on.count("GET")).toBe(gets + 1); // Read anew after the refusal, and at hand since; one for its conversation.
  });

  test("a name in more languages than one page holds is not judged by that page", async () => {
    const page = {
      data: [{ id: "1", name: "pedido_pronto", language: "es", status: "APPROVED", components: [] }],
      paging: { cursors: { after: "MQ" }, next: `${on.sandbox.baseUrl}/v23.0/next` },
    };
    await on.fault({ match: { method: "GET", path: "message_templates" }, status: 200, body: page });
    expect((await send(filled)).text).toContain('"status":"accepted"');
  });

  test("without a configured number the configured account is nobody's: nothing is assumed", async () => {
    const free = await sendStage({ defaults: { businessAccountId: SANDBOX.businessAccountId } });
    const number = { phone_number_id: SANDBOX.otherPhoneNumberId, to: SANDBOX.otherNumberCustomer };
    const answer = await free.call("send_template_message", { ...order, ...number });
    await free.close();
    expect(answer.text).toContain("132000");
  });

  test("another number's templates may be another account's: nothing is assumed", async () => {
    const other = {
      ...order,
      body: [{ text: "Rafa" }],
      phone_number_id: SANDBOX.otherPhoneNumberId,
      to: SANDBOX.otherNumberCustomer,
    };
    expect((await send(other)).text).toContain("132000");
  });
});
