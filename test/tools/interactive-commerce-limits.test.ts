import { expect, test } from "vitest";
import { EXAMPLES, ORDER } from "./contract/interactive-args.ts";
import { type Args, faultsOf } from "./direct.ts";
import { type Case, many, refuses as refusesArgs, x } from "./refuses.ts";

/** One violation of every limit of contract messages.md 7.6 to 7.8, 7.10, 7.11 and 7.15: products, carousels, orders. */

const TOOL = "send_interactive_message";
const reply = (i: number) => ({ id: `b${i}`, title: `T${i}` });
const refuses = (kind: string, cases: Case[]) => refusesArgs(TOOL, kind, { kind, ...EXAMPLES[kind] }, cases);

refuses("product", [
  [{ catalog_id: undefined }, "catalog_id: is needed by kind product"],
  [{ product_retailer_id: undefined }, "product_retailer_id: is needed by kind product"],
  [{ catalog_id: x(65) }, "catalog_id: must have 1 to 64 characters"],
  [{ product_retailer_id: x(101) }, "product_retailer_id: must have 1 to 100 characters"],
  [{ header_text: "Hi" }, "header_text: kind product takes no header (given text)"],
  [{ body: x(1025) }, "body: must have at most 1024 characters"],
]);

const item = (i: number) => ({ product_retailer_id: `P${i}` });

refuses("product_list", [
  [{ header_text: undefined }, "header_text: is needed by kind product_list"],
  [{ catalog_id: undefined }, "catalog_id: is needed by kind product_list"],
  [{ sections: undefined }, "sections: is needed by kind product_list"],
  [
    { sections: many(11, (i) => ({ title: `S${i}`, product_items: [item(i)] })) },
    "sections: must have at most 10 items (given 11 items)",
  ],
  [
    { sections: [{ product_items: many(31, item) }] },
    "sections: must have at most 30 product_items in all sections together (given 31)",
  ],
  [{ sections: [{ title: "A", product_items: [] }] }, "sections[0].product_items: must have at least 1 items"],
  [
    { sections: [{ product_items: [item(1)] }, { title: "B", product_items: [item(2)] }] },
    "sections[0].title: is needed where there are several sections",
  ],
  [{ sections: [{ title: x(25), product_items: [item(1)] }] }, "sections[0].title: must have 1 to 24 characters"],
  [
    { sections: [{ product_items: [item(1), item(1)] }] },
    'sections[0].product_items[1].product_retailer_id: must be unique (given "P1" twice)',
  ],
  [
    { sections: [{ product_items: [{ product_retailer_id: x(101) }] }] },
    "sections[0].product_items[0].product_retailer_id: must have 1 to 100 characters",
  ],
  [
    { sections: [{ rows: [{ id: "a", title: "A" }] }] },
    "product_items: is needed",
    "sections[0].rows: is not taken here",
  ],
]);

refuses("catalog_message", [
  [{ body: undefined }, "body: is needed by kind catalog_message"],
  [{ header_text: "Hi" }, "header_text: kind catalog_message takes no header"],
  [{ product_retailer_id: x(101) }, "product_retailer_id: must have 1 to 100 characters"],
  [{ catalog_id: "1" }, "catalog_id: is not taken by kind catalog_message"],
]);

const urlCard = (i: number) => ({
  header_type: "image",
  header_media_id: "1290447715880316",
  button_text: "Go",
  url: `https://a.example/${i}`,
});
const urlCards = (...changes: Args[]) => ({ cards: many(2, urlCard).map((card, i) => ({ ...card, ...changes[i] })) });

