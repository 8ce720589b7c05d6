import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { SANDBOX } from "../../src/sandbox/index.ts";
import { type Shift, startShift } from "../helpers/harness.ts";

let shift: Shift;
beforeAll(async () => {
  shift = await startShift();
});
afterAll(() => shift.close());
beforeEach(() => shift.sandbox.reset());

type Args = Record<string, unknown>;
const to = SANDBOX.openCustomer;
const sent = () => shift.sandbox.requests().filter(({ method }) => method === "POST");
const posted = () => sent().at(-1)?.body as Args;

/** A template as the account has it once it was reviewed. */
async function approved(template_name: string, components: Args[], category = "UTILITY"): Promise<void> {
  const { text, isError } = await shift.call("create_template", {
    template_name,
    language: "en_US",
    category,
    components,
  });
  expect(isError, text).toBe(false);
  shift.sandbox.advance(3_600);
  shift.sandbox.world.requests.clear();
}

const body = { type: "BODY", text: "Your parcel is on its way." };
const link = (example: unknown) => ({ type: "URL", text: "Track", url: "https://www.shop.example/t/{{1}}", example });

describe("templates as people define them", () => {
  test.each<[string, Args[], string, Args]>([
    [
      "the end of a URL as its example",
      [body, { type: "BUTTONS", buttons: [link(["7731"])] }],
      "UTILITY",
      { buttons: [link(["7731"])] },
    ],
    [
      "an example alone",
      [body, { type: "BUTTONS", buttons: [link("7731")] }],
      "UTILITY",
      { buttons: [link(["7731"])] },
    ],
    [
      "a coupon with a picture, a link and its code as a list",
      [
        { type: "HEADER", format: "IMAGE", example: { header_handle: ["4::aW1hZ2U="] } },
        body,
        { type: "BUTTONS", buttons: [{ type: "COPY_CODE", example: ["SAVE15"] }, link(["a"])] },
      ],
      "MARKETING",
      { buttons: [{ type: "COPY_CODE", example: "SAVE15" }, link(["a"])] },
    ],
    [
      "words in any case",
      [
        { type: "body", text: body.text },
        { type: "Buttons", buttons: [{ type: "quick reply", text: "Yes" }] },
      ],
      "utility",
      { buttons: [{ type: "QUICK_REPLY", text: "Yes" }] },
    ],
    [
      "a telephone number as people write it",
      [
        body,
        { type: "BUTTONS", buttons: [{ type: "PHONE_NUMBER", text: "Call", phone_number: "tel:+1 (415) 555-0100" }] },
      ],
      "UTILITY",
      { buttons: [{ type: "PHONE_NUMBER", text: "Call", phone_number: "+14155550100" }] },
    ],
  ])("%s", async (_, components, category, buttons) => {
    await approved("parcel_sent", components, category);
    const { data } = await shift.call("get_template", { template_name: "parcel_sent" });
    expect(data.status).toBe("APPROVED");
    shift.sandbox.reset();
    await shift.call("create_template", { template_name: "parcel_sent", language: "en_US", category, components });
    expect((posted()["components"] as Args[]).find(({ type }) => type === "BUTTONS")).toMatchObject(buttons);
  });

  test.each<[string, unknown]>([
    ["flat", ["Ana", "7731"]],
    ["nested", [["Ana", "7731"]]],
    ["one list each", [["Ana"], ["7731"]]],
    ["with a number", ["Ana", 7731]],
  ])("values of a body %s", async (_, body_text) => {
    const text = "Hello {{1}}, order {{2}} is ready.";
    await approved("order_ready", [{ type: "BODY", text, example: { body_text } }]);
    shift.sandbox.reset();
    const components = [{ type: "BODY", text, example: { body_text } }];
    await shift.call("create_template", {
      template_name: "order_ready",
      language: "en_US",
      category: "UTILITY",
      components,
    });
    expect((posted()["components"] as Args[])[0]).toMatchObject({ example: { body_text: [["Ana", "7731"]] } });
  });
});

