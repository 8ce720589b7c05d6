import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { SANDBOX } from "../../src/sandbox/index.ts";
import { type Api, idOf, openApi, stored } from "./api.ts";

let api: Api;
beforeAll(async () => {
  api = await openApi();
});
afterAll(() => api.sandbox.close());

const long = (length: number) => "ß".repeat(length);
const send = (interactive: object, to: string = SANDBOX.openCustomer) =>
  api.send({ to, type: "interactive", interactive });
const body = { text: "Choose." };
const footer = { text: "Aurora" };
const header = { type: "text", text: "News" };
const link = "https://cdn.aurora.example/p/cadeira.png";
const image = { type: "image", image: { link } };
const named = (type: string, name: string, parameters?: object, more: object = {}) => ({
  type,
  body,
  action: { name, ...(parameters && { parameters }) },
  ...more,
});
const flow = (more: object = {}) =>
  named("flow", "flow", {
    flow_message_version: "3",
    flow_id: SANDBOX.flows.published.id,
    flow_cta: "Book",
    ...more,
  });
const products = (count: number, from = 0) =>
  Array.from({ length: count }, (_, i) => ({ product_retailer_id: `P-${from + i}` }));
const productList = (sections: object[], more: object = {}) => ({
  type: "product_list",
  header,
  body,
  action: { catalog_id: "640218837715520", sections },
  ...more,
});
const urlCard = (card_index: number, more: object = {}) => ({
  card_index,
  type: "cta_url",
  header: image,
  action: { name: "cta_url", parameters: { display_text: "Buy", url: "https://aurora.example/p" } },
  ...more,
});
const quickReply = { type: "quick_reply", quick_reply: { id: "a", title: "This" } };
const replyCard = (card_index: number, count = 1) => ({
  card_index,
  header: image,
  action: { buttons: Array.from({ length: count }, () => quickReply) },
});
const productCard = (card_index: number, catalog_id = "1") => ({
  card_index,
  type: "product",
  action: { product_retailer_id: "P", catalog_id },
});
const carousel = (...cards: object[]) => ({ type: "carousel", body, action: { cards } });
const address = (parameters: object) => named("address_message", "address_message", { country: "IN", ...parameters });
const money = (value: number) => ({ value, offset: 100 });
const item = { retailer_id: "MESA-04", name: "Mesa", amount: money(24_900), quantity: 1 };
const order = { status: "pending", items: [item], subtotal: money(24_900), tax: money(0), shipping: money(2000) };
const bill = (more: object = {}, orderMore: object = {}) =>
  named("order_details", "review_and_pay", {
    reference_id: "ped-7731-1",
    type: "physical-goods",
    payment_type: "br",
    currency: "BRL",
    total_amount: money(26_900),
    order: { ...order, ...orderMore },
    ...more,
  });
const status = (more: object = {}) =>
  named("order_status", "review_order", { reference_id: "ped-1", order: { status: "shipped" }, ...more });

describe("are accepted and stored as they are", () => {
  test.each<[string, object]>([
    ["location request", named("location_request_message", "send_location")],
    ["flow by id", flow({ flow_action: "navigate", flow_action_payload: { screen: "PICK_DATE", data: { a: 1 } } })],
    ["flow by name", flow({ flow_id: undefined, flow_name: SANDBOX.flows.published.name })],
    ["draft flow", flow({ flow_id: SANDBOX.flows.draft.id, mode: "draft" })],
    ["product", { type: "product", action: { catalog_id: "1", product_retailer_id: "A" }, footer }],
    ["30 products", productList([{ title: "All", product_items: products(30) }])],
    ["catalog", named("catalog_message", "catalog_message", { thumbnail_product_retailer_id: "A" })],
    ["address", address({ values: { name: "Ananya", in_pin_code: "400060" }, validation_errors: { city: "?" } })],
    ["URL carousel", carousel(urlCard(0, { body }), urlCard(1, { body }))],
    ["quick-reply carousel", carousel(replyCard(0), replyCard(1))],
    ["product carousel", carousel(productCard(0), productCard(1))],
    ["call permission request", named("call_permission_request", "call_permission_request")],
    ["call button", named("voice_call", "voice_call", { display_text: "Call", ttl_minutes: 720, payload: "a" })],
    ["contact info request", named("request_contact_info", "request_contact_info")],
    ["order details", bill()],
    ["order status", status({ payment: { status: "captured", timestamp: 1_795_186_812 } })],
  ])("%s", async (_, interactive) => {
    const reply = await send(interactive);
    expect(reply.body.error).toBeUndefined();
    expect((await stored(api, idOf(reply))).interactive).toEqual(JSON.parse(JSON.stringify(interactive)));
  });
});