refuses("url_carousel", [
  [{ cards: undefined }, "cards: is needed by kind url_carousel"],
  [{ cards: [urlCard(0)] }, "cards: must have at least 2 items (given 1 items)"],
  [{ cards: many(11, urlCard) }, "cards: must have at most 10 items (given 11 items)"],
  [{ header_text: "Hi" }, "header_text: kind url_carousel takes no header"],
  [{ footer: "Hi" }, "footer: kind url_carousel takes no footer"],
  [{ buttons: [reply(1)] }, "buttons: is not taken by kind url_carousel, which takes cards"],
  [{ body: undefined }, "body: is needed by kind url_carousel"],
  [urlCards({}, { header_type: "video" }), "cards[1].header_type: must be as on the first card: image (given video)"],
  [urlCards({}, { header_type: "document" }), "cards[1].header_type: must be one of image, video"],
  [
    urlCards({ header_type: undefined }),
    "cards[0].header_type: is needed by a card of url_carousel",
    "needs header_type",
  ],
  [urlCards({ header_link: "https://a.example/b" }), "cards[0].header_media_id: give exactly one of"],
  [urlCards({ body: "One" }), "cards[1].body: must be as on the first card: a body (given no body)"],
  [urlCards({ body: x(161) }, { body: "a" }), "cards[0].body: must have 1 to 160 characters (given 161 characters)"],
  [urlCards({ body: "a\nb\nc\nd" }, { body: "a" }), "cards[0].body: must have at most 2 line breaks"],
  [urlCards({ button_text: x(21) }), "cards[0].button_text: must have 1 to 20 characters"],
  [urlCards({ button_text: undefined }), "cards[0].button_text: is needed by a card of url_carousel"],
  [urlCards({ url: undefined }), "cards[0].url: is needed by a card of url_carousel"],
  [urlCards({ url: "a" }), "cards[0].url: must be an http:// or https:// URL"],
  [urlCards({ buttons: [reply(1)] }), "cards[0].buttons: is not taken by a card of url_carousel"],
  [urlCards({ card_index: 0 }), "cards[0].card_index: unknown key"],
]);

const replyCard = (i: number) => ({
  header_type: "image",
  header_media_id: "1290447715880316",
  buttons: [reply(2 * i), reply(2 * i + 1)],
});
const replyCards = (...changes: Args[]) => ({
  cards: many(2, replyCard).map((card, i) => ({ ...card, ...changes[i] })),
});

refuses("quick_reply_carousel", [
  [replyCards({ buttons: [] }), "cards[0].buttons: must have at least 1 items"],
  [replyCards({ buttons: many(3, reply) }), "cards[0].buttons: must have at most 2 items (given 3 items)"],
  [replyCards({ buttons: [reply(9)] }), "cards[1].buttons: must be as on the first card: 1 buttons (given 2 buttons)"],
  [replyCards({}, { buttons: [reply(0), reply(9)] }), 'cards[1].buttons[0].id: must be unique (given "b0" twice)'],
  [
    replyCards({ buttons: [reply(5), { id: "c", title: "T5" }] }),
    'cards[0].buttons[1].title: must be unique (given "T5" twice)',
  ],
  [replyCards({ buttons: [reply(5), { id: "c", title: x(21) }] }), "cards[0].buttons[1].title: must have 1 to 20"],
  [replyCards({ buttons: [reply(5), { id: x(257), title: "a" }] }), "cards[0].buttons[1].id: must have 1 to 256"],
  [replyCards({ url: "https://a.example" }), "cards[0].url: is not taken by a card of quick_reply_carousel"],
]);

const product = { product_retailer_id: "A" };

refuses("product_carousel", [
  [{ catalog_id: undefined }, "catalog_id: is needed by kind product_carousel"],
  [{ cards: [product, {}] }, "cards[1].product_retailer_id: is needed by a card of product_carousel"],
  [{ cards: [product, { product_retailer_id: x(101) }] }, "cards[1].product_retailer_id: must have 1 to 100"],
  [{ cards: [product, { ...product, body: "a" }] }, "cards[1].body: is not taken", "cards[1].body: must be as on"],
  [{ cards: [product] }, "cards: must have at least 2 items"],
]);

const order = (change: Args) => ({ order_details: { ...ORDER, ...change } });
const inOrder = (change: Args) => order({ order: { ...ORDER.order, ...change } });
const boleto = { type: "boleto", boleto: { digitable_line: "03399" } };
const gateway = { type: "payment_gateway", payment_gateway: { type: "payu", configuration_name: "a" } };
const money = (value: number) => ({ value, offset: 100 });
const INDIA = { currency: "INR", payment_type: undefined, payment_settings: [gateway] };