describe("what a customer would see broken is refused before it leaves", () => {
  const track = async (value: string) => {
    await approved("parcel_sent", [body, { type: "BUTTONS", buttons: [link(["7731"])] }]);
    const buttons = [{ index: 0, sub_type: "url", text: value }];
    return shift.call("send_template_message", { to, template_name: "parcel_sent", language: "en_US", buttons });
  };

  test.each([
    ["https://www.shop.example/t/7731", 'here "7731"'],
    ["http://shop.example/t/7731?a=b", 'here "7731?a=b"'],
    ["shop.example/t/7731", 'here "7731"'],
    ["https://www.shop.example/t/", "the template has the rest"],
  ])("a link's value that repeats the template's URL: %s", async (value, words) => {
    const { text } = await track(value);
    expect(text).toContain('buttons[0].text: must be only what comes after "https://www.shop.example/t/"');
    expect(text).toContain(words);
    expect(sent()).toEqual([]);
  });

  test.each(["7731", "https://other.example/a"])("another value is the caller's: %s", async (value) => {
    expect((await track(value)).data.status).toBe("accepted");
  });

  test("a code that differs between body and button, and is not repeated", async () => {
    const args = { to, template_name: "codigo_acesso", language: "pt_BR", body: [{ text: "123456" }] };
    const buttons = (code: string) => ({ buttons: [{ index: 0, sub_type: "url", text: code }] });
    const { text } = await shift.call("send_template_message", { ...args, ...buttons("654321") });
    expect(text).toContain("buttons[0].text: must be the code that the body shows");
    expect(text).not.toContain("654321");
    expect(sent()).toEqual([]);
    expect((await shift.call("send_template_message", { ...args, ...buttons("123456") })).isError).toBe(false);
  });

  const button = [{ id: "a", title: "Yes" }];
  const template = { to, template_name: "pedido_pronto", language: "pt_BR" };
  test.each<[string, Args, string]>([
    ["send_message", { to, type: "text", text: " \n\t" }, "text"],
    ["send_message", { to, type: "text", text: "\u200b\u3164" }, "text"],
    ["send_message", { to, type: "image", media_id: SANDBOX.media.png, caption: "  " }, "caption"],
    ["send_interactive_message", { to, kind: "button", body: " ", buttons: button }, "body"],
    ["send_interactive_message", { to, kind: "button", body: "Well?", footer: " ", buttons: button }, "footer"],
    [
      "send_interactive_message",
      { to, kind: "button", body: "Well?", buttons: [{ id: "a", title: " " }] },
      "buttons[0].title",
    ],
    ["send_template_message", { ...template, body: [{ text: " " }, { text: "7731" }] }, "body[0].text"],
    [
      "create_template",
      { template_name: "a", language: "en", category: "UTILITY", components: [{ type: "BODY", text: " " }] },
      "components[0].text",
    ],
  ])("%s %j: white space alone", async (tool, args, field) => {
    const { text } = await shift.call(tool, args);
    expect(text).toContain(`${field}: must not be white space alone`);
    expect(sent()).toEqual([]);
  });

  test("the character NUL", async () => {
    const { text } = await shift.call("send_message", { to, type: "text", text: "a\0b" });
    expect(text).toContain("text: must not have the character NUL");
    expect(sent()).toEqual([]);
  });

  test.each<[string, Args, string]>([
    ["send_message", { to, type: "text", text: "One\\nTwo" }, "text.body"],
    ["send_message", { to, type: "image", media_id: SANDBOX.media.png, caption: "One\\nTwo" }, "image.caption"],
    ["send_interactive_message", { to, kind: "button", body: "One\\nTwo", buttons: button }, "interactive.body.text"],
    [
      "send_template_message",
      { ...template, body: [{ text: "One\\nTwo" }, { text: "7731" }] },
      "template.components.0.parameters.0.text",
    ],
  ])("%s %j: a line break as two characters is sent, with a warning", async (tool, args, field) => {
    const { data } = await shift.call(tool, args);
    expect(data.status).toBe("accepted");
    expect(data.warnings).toContainEqual(expect.stringContaining(`${field}: has \\n`));
  });

  test("a line break is no warning", async () => {
    const { data } = await shift.call("send_message", { to, type: "text", text: "One\nTwo" });
    expect(data).not.toHaveProperty("warnings");
  });
});
