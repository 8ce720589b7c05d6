import { expect, test } from "vitest";
import { json } from "../kapso/scripted-server.ts";
import { type Args, contractExamples, faultsOf, run } from "./direct.ts";
import { refuses } from "./refuses.ts";

/** What list_templates and get_template say that a send must give: `to_fill`. */

const contract = contractExamples("templates");
const ID = "731904228816542";

async function shown(record: Args) {
  const stored = { id: ID, name: "a", language: "es", status: "APPROVED", category: "MARKETING", ...record };
  return (await run("get_template", { template_id: ID }, [json(200, stored)])).data;
}
const toFill = async (record: Args) => (await shown(record)).to_fill;
const body = (text: string) => ({ type: "BODY", text });
const buttons = (...list: Args[]) => ({ type: "BUTTONS", buttons: list });

const COMPONENTS: [string, Args[], Args | undefined][] = [
  ["nothing", [body("Hello"), { type: "FOOTER", text: "Shop" }], undefined],
  ["numbered variables", [body("Hi {{1}}, {{2}} and {{1}}.")], { body: [{ text: "{{1}}" }, { text: "{{2}}" }] }],
  [
    "numbered variables in another order",
    [body("Order {{2}} is ready for {{1}}.")],
    { body: [{ text: "{{1}}" }, { text: "{{2}}" }] },
  ],
  [
    "a named header",
    [{ type: "HEADER", format: "TEXT", text: "On {{fecha}}" }],
    { header: { type: "text", parameter_name: "fecha", text: "{{fecha}}" } },
  ],
  ["media", [{ type: "HEADER", format: "VIDEO" }], { header: { type: "video", media_id: "{{media_id}}" } }],
  [
    "a place",
    [{ type: "HEADER", format: "LOCATION" }],
    { header: { type: "location", latitude: "{{}}", longitude: "{{}}", name: "{{}}", address: "{{}}" } },
  ],
  [
    "a product",
    [{ type: "HEADER", format: "PRODUCT" }],
    { header: { type: "product", catalog_id: "{{}}", product_retailer_id: "{{}}" } },
  ],
  [
    "the end of a URL, at its place among the buttons",
    [buttons({ type: "QUICK_REPLY", text: "a" }, { type: "URL", text: "b", url: "https://a.example/{{1}}" })],
    { buttons: [{ index: 1, sub_type: "url", text: "{{end of the URL}}" }] },
  ],
  [
    "a multi-product button",
    [buttons({ type: "MPM", text: "View items" })],
    { buttons: [{ index: 0, sub_type: "mpm", thumbnail_product_retailer_id: "{{}}", sections: [] }] },
  ],
  [
    "an order",
    [buttons({ type: "ORDER_DETAILS", text: "Pay" })],
    { buttons: [{ index: 0, sub_type: "order_details", order_details: {} }] },
  ],
  ["types in lower case", [{ type: "body", text: "Hi {{1}}." }], { body: [{ text: "{{1}}" }] }],
];

test.each(COMPONENTS)("%s", async (_, components, expected) => {
  expect(await toFill({ components })).toEqual(expected);
});

test("a limited-time offer: its end, the code, the end of the URL", async () => {
  expect(await toFill(contract["oferta_relampago"] as Args)).toEqual({
    body: [{ text: "{{1}}" }],
    offer_expires_at: "{{time}}",
    buttons: [
      { index: 0, sub_type: "copy_code", coupon_code: "{{code}}" },
      { index: 1, sub_type: "url", text: "{{end of the URL}}" },
    ],
  });
});

test("a carousel: each card", async () => {
  const card = {
    header: { type: "image", media_id: "{{media_id}}" },
    buttons: [{ index: 1, sub_type: "url", text: "{{end of the URL}}" }],
  };
  expect(await toFill(contract["vitrine_semanal"] as Args)).toEqual({ body: [{ text: "{{1}}" }], cards: [card, card] });
});

test("authentication: the code twice, though records show the button as a URL", async () => {
  const code = "{{code}}";
  const url = { type: "URL", text: "Copy", url: "https://www.whatsapp.com/otp/code/?code=otp{{1}}" };
  const components = [body("*{{1}}* is your code."), { type: "FOOTER", code_expiration_minutes: 5 }, buttons(url)];
  const data = await shown({ category: "AUTHENTICATION", components });
  expect(data.to_fill).toEqual({ body: [{ text: code }], buttons: [{ index: 0, sub_type: "url", text: code }] });
  expect(data.footer).toBe("The code expires in 5 minutes.");
});

test("the text of a carousel and an offer is shown", async () => {
  expect(await shown(contract["oferta_relampago"] as Args)).toMatchObject({ offer: "¡Solo hoy!" });
  const { cards } = await shown(contract["vitrine_semanal"] as Args);
  expect(cards).toHaveLength(2);
  expect(cards[0]).toMatchObject({
    header: { format: "IMAGE" },
    body: "Cadeira dobrável em três cores.",
    buttons: [
      { index: 0, type: "QUICK_REPLY" },
      { index: 1, type: "URL", url: "https://aurora.example/p/{{1}}" },
    ],
  });
});

const send = { to: "+5511987650042", template_name: "a", language: "es" };

test("filled in, it is what send_template_message takes", async () => {
  const filling = await toFill(contract["vitrine_semanal"] as Args);
  const text = JSON.stringify(filling)
    .replaceAll("{{media_id}}", "1290447715880316")
    .replaceAll(/\{\{[^}]*\}\}/g, "x");
  expect(faultsOf("send_template_message", { ...send, ...JSON.parse(text) })).toEqual([]);
});

refuses("send_template_message", "left as it is, it is refused", send, [
  [{ body: [{ text: "{{1}}" }] }, "body[0].text: must be the value itself"],
  [{ header: { type: "image", media_id: "{{media_id}}" } }, "header.media_id: must be 5 to 20 digits"],
  [{ offer_expires_at: "{{time}}" }, "offer_expires_at: must be an ISO 8601 time"],
  [
    { buttons: [{ index: 0, sub_type: "copy_code", coupon_code: "{{code}}" }] },
    "coupon_code: must be letters and digits only",
  ],
]);