describe("are refused", () => {
  test.each<[string, number, string, object]>([
    ["an unknown kind", 131051, "interactive.type", { type: "poll", body }],
    ["no kind", 131008, "interactive.type", { body }],
    [
      "a header on a location request",
      100,
      "header",
      named("location_request_message", "send_location", {}, { header }),
    ],
    [
      "no body on a location request",
      131008,
      "body",
      { ...named("location_request_message", "send_location"), body: undefined },
    ],
    ["another action", 131009, "action.name", named("location_request_message", "send")],
    ["an old flow version", 131009, "flow_message_version", flow({ flow_message_version: "2" })],
    ["no flow", 131008, "flow_id", flow({ flow_id: undefined })],
    ["two flows", 100, "flow_name", flow({ flow_name: "a" })],
    ["an unknown flow", 131009, "there is no flow", flow({ flow_id: "1" })],
    ["a draft flow", 131009, "is DRAFT", flow({ flow_id: SANDBOX.flows.draft.id })],
    ["a flow button too long", 131009, "flow_cta", flow({ flow_cta: long(31) })],
    ["an unknown flow action", 131009, "flow_action", flow({ flow_action: "jump" })],
    [
      "a payload with data_exchange",
      100,
      "flow_action_payload",
      flow({ flow_action: "data_exchange", flow_action_payload: {} }),
    ],
    ["empty flow data", 131009, "data", flow({ flow_action_payload: { data: {} } })],
    [
      "a product with a header",
      100,
      "header",
      { type: "product", header, action: { catalog_id: "1", product_retailer_id: "A" } },
    ],
    ["a product without a catalog", 131008, "catalog_id", { type: "product", action: { product_retailer_id: "A" } }],
    [
      "products without a header",
      131008,
      "header",
      productList([{ product_items: products(1) }], { header: undefined }),
    ],
    ["products with an image", 131009, "header", productList([{ product_items: products(1) }], { header: image })],
    [
      "31 products",
      131009,
      "sections",
      productList([
        { title: "A", product_items: products(20) },
        { title: "B", product_items: products(11, 20) },
      ]),
    ],
    [
      "a product twice",
      131009,
      "sections",
      productList([
        { title: "A", product_items: products(1) },
        { title: "B", product_items: products(1) },
      ]),
    ],
    [
      "two sections without titles",
      131009,
      "sections",
      productList([{ product_items: products(1) }, { product_items: products(1, 1) }]),
    ],
    ["an empty section", 131009, "product_items", productList([{ product_items: [] }])],
    [
      "11 sections",
      131009,
      "sections",
      productList(Array.from({ length: 11 }, (_, i) => ({ title: `S${i}`, product_items: products(1, i) }))),
    ],
    ["a catalog with a header", 100, "header", named("catalog_message", "catalog_message", {}, { header })],
    ["an address elsewhere", 131009, "country", address({ country: "BR" })],
    ["a PIN code of seven", 131009, "in_pin_code", address({ values: { in_pin_code: "4000601" } })],
    ["an unknown address key", 131009, "values", address({ values: { planet: "Earth" } })],
    ["one card", 131009, "cards", carousel(urlCard(0))],
    ["11 cards", 131009, "cards", carousel(...Array.from({ length: 11 }, (_, i) => urlCard(i % 10)))],
    ["a card index twice", 131009, "cards", carousel(urlCard(0), urlCard(0))],
    ["a body on one card", 131009, "cards", carousel(urlCard(0, { body }), urlCard(1))],
    [
      "two kinds of header",
      131009,
      "cards",
      carousel(urlCard(0), urlCard(1, { header: { type: "video", video: { link } } })),
    ],
    [
      "a card body too long",
      131009,
      "body.text",
      carousel(urlCard(0, { body: { text: long(161) } }), urlCard(1, { body })),
    ],
    [
      "three line breaks",
      131009,
      "body.text",
      carousel(urlCard(0, { body: { text: "a\n\n\nb" } }), urlCard(1, { body })),
    ],
    ["a carousel with a footer", 100, "footer", { ...carousel(urlCard(0), urlCard(1)), footer }],
    ["buttons that differ in number", 131009, "cards", carousel(replyCard(0), replyCard(1, 2))],
    ["three buttons on a card", 131009, "buttons", carousel(replyCard(0, 3), replyCard(1, 3))],
    ["two catalogs", 131009, "cards", carousel(productCard(0), productCard(1, "2"))],
    [
      "unknown media on a card",
      100,
      "image.id",
      carousel(urlCard(0, { header: { type: "image", image: { id: "1" } } }), urlCard(1)),
    ],
    ["a call button too long", 131009, "display_text", named("voice_call", "voice_call", { display_text: long(21) })],
    ["a call button too old", 131009, "ttl_minutes", named("voice_call", "voice_call", { ttl_minutes: 43_201 })],
    ["a call button's payload", 131009, "payload", named("voice_call", "voice_call", { payload: long(513) })],
    [
      "a footer on a permission request",
      100,
      "footer",
      named("call_permission_request", "call_permission_request", undefined, { footer }),
    ],
    ["a reference too long", 131009, "reference_id", bill({ reference_id: "a".repeat(61) })],
    ["a wrong subtotal", 131009, "subtotal", bill({}, { subtotal: money(1) })],
    ["a wrong total", 131009, "total_amount", bill({ total_amount: money(1) })],
    ["no payment type", 131008, "payment_type", bill({ payment_type: undefined })],
    ["another currency", 131009, "currency", bill({ currency: "USD" })],
    ["no items", 131009, "items", bill({}, { items: [] })],
    ["an unknown payment", 131009, "payment_settings", bill({ payment_settings: [{ type: "cash" }] })],
    ["an order with a text header", 131009, "header", { ...bill(), header }],
    ["an unknown order status", 131009, "status", status({ order: { status: "lost" } })],
    ["an unknown payment status", 131009, "payment.status", status({ payment: { status: "stolen" } })],
  ])("%s", async (_, code, place, interactive) => {
    const reply = await send(interactive);
    expect([reply.status, reply.body.error.code]).toEqual([400, code]);
    expect(reply.body.error.error_data.details).toContain(place);
  });
});

test("a call permission is asked for once a day and twice a week", async () => {
  const ask = async () => {
    await api.control("POST", "/inbound", { from: SANDBOX.unreadCustomer, text: "Hello" });
    const reply = await send(named("call_permission_request", "call_permission_request"), SANDBOX.unreadCustomer);
    return reply.status === 200 ? 200 : reply.body.error.code;
  };
  const codes: number[] = [];
  for (let day = 0; day < 3; day++) {
    codes.push(await ask(), await ask());
    api.sandbox.advance(24 * 3600);
  }
  expect(codes).toEqual([200, 138009, 200, 138009, 138009, 138009]);
});
