import { expect, test } from "vitest";
import type { Template } from "../../src/kapso/template-types.ts";
import { renderedMessage, renderTemplate } from "../../src/tools/messages/send_template_message/render.ts";
import { type Args, contractExamples } from "./direct.ts";
import { parseFilling } from "./template-fillings.ts";

/** What the customer will see, and which places a filling left out. */

const contract = contractExamples("templates");

function render(template: Args, args: Args = {}) {
  const record = { id: "731904228816542", status: "APPROVED", name: "promo", language: "es", ...template };
  const filling = parseFilling({ template_name: "promo", language: "es", ...args });
  if (filling === undefined) throw new Error("the filling is not valid by itself");
  const { message, ...gaps } = renderTemplate(record as Template, filling);
  return { message: renderedMessage.parse(message), ...gaps };
}
const of = (...components: Args[]) => ({ components });
const body = (text: string, example?: unknown) => ({ type: "BODY", text, ...(example !== undefined && { example }) });
const media_id = "1290447715880316";

test("with values: names in any order, the end of the URL, the footer", () => {
  const args = {
    header: { type: "text", text: "27", parameter_name: "fecha" },
    body: [
      { text: "9:00", parameter_name: "hora" },
      { text: "$& {{nombre}}!", parameter_name: "nombre" },
    ],
    buttons: [{ index: 2, sub_type: "url", text: "88" }],
  };
  expect(render(contract["recordatorio_cita"] as Args, args)).toEqual({
    message: {
      header: { format: "TEXT", text: "Tu cita del 27" },
      body: "Hola $& {{nombre}}!, te esperamos a las 9:00 en Providencia. Responde si necesitas cambiarla.",
      footer: "Librería Niebla",
      buttons: [
        { index: 0, type: "QUICK_REPLY", text: "Confirmar" },
        { index: 1, type: "QUICK_REPLY", text: "Cambiar hora" },
        { index: 2, type: "URL", text: "Cómo llegar", url: "https://niebla.example/mapa?c=88" },
      ],
    },
    examples: [],
    open: [],
  });
});

test("without values: the template's own examples, and which they are", () => {
  const { message, examples, open } = render(contract["recordatorio_cita"] as Args);
  expect(message.header?.text).toBe("Tu cita del 26 de noviembre");
  expect(message.body).toContain("Hola Tomás, te esperamos a las 16:00");
  expect(message.buttons?.[2]?.url).toBe("https://niebla.example/mapa?c=5512");
  expect(examples).toEqual(["header {{fecha}}", "body {{nombre}}", "body {{hora}}", "buttons[2]"]);
  expect(open).toEqual([]);
});

test("without values and examples: the variables as they stand, and which they are", () => {
  const url = { type: "URL", text: "Go", url: "https://a.example/{{1}}" };
  const { message, examples, open } = render(
    of({ type: "HEADER", format: "VIDEO" }, body("Hi {{1}}, {{1}} and {{2}}."), {
      type: "BUTTONS",
      buttons: [url, { type: "COPY_CODE" }, { type: "ORDER_DETAILS", text: "Pay" }, { type: "FLOW", text: "Book" }],
    }),
  );
  expect(message).toMatchObject({ header: { format: "VIDEO" }, body: "Hi {{1}}, {{1}} and {{2}}." });
  expect(message.buttons).toEqual([
    { index: 0, type: "URL", text: "Go", url: "https://a.example/{{1}}" },
    { index: 1, type: "COPY_CODE", code: "{{code}}" },
    { index: 2, type: "ORDER_DETAILS", text: "Pay" },
    { index: 3, type: "FLOW", text: "Book" },
  ]);
  expect(examples).toEqual([]);
  expect(open).toEqual(["header", "body {{1}}", "body {{2}}", "buttons[0]", "buttons[1]", "buttons[2]"]);
});

test("the first value is {{1}}, wherever it stands", () => {
  const turned = of(body("Order {{2}} is ready for {{1}}."));
  expect(render(turned, { body: [{ text: "Rafa" }, { text: "7731" }] }).message.body).toBe(
    "Order 7731 is ready for Rafa.",
  );
  const sampled = of(body("Order {{2}} is ready for {{1}}.", { body_text: [["Rafa", "7731"]] }));
  expect(render(sampled).message.body).toBe("Order 7731 is ready for Rafa.");
});

test("a value that is missing shows its example beside the values that are there", () => {
  const { message, examples } = render(of(body("Hi {{1}}: {{2}}.", { body_text: [["Rafa", "7731"]] })), {
    body: [{ text: "Amara" }],
  });
  expect(message.body).toBe("Hi Amara: 7731.");
  expect(examples).toEqual(["body {{2}}"]);
});

test.each([
  [[["7731"]], "7731"],
  [["7731"], "7731"],
  ["7731", "7731"],
  [null, "{{1}}"],
  [[7731], "{{1}}"],
])("an example written as %j", (body_text, shown) => {
  expect(render(of(body("It is {{1}}.", { body_text }))).message.body).toBe(`It is ${shown}.`);
});

test.each([
  [["https://a.example/77"], "https://a.example/77"],
  ["https://a.example/77", "https://a.example/77"],
  ["77", "https://a.example/77"],
  [undefined, "https://a.example/{{1}}"],
])("a URL with the example %j", (example, shown) => {
  const url = { type: "URL", text: "Go", url: "https://a.example/{{1}}", example };
  expect(render(of(body("Hi."), { type: "BUTTONS", buttons: [url] })).message.buttons?.[0]?.url).toBe(shown);
});

