import { type Case, emoji, many, refuses as refusesArgs, x } from "./refuses.ts";

/** One violation of every limit of contract messages.md 8.1 to 8.4: what fills a template. */

const TOOL = "send_template_message";
const template = { to: "+5511987650042", template_name: "promo", language: "es" };
const refuses = (label: string, cases: Case[]) => refusesArgs(TOOL, label, template, cases);

const link = "https://cdn.example/a.png";
const place = { type: "location", latitude: 0, longitude: 0, name: "a", address: "b" };

refuses("header", [
  [{ header: { type: "gif", link } }, "header.type: must be one of text, image, video, document, location, product"],
  [{ header: { type: "image" } }, "header.media_id: give exactly one of media_id and link (missing)"],
  [{ header: { type: "video", link, media_id: "12345" } }, "header.media_id: give exactly one of media_id and link"],
  [{ header: { type: "image", link: "ftp://a.example" } }, "header.link: must be an http:// or https:// URL"],
  [{ header: { type: "image", media_id: "{{media_id}}" } }, "header.media_id: must be 5 to 20 digits"],
  [{ header: { type: "image", link, text: "a" } }, "header.text: unknown key"],
  [{ header: { type: "image", link, filename: "a" } }, "header.filename: unknown key"],
  [{ header: { type: "document", link, filename: x(241) } }, "header.filename: must have 1 to 240 characters"],
  [{ header: { type: "text", text: emoji(61) } }, "header.text: must have 1 to 60 characters (given 61 characters)"],
  [{ header: { type: "text", text: "{{1}}" } }, "header.text: must be the value itself, in place of the {{...}}"],
  [{ header: { ...place, latitude: 91 } }, "header.latitude: must be at most 90"],
  [{ header: { ...place, longitude: -181 } }, "header.longitude: must be at least -180"],
  [{ header: { ...place, name: undefined } }, "header.name: must be a string (missing)"],
  [{ header: { ...place, address: undefined } }, "header.address: must be a string (missing)"],
  [{ header: { type: "product", catalog_id: "1" } }, "header.product_retailer_id: must be a string (missing)"],
  [{ header: { type: "product", product_retailer_id: "1" } }, "header.catalog_id: must be a string (missing)"],
]);

const currency = { fallback_value: "R$ 1", code: "BRL", amount_1000: 1000 };

refuses("body", [
  [{ body: [] }, "body: must have at least 1 items"],
  [{ body: [{}] }, "body[0]: give exactly one of text, currency, date_time, group_id"],
  [{ body: [{ text: "a", currency }] }, "body[0]: give exactly one of text, currency"],
  [{ body: [{ text: "" }] }, "body[0].text: must have 1 to 1024 characters"],
  [{ body: [{ text: emoji(1025) }] }, "body[0].text: must have 1 to 1024 characters (given 1025 characters)"],
  [{ body: [{ text: "{{nombre}}" }] }, "body[0].text: must be the value itself"],
  [{ body: [true] }, "body[0]: must be an object"],
  [{ body: [{ currency: { ...currency, code: "brl" } }] }, "body[0].currency.code: must be an ISO 4217 code"],
  [{ body: [{ currency: { ...currency, amount_1000: 1.5 } }] }, "body[0].currency.amount_1000: must be an integer"],
  [{ body: [{ currency: { ...currency, fallback_value: undefined } }] }, "body[0].currency.fallback_value: must be a"],
  [{ body: [{ date_time: {} }] }, "body[0].date_time.fallback_value: must be a string (missing)"],
  [{ body: [{ group_id: "" }] }, "body[0].group_id: must have 1 to 256 characters"],
  [{ body: [{ text: "a", parameter_name: "Nombre" }] }, "body[0].parameter_name: must be lower case letters"],
  [{ body: [{ text: "a", parameter_name: "1" }] }, "body[0].parameter_name: must be lower case letters"],
  [
    { body: [{ text: "a", parameter_name: "a" }, { text: "b" }] },
    "body[1].parameter_name: is needed: other values have names",
  ],
  [
    { header: { type: "text", text: "a" }, body: [{ text: "a", parameter_name: "a" }] },
    "header.parameter_name: is needed: other values have names",
  ],
  [
    {
      body: [
        { text: "a", parameter_name: "a" },
        { text: "b", parameter_name: "a" },
      ],
    },
    'body[1].parameter_name: must be unique (given "a" twice)',
  ],
]);

