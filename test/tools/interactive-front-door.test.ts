import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { SANDBOX } from "../../src/sandbox/index.ts";
import { type Shift, startShift } from "../helpers/harness.ts";

/** send_interactive_message and send_template_message through a real client, a real server and the sandbox. */

let shift: Shift;
beforeAll(async () => {
  shift = await startShift();
});
afterAll(() => shift.close());
beforeEach(() => shift.sandbox.reset());

const buttons = [
  { id: "yes", title: "Yes" },
  { id: "no", title: "No" },
];
const ask = (args: Record<string, unknown>) =>
  shift.call("send_interactive_message", { kind: "button", body: "Shall we deliver?", buttons, ...args });

test("buttons reach an open conversation, and stand in the history", async () => {
  const { data } = await ask({ to: SANDBOX.openCustomer });
  expect(data).toMatchObject({ status: "accepted", to: SANDBOX.openCustomer });
  const stored = await shift.call("get_message", { message_id: data.message_id });
  expect(stored.data).toMatchObject({ type: "interactive", text: "Shall we deliver?" });
});

test("outside the 24 hours the error leads to templates", async () => {
  const { isError, text } = await ask({ to: SANDBOX.closedCustomer });
  expect(isError).toBe(true);
  expect(text).toMatch(/24-hour window is closed.*\(code window_expired, HTTP 422\)/);
  expect(text).toContain("Next: Send an approved template with send_template_message; list_templates shows them.");
});

test("wrong arguments name each element, and nothing leaves", async () => {
  const { text } = await ask({ to: SANDBOX.openCustomer, buttons: [...buttons, ...buttons], url: "x" });
  expect(text).toContain("Nothing was done. send_interactive_message was called with arguments it does not take:");
  expect(text).toContain("- buttons: must have at most 3 items (given 4 items)");
  expect(text).toContain("- url: must be an http:// or https:// URL");
  expect(shift.sandbox.requests()).toHaveLength(0);
});

test("a template goes from the list to a customer who is silent for days", async () => {
  const { data: list } = await shift.call("list_templates", { template_name: "pedido_pronto" });
  const [template] = list.data;
  expect(template).toMatchObject({ status: "APPROVED", to_fill: { body: [{ text: "{{1}}" }, { text: "{{2}}" }] } });
  const { template_name, language } = template;
  const send = (body: unknown) =>
    shift.call("send_template_message", { to: SANDBOX.closedCustomer, template_name, language, body });

  expect((await send(template.to_fill.body)).text).toContain("body[0].text: must be the value itself");
  const short = await send([{ text: "Rafa" }]);
  expect(short.text).toBe(
    "Nothing was sent. send_template_message does not fit its template as it is stored:\n" +
      "- body: must have 2 values, in the order {{1}}, {{2}} (given 1)\nNext: preview_template or list_templates.",
  );
  const sent = await send([{ text: "Rafa" }, { text: "7731" }]);
  expect(sent.data).toMatchObject({ status: "accepted", to: SANDBOX.closedCustomer });
});

test("an unknown template is explained", async () => {
  const args = { to: SANDBOX.closedCustomer, template_name: "no_such", language: "es" };
  const { text } = await shift.call("send_template_message", args);
  expect(text).toContain("- template_name: must be the name of a template (given no_such)");
  const near = await shift.call("send_template_message", { ...args, template_name: "pedido_prontos" });
  expect(near.text).toContain("the nearest are pedido_pronto (pt_BR)");
  expect(near.text).toContain("Next: preview_template or list_templates.");
});