test("money, dates and groups as they are written out", () => {
  const money = { currency: { fallback_value: "R$ 249,00", code: "BRL", amount_1000: 249000 } };
  const args = { body: [money, { date_time: { fallback_value: "27 de novembro" } }, { group_id: "R3JvdXA=" }] };
  expect(render(of(body("{{1}} {{2}} {{3}}")), args).message.body).toBe("R$ 249,00 27 de novembro R3JvdXA=");
});

const HEADERS: [string, Args, Args][] = [
  ["IMAGE", { type: "image", media_id }, { media_id }],
  [
    "DOCUMENT",
    { type: "document", link: "https://a.example/a.pdf", filename: "a.pdf" },
    { link: "https://a.example/a.pdf", filename: "a.pdf" },
  ],
  [
    "LOCATION",
    { type: "location", latitude: 1, longitude: 2, name: "Shop", address: "Street 1" },
    { latitude: 1, longitude: 2, name: "Shop", address: "Street 1" },
  ],
  ["PRODUCT", { type: "product", catalog_id: "1", product_retailer_id: "A" }, { product_retailer_id: "A" }],
];
test.each(HEADERS)("a header of %s", (format, header, shown) => {
  const { message, open } = render(of({ type: "HEADER", format }, body("Hi.")), { header });
  expect(message.header).toEqual({ format, ...shown });
  expect(open).toEqual([]);
});

test("a header of another type than the template's is not shown", () => {
  const { message, open } = render(of({ type: "HEADER", format: "VIDEO" }, body("Hi.")), {
    header: { type: "image", media_id },
  });
  expect(message.header).toEqual({ format: "VIDEO" });
  expect(open).toEqual(["header"]);
});

test("a limited-time offer: its end and its code", () => {
  const template = contract["oferta_relampago"] as Args;
  const { message } = render(template, {
    body: [{ text: "Tomás" }],
    offer_expires_at: "2027-01-01T00:00:00Z",
    buttons: [
      { index: 0, sub_type: "copy_code", coupon_code: "A15" },
      { index: 1, sub_type: "url", text: "A15" },
    ],
  });
  expect(message.offer).toEqual({ text: "¡Solo hoy!", expires_at: "2027-01-01T00:00:00.000Z" });
  expect(message.buttons).toMatchObject([{ code: "A15" }, { url: "https://niebla.example/oferta?c=A15" }]);
  const { message: sample, examples, open } = render(template);
  expect(sample.buttons?.[0]?.code).toBe("NIEBLA15");
  expect([examples, open]).toEqual([["body {{1}}", "buttons[0]", "buttons[1]"], ["offer_expires_at"]]);
});

test("a carousel: each card with its own", () => {
  const card = (text: string) => ({
    header: { type: "image", media_id },
    buttons: [{ index: 1, sub_type: "url", text }],
  });
  const { message, examples } = render(contract["vitrine_semanal"] as Args, { cards: [card("a"), card("b")] });
  expect(message.cards).toMatchObject([
    {
      header: { media_id },
      body: "Cadeira dobrável em três cores.",
      buttons: [{}, { url: "https://aurora.example/p/a" }],
    },
    { body: "Mesa de centro em madeira.", buttons: [{}, { url: "https://aurora.example/p/b" }] },
  ]);
  expect(examples).toEqual(["body {{1}}"]);
  expect(render(contract["vitrine_semanal"] as Args)).toMatchObject({
    examples: ["body {{1}}", "cards[0].buttons[1]", "cards[1].buttons[1]"],
    open: ["cards[0].header", "cards[1].header"],
  });
});

test("a carousel of products: as many cards as are given", () => {
  const cards = [0, 1].map(() => ({ components: [{ type: "HEADER", format: "PRODUCT" }] }));
  const product = (product_retailer_id: string) => ({
    header: { type: "product", catalog_id: "1", product_retailer_id },
  });
  const { message } = render(of(body("Hi."), { type: "CAROUSEL", cards }), { cards: ["A", "B", "C"].map(product) });
  expect(message.cards?.map(({ header }) => header?.product_retailer_id)).toEqual(["A", "B", "C"]);
});

test("authentication: the code in the text and behind the button, not the address that records show", () => {
  const otp = { type: "URL", text: "Copy code", url: "https://www.whatsapp.com/otp/code/?code=otp{{1}}" };
  const template = {
    category: "AUTHENTICATION",
    ...of(
      body("*{{1}}* is your code."),
      { type: "FOOTER", code_expiration_minutes: 5 },
      {
        type: "BUTTONS",
        buttons: [otp],
      },
    ),
  };
  const args = { body: [{ text: "804173" }], buttons: [{ index: 0, sub_type: "url", text: "804173" }] };
  expect(render(template, args).message).toEqual({
    body: "*804173* is your code.",
    footer: "The code expires in 5 minutes.",
    buttons: [{ index: 0, type: "OTP", text: "Copy code", code: "804173" }],
  });
  expect(render(template).open).toEqual(["body {{1}}", "buttons[0]"]);
});

test("a request for permission to call", () => {
  expect(render(of(body("Hi."), { type: "CALL_PERMISSION_REQUEST" })).message.asks_call_permission).toBe(true);
});