refuses("order_details", [
  [{ order_details: undefined }, "order_details: is needed by kind order_details"],
  [order({ reference_id: "a b" }), "order_details.reference_id: must be 1 to 60 letters"],
  [order({ reference_id: x(61) }), "order_details.reference_id: must be 1 to 60 letters"],
  [order({ ...INDIA, reference_id: x(36) }), "order_details.reference_id: must have at most 35 characters for INR"],
  [order({ type: "services" }), "order_details.type: must be one of digital-goods, physical-goods"],
  [order({ payment_type: undefined }), "order_details.payment_type: must be br for BRL"],
  [order({ ...INDIA, payment_type: "br" }), "order_details.payment_type: must be upi or absent for INR"],
  [order({ ...INDIA, payment_settings: undefined }), "order_details.payment_settings: is needed for INR"],
  [order({ ...INDIA, payment_settings: [boleto] }), "payment_settings[0].type: must be payment_gateway for INR"],
  [order({ payment_settings: [gateway] }), "order_details.payment_settings[0].type: payment_gateway is for INR only"],
  [order({ payment_settings: [{ type: "cash" }] }), "payment_settings[0].type: must be one of pix_dynamic_code"],
  [order({ payment_settings: [{ type: "boleto" }] }), "payment_settings[0].boleto: must be an object (missing)"],
  [
    order({ payment_settings: [{ type: "payment_link", payment_link: { uri: "x" } }] }),
    "order_details.payment_settings[0].payment_link.uri: must be an http:// or https:// URL",
  ],
  [
    order({
      payment_settings: [
        {
          ...ORDER.payment_settings[0],
          pix_dynamic_code: { ...ORDER.payment_settings[0]?.pix_dynamic_code, key_type: "PIN" },
        },
      ],
    }),
    "order_details.payment_settings[0].pix_dynamic_code.key_type: must be one of CPF, CNPJ, EMAIL, PHONE, EVP",
  ],
  [
    order({ ...INDIA, payment_settings: [{ ...gateway, payment_gateway: { type: "cash", configuration_name: "a" } }] }),
    "order_details.payment_settings[0].payment_gateway.type: must be one of billdesk, razorpay, payu, zaakpay",
  ],
  [order({ currency: "USD" }), "order_details.currency: must be one of BRL, INR"],
  [
    order({ total_amount: money(1) }),
    "order_details.total_amount.value: must be subtotal + tax + shipping - discount, 26900",
  ],
  [order({ total_amount: { value: 26900, offset: 10 } }), "order_details.total_amount.offset: must be 100 (given 10)"],
  [order({ total_amount: money(-1) }), "order_details.total_amount.value: must be at least 0 (given -1)"],
  [order({ total_amount: money(1.5) }), "order_details.total_amount.value: must be an integer (given 1.5)"],
  [inOrder({ status: "paid" }), "order_details.order.status: must be pending"],
  [inOrder({ items: [] }), "order_details.order.items: must have at least 1 items"],
  [inOrder({ items: [{ ...ORDER.order.items[0], quantity: 0 }] }), "order.items[0].quantity: must be at least 1"],
  [inOrder({ items: [{ ...ORDER.order.items[0], name: x(61) }] }), "order.items[0].name: must have 1 to 60 characters"],
  [inOrder({ items: [{ ...ORDER.order.items[0], retailer_id: undefined }] }), "items[0].retailer_id: must be a string"],
  [
    inOrder({ subtotal: money(1) }),
    "order_details.order.subtotal.value: must be the sum of the items, 24900",
    "order_details.total_amount.value: must be",
  ],
  [inOrder({ tax: undefined }), "order_details.order.tax: must be an object (missing)"],
  [inOrder({ tax: { ...money(0), description: x(61) } }), "order.tax.description: must have 1 to 60 characters"],
  [inOrder({ discount: { ...money(0), discount_program_name: x(61) } }), "discount_program_name: must have 1 to 60"],
  [inOrder({ expiration: { timestamp: "soon", description: "a" } }), "expiration.timestamp: must be Unix seconds"],
  [inOrder({ expiration: { timestamp: "1", description: x(121) } }), "expiration.description: must have 1 to 120"],
  [{ header_text: "Hi" }, "header_text: kind order_details takes only a header of image (given text)"],
]);

const status = (change: Args) => ({
  order_status: { reference_id: "ped-1", order: { status: "shipped" }, ...change },
});

refuses("order_status", [
  [{ order_status: undefined }, "order_status: is needed by kind order_status"],
  [status({ reference_id: "" }), "order_status.reference_id: must be 1 to 60 letters"],
  [status({ order: { status: "lost" } }), "order_status.order.status: must be one of pending, processing"],
  [status({ order: { status: "shipped", description: x(121) } }), "order_status.order.description: must have 1 to 120"],
  [status({ payment: { status: "paid" } }), "order_status.payment.status: must be one of pending, captured, failed"],
  [status({ payment: { status: "failed", timestamp: "soon" } }), "order_status.payment.timestamp: must be a"],
]);

test.each([
  ["product_list", { sections: [{ product_items: many(30, item) }] }],
  ["url_carousel", { cards: many(10, urlCard) }],
  ["product", { body: undefined, footer: undefined }],
])("%s: what is at the limit is taken", (kind, change) => {
  const args = Object.entries({ kind, ...EXAMPLES[kind], ...change }).filter(([, value]) => value !== undefined);
  expect(faultsOf(TOOL, Object.fromEntries(args))).toEqual([]);
});
