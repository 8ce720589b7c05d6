import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { SANDBOX } from "../../src/sandbox/index.ts";
import { type Api, openApi } from "./api.ts";

let api: Api;
const { media } = SANDBOX;
const sample = { header_handle: ["4::aW1hZ2U6MQ=="] };
const url = { type: "URL", text: "Open", url: "https://aurora.example/{{1}}", example: ["https://aurora.example/7"] };
const plain = (text: string) => ({ type: "BODY", text });
const card = {
  components: [
    { type: "HEADER", format: "IMAGE", example: sample },
    { type: "BUTTONS", buttons: [url] },
  ],
};
const productCard = {
  components: [
    { type: "HEADER", format: "PRODUCT" },
    { type: "BUTTONS", buttons: [{ type: "SPM", text: "View" }] },
  ],
};

const DEFINITIONS: Record<string, object[]> = {
  header: [{ type: "HEADER", format: "TEXT", text: "For {{1}}", example: { header_text: ["A"] } }, plain("One body.")],
  place: [{ type: "HEADER", format: "LOCATION" }, plain("Two bodies.")],
  price: [{ type: "BODY", text: "It costs {{1}} until {{2}} in all our shops.", example: { body_text: [["1", "2"]] } }],
  coupon: [plain("Three bodies."), { type: "BUTTONS", buttons: [{ type: "COPY_CODE", example: "A15" }] }],
  choice: [plain("Four bodies."), { type: "BUTTONS", buttons: [{ type: "QUICK_REPLY", text: "Yes" }, url] }],
  items: [
    { type: "HEADER", format: "TEXT", text: "New" },
    plain("Five bodies."),
    { type: "BUTTONS", buttons: [{ type: "MPM" }] },
  ],
  book: [
    plain("Six bodies."),
    { type: "BUTTONS", buttons: [{ type: "FLOW", text: "Book", flow_id: SANDBOX.flows.draft.id }] },
  ],
  offer: [
    plain("Seven bodies."),
    { type: "LIMITED_TIME_OFFER", limited_time_offer: { text: "Today", has_expiration: true } },
    { type: "BUTTONS", buttons: [{ type: "COPY_CODE", example: "A15" }, url] },
  ],
  cards: [plain("Eight bodies."), { type: "CAROUSEL", cards: [card, card] }],
  goods: [plain("Nine bodies."), { type: "CAROUSEL", cards: [productCard, productCard] }],
};

beforeAll(async () => {
  api = await openApi();
  for (const [name, components] of Object.entries(DEFINITIONS)) {
    const body = { name, language: "en_US", category: "MARKETING", components };
    const reply = await api.call("POST", `/${SANDBOX.businessAccountId}/message_templates`, { body });
    expect(reply.body.error).toBeUndefined();
  }
  api.sandbox.advance(60);
});
afterAll(() => api.sandbox.close());

const text = (value: string) => ({ type: "text", text: value });
const button = (sub_type: string, index: number | string, ...parameters: object[]) => ({
  type: "button",
  sub_type,
  index,
  parameters,
});
const header = (...parameters: object[]) => ({ type: "header", parameters });
const body = (...parameters: object[]) => ({ type: "body", parameters });
const open = button("url", 1, text("7"));
const code = (value: string, index = 0) => button("copy_code", index, { type: "coupon_code", coupon_code: value });
const expiry = (expiration_time_ms: unknown) => ({
  type: "limited_time_offer",
  parameters: [{ type: "limited_time_offer", limited_time_offer: { expiration_time_ms } }],
});
const place = { latitude: 1, longitude: 2, name: "Shop", address: "Street 1" };
const price = { fallback_value: "R$ 249", code: "BRL", amount_1000: 249_000 };
const photo = (id: string = media.png) => header({ type: "image", image: { id } });
const cardEntry = (card_index: number, ...components: object[]) => ({ card_index, components });
const fullCard = (index: number) => cardEntry(index, photo(), button("url", 0, text("7")));
const carousel = (...cards: object[]) => ({ type: "carousel", cards });
const goods = { type: "product", product: { product_retailer_id: "A", catalog_id: "1" } };
const sections = [{ title: "All", product_items: [{ product_retailer_id: "A" }] }];
const items = (action: object) => button("mpm", 0, { type: "action", action });
const soon = Date.UTC(2026, 11, 1);

