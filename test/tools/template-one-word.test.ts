import { afterAll, beforeAll, expect, test } from "vitest";
import { SANDBOX } from "../../src/sandbox/index.ts";
import { type Shift, startShift } from "../helpers/harness.ts";

let shift: Shift;
beforeAll(async () => {
  shift = await startShift();
});
afterAll(() => shift.close());

type Args = Record<string, unknown>;
interface Component extends Args {
  type: string;
  text?: string;
}
const CHANGED = " Thank you!";

test.each([
  SANDBOX.templates.twoParameters,
  SANDBOX.templates.namedParameters,
  SANDBOX.templates.oneParameter,
  { name: "coupon", language: "en_US" },
  { name: "offer", language: "en_US" },
])("one word of $name is changed, and all else stays", async ({ name: template_name, language }) => {
  shift.sandbox.reset();
  const body = { type: "BODY", text: "Your code is here." };
  const code = { type: "COPY_CODE", example: "SAVE15" };
  const link = { type: "URL", text: "Shop", url: "https://shop.example/{{1}}", example: ["a"] };
  const offer = { type: "LIMITED_TIME_OFFER", limited_time_offer: { text: "Today!", has_expiration: true } };
  const own: Record<string, Component[]> = {
    coupon: [body, { type: "BUTTONS", buttons: [code] }],
    offer: [offer, body, { type: "BUTTONS", buttons: [code, link] }],
  };
  const components = own[template_name];
  if (components !== undefined) {
    await shift.call("create_template", { template_name, language, category: "MARKETING", components });
    shift.sandbox.advance(3_600);
  }
  const before = (await shift.call("get_template", { template_name, language })).data;
  const changed = before.components.map((each: Component) =>
    each.type === "BODY" ? { ...each, text: `${each.text}${CHANGED}` } : each,
  );
  const { text, isError } = await shift.call("update_template", {
    template_id: before.template_id,
    components: changed,
  });
  expect(isError, text).toBe(false);
  const after = (await shift.call("get_template", { template_name, language })).data;
  expect(after.components).toEqual(changed);
  expect(after.body).toBe(`${before.body}${CHANGED}`);
});

test("a template whose text is Meta's has no components to give back", async () => {
  const { name: template_name, language } = SANDBOX.templates.authentication;
  expect((await shift.call("get_template", { template_name, language })).data).not.toHaveProperty("components");
});