const url = (index: number) => ({ index, sub_type: "url", text: "a" });
const mpm = { index: 0, sub_type: "mpm", thumbnail_product_retailer_id: "A" };
const item = (i: number) => ({ product_retailer_id: `P${i}` });

refuses("buttons", [
  [{ buttons: [] }, "buttons: must have at least 1 items"],
  [
    { buttons: many(11, (i) => ({ index: i % 10, sub_type: "url", text: "a" })) },
    "buttons: must have at most 10 items",
  ],
  [{ buttons: [{ ...url(0), index: 10 }] }, "buttons[0].index: must be at most 9 (given 10)"],
  [{ buttons: [{ ...url(0), index: -1 }] }, "buttons[0].index: must be at least 0 (given -1)"],
  [{ buttons: [{ ...url(0), index: undefined }] }, "buttons[0].index: must be a number (missing)"],
  [{ buttons: [{ index: 0, sub_type: "phone_number" }] }, "buttons[0].sub_type: must be one of quick_reply, url"],
  [{ buttons: [url(1), url(1)] }, "buttons[1].index: must be unique (given 1 twice)"],
  [{ buttons: [url(0), url(1), url(2)] }, "buttons: must have at most 2 of url (given 3)"],
  [
    { buttons: many(2, (index) => ({ index, sub_type: "copy_code", coupon_code: "A" })) },
    "buttons: must have at most 1 of copy_code (given 2)",
  ],
  [{ buttons: [{ ...url(0), text: x(2001) }] }, "buttons[0].text: must have 1 to 2000 characters"],
  [{ buttons: [{ ...url(0), text: "{{end of the URL}}" }] }, "buttons[0].text: must be the value itself"],
  [{ buttons: [{ ...url(0), payload: "a" }] }, "buttons[0].payload: unknown key"],
  [{ buttons: [{ index: 0, sub_type: "quick_reply", payload: x(257) }] }, "buttons[0].payload: must have 1 to 256"],
  [{ buttons: [{ index: 0, sub_type: "quick_reply" }] }, "buttons[0].payload: must be a string (missing)"],
  [{ buttons: [{ index: 0, sub_type: "copy_code", coupon_code: x(21) }] }, "buttons[0].coupon_code: must have 1 to 20"],
  [{ buttons: [{ index: 0, sub_type: "copy_code", coupon_code: "A B" }] }, "coupon_code: must be letters and digits"],
  [{ buttons: [{ index: 0, sub_type: "flow", flow_action_data: "a" }] }, "buttons[0].flow_action_data: must be a"],
  [{ buttons: [{ index: 0, sub_type: "flow", flow_token: "" }] }, "buttons[0].flow_token: must have 1 to 1024"],
  [
    { buttons: [{ index: 0, sub_type: "catalog", thumbnail_product_retailer_id: "" }] },
    "must have 1 to 100 characters",
  ],
  [
    { buttons: [{ ...mpm, thumbnail_product_retailer_id: undefined, sections: [{ product_items: [item(1)] }] }] },
    "(missing)",
  ],
  [{ buttons: [mpm] }, "buttons[0].sections: must be an array (missing)"],
  [
    { buttons: [{ ...mpm, sections: many(11, (i) => ({ title: `S${i}`, product_items: [item(i)] })) }] },
    "buttons[0].sections: must have at most 10 items (given 11 items)",
  ],
  [
    { buttons: [{ ...mpm, sections: [{ product_items: many(31, item) }] }] },
    "buttons[0].sections: must have at most 30 product_items in all sections together (given 31)",
  ],
  [
    { buttons: [{ ...mpm, sections: [{ title: x(25), product_items: [item(1)] }] }] },
    "buttons[0].sections[0].title: must have 1 to 24 characters",
  ],
  [{ buttons: [{ index: 0, sub_type: "voice_call" }] }, "buttons[0]: needs ttl_minutes or payload"],
  [
    { buttons: [{ index: 0, sub_type: "voice_call", ttl_minutes: 43201 }] },
    "buttons[0].ttl_minutes: must be at most 43200",
  ],
  [{ buttons: [{ index: 0, sub_type: "voice_call", ttl_minutes: 0 }] }, "buttons[0].ttl_minutes: must be at least 1"],
  [{ buttons: [{ index: 0, sub_type: "voice_call", payload: x(513) }] }, "buttons[0].payload: must have 1 to 512"],
  [{ buttons: [{ index: 0, sub_type: "order_details" }] }, "buttons[0].order_details: must be an object (missing)"],
]);