async function send(name: string, components: object[]): Promise<number> {
  const template = { name, language: { code: "en_US" }, components };
  const reply = await api.send({ to: SANDBOX.openCustomer, type: "template", template });
  return reply.status === 200 ? 200 : reply.body.error.code;
}

describe("the values of a template", () => {
  test.each<[string, object[]]>([
    ["header", [header(text("Amara"))]],
    ["place", [header({ type: "location", location: place })]],
    [
      "price",
      [body({ type: "currency", currency: price }, { type: "date_time", date_time: { fallback_value: "Monday" } })],
    ],
    ["coupon", [code("A15")]],
    ["choice", [button("quick_reply", "0", { type: "payload", payload: "yes" }), open]],
    ["choice", [open]],
    ["items", [items({ thumbnail_product_retailer_id: "A", sections })]],
    ["offer", [expiry(soon), code("A15"), open]],
    ["cards", [carousel(fullCard(0), fullCard(1))]],
    ["goods", [carousel(...[0, 1, 2].map((index) => cardEntry(index, header(goods))))]],
  ])("%s is sent with what it needs %#", async (name, components) => {
    expect(await send(name, components)).toBe(200);
  });

  test.each<[number, string, object[]]>([
    [132000, "header", []],
    [132000, "header", [header(text("a"), text("b"))]],
    [132012, "header", [photo()]],
    [132012, "place", [header(text("Shop"))]],
    [132012, "place", []],
    [131008, "place", [header({ type: "location", location: { ...place, name: undefined } })]],
    [132000, "price", [body(text("1"))]],
    [131008, "price", [body({ type: "currency", currency: { fallback_value: "1" } }, text("2"))]],
    [132012, "price", [body({ type: "currency", currency: { ...price, code: "real" } }, text("2"))]],
    [132012, "price", [body({ type: "image", image: { id: media.png } }, text("2"))]],
    [131008, "price", [body(text(""), text("2"))]],
    [131008, "coupon", []],
    [131009, "coupon", [code("A".repeat(21))]],
    [131009, "coupon", [code("A 15")]],
    [132012, "coupon", [button("url", 0, text("7"))]],
    [132012, "coupon", [code("A15", 3)]],
    [132000, "coupon", [code("A15"), code("A15")]],
    [131008, "choice", []],
    [131009, "choice", [button("quick_reply", 0, { type: "payload", payload: "a".repeat(257) }), open]],
    [131008, "items", []],
    [131008, "items", [items({ sections })]],
    [131009, "items", [items({ thumbnail_product_retailer_id: "A", sections: [] })]],
    [100, "book", []], // Its flow is not published: subcode 2388142.
    [131008, "offer", [code("A15"), open]],
    [131009, "offer", [expiry(1), code("A15"), open]],
    [131009, "offer", [expiry("soon"), code("A15"), open]],
    [132012, "coupon", [expiry(soon), code("A15")]],
    [132000, "cards", []],
    [132000, "cards", [carousel(fullCard(0))]],
    [131009, "cards", [carousel(fullCard(0), fullCard(0))]],
    [131008, "cards", [carousel(fullCard(0), cardEntry(1, photo()))]],
    [132012, "cards", [carousel(fullCard(0), cardEntry(1, button("url", 0, text("7"))))]],
    [100, "cards", [carousel(fullCard(0), cardEntry(1, photo("1"), button("url", 0, text("7"))))]],
    [132000, "goods", [carousel(cardEntry(0, header(goods)))]],
    [132012, "coupon", [carousel(fullCard(0)), code("A15")]],
  ])("are refused with %d: %s %#", async (wanted, name, components) => {
    expect(await send(name, components)).toBe(wanted);
  });
});