const OFFER = "2027-01-01T00:00:00Z";
const code = (index: number) => ({ index, sub_type: "copy_code", coupon_code: "A" });

refuses("a limited-time offer", [
  [
    { offer_expires_at: OFFER, buttons: [code(1)] },
    "buttons[0].index: must be 0 for copy_code of a limited-time offer",
  ],
  [{ offer_expires_at: OFFER, buttons: [code(0), url(2)] }, "buttons[1].index: must be 1 for url"],
  [
    { offer_expires_at: OFFER, buttons: [{ index: 2, sub_type: "quick_reply", payload: "a" }] },
    "buttons[0].sub_type: a limited-time offer has copy_code and url (given quick_reply)",
  ],
]);

const image = { type: "image", media_id: "1290447715880316" };
const card = { header: image, body: [{ text: "a" }], buttons: [url(0)] };

refuses("cards", [
  [{ cards: [card] }, "cards: must have at least 2 items (given 1 items)"],
  [{ cards: many(11, () => card) }, "cards: must have at most 10 items (given 11 items)"],
  [{ cards: [card, { ...card, header: undefined }] }, "cards[1].header"],
  [{ cards: [card, { ...card, header: { type: "text", text: "a" } }] }, "cards[1].header.type: must be one of image"],
  [
    { cards: [card, { ...card, header: { type: "video", link } }] },
    "cards[1].header: must be as on the first card: image (given video)",
  ],
  [{ cards: [card, { ...card, body: undefined }] }, "cards[1].body: must be as on the first card: 1 values"],
  [{ cards: [card, { ...card, body: [{ text: x(161) }] }] }, "cards[1].body[0].text: must have at most 160 characters"],
  [{ cards: [card, { ...card, buttons: [url(1)] }] }, "cards[1].buttons: must be as on the first card: 0 url"],
  [
    { cards: many(2, () => ({ ...card, buttons: [url(0), url(1), url(2)] })) },
    "cards[0].buttons: must have at most 2",
    "",
  ],
  [{ cards: many(2, () => ({ ...card, buttons: [url(2)] })) }, "cards[0].buttons[0].index: must be 0 or 1", ""],
  [{ cards: many(2, () => ({ ...card, buttons: [url(0), url(0)] })) }, "cards[0].buttons[1].index: must be unique", ""],
  [
    { cards: many(2, () => ({ ...card, buttons: [code(0)] })) },
    "buttons[0].sub_type: a card takes url and quick_reply",
    "",
  ],
  [{ cards: [card, card], header: image }, "header: a carousel template has none beside its cards"],
  [{ cards: [card, card], buttons: [url(0)] }, "buttons: a carousel template has none beside its cards"],
  [{ cards: [card, card], offer_expires_at: OFFER }, "offer_expires_at: a carousel template has none beside its cards"],
  [{ cards: [card, card], body: [{ text: "a", parameter_name: "a" }] }, "cards[0].body[0].parameter_name", "cards[1]"],
  [{ cards: [{ ...card, card_index: 0 }, card] }, "cards[0].card_index: unknown key"],
]);
