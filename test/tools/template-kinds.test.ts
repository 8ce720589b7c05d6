import { describe, expect, test } from "vitest";
import { type Args, faultsOf } from "./direct.ts";
import { emoji, many, refuses, x } from "./refuses.ts";

/** The special kinds of contract templates.md 4: a valid one of each, and one violation of each rule. */

const TOOL = "create_template";
const base = { template_name: "promo", language: "en_US", category: "MARKETING" };

const body = { type: "BODY", text: "Look at this." };
const footer = { type: "FOOTER", text: "Shop" };
const header = (format: string, more: Args = {}) => ({ type: "HEADER", format, ...more });
const media = (format: string) => header(format, { example: { header_handle: ["4::a"] } });
const textHeader = header("TEXT", { text: "Hello" });
const buttons = (...list: Args[]) => ({ type: "BUTTONS", buttons: list });
const quick = { type: "QUICK_REPLY", text: "More" };
const url = { type: "URL", text: "Go", url: "https://a.example/b" };
const code = { type: "COPY_CODE", example: "SAVE15" };
const of = (...components: Args[]) => ({ components });

const offer = { type: "LIMITED_TIME_OFFER", limited_time_offer: { text: "Today!", has_expiration: true } };
const LTO = of(offer, media("IMAGE"), body, buttons(code, url));

refuses(TOOL, "a limited-time offer", { ...base, ...LTO }, [
  [{ category: "UTILITY" }, "category: must be MARKETING for a limited-time offer (given UTILITY)"],
  [
    of({ ...offer, limited_time_offer: { text: x(17) } }, body, buttons(code, url)),
    "limited_time_offer.text: must have 1 to 16",
  ],
  [of(offer, textHeader, body, buttons(code, url)), "format: a limited-time offer takes a header of IMAGE, VIDEO"],
  [of(offer, body, footer, buttons(code, url)), "components[2]: a limited-time offer takes no footer"],
  [of(offer, { ...body, text: emoji(601) }, buttons(code, url)), "text: must have at most 600 characters in a limited"],
  [
    of(offer, body, buttons(url, code)),
    "components[2].buttons: a limited-time offer has the buttons COPY_CODE, then URL",
  ],
  [of(offer, body), "components: a limited-time offer has the buttons COPY_CODE, then URL and no other (given none)"],
]);

refuses(TOOL, "a coupon", { ...base, ...of(textHeader, body, buttons(quick, code)) }, [
  [{ category: "UTILITY" }, "category: must be MARKETING for a coupon"],
  [of(body, buttons(code, code)), "components[1].buttons: must have at most 1 of type COPY_CODE (given 2)"],
  [of(body, buttons({ type: "COPY_CODE", example: x(21) })), "buttons[0].example: must have 1 to 20 characters"],
  [of(body, buttons({ type: "COPY_CODE", example: "A-B" })), "buttons[0].example: must be letters and digits only"],
  [of(body, buttons({ ...code, text: "Copy" })), "components[1].buttons[0].text: unknown key"],
]);

const catalog = { type: "CATALOG", text: "View catalog" };
refuses(TOOL, "a catalog", { ...base, ...of(body, footer, buttons(catalog)) }, [
  [{ category: "UTILITY" }, "category: must be MARKETING for a catalog template"],
  [of(textHeader, body, buttons(catalog)), "components[0].format: a catalog template takes no header (given TEXT)"],
  [of(body, buttons(catalog, url)), "components[1].buttons: a catalog template has the buttons CATALOG and no other"],
  [of(body, buttons({ ...catalog, text: "Look" })), "components[1].buttons[0].text: must be View catalog"],
]);

const mpm = { type: "MPM" };
refuses(TOOL, "a multi-product template", { ...base, ...of(textHeader, body, footer, buttons(mpm)) }, [
  [{ category: "UTILITY" }, "category: must be MARKETING for a multi-product template"],
  [of(body, buttons(mpm)), "components: a multi-product template needs a TEXT header"],
  [of(media("IMAGE"), body, buttons(mpm)), "components[0].format: a multi-product template takes a header of TEXT"],
  [of(textHeader, body, buttons(mpm, quick)), "buttons: a multi-product template has the buttons MPM and no other"],
]);

const spm = { type: "SPM" };
refuses(TOOL, "a single-product template", { ...base, ...of(header("PRODUCT"), body, footer, buttons(spm)) }, [
  [{ category: "UTILITY" }, "category: must be MARKETING for a single-product template"],
  [of(body, buttons(spm)), "components: a single-product template needs a PRODUCT header"],
  [of(header("PRODUCT"), body), "components: a single-product template has the buttons SPM and no other (given none)"],
  [of(header("PRODUCT"), { ...body, text: x(161) }, buttons(spm)), "text: must have at most 160 characters"],
]);

const call = { type: "CALL_PERMISSION_REQUEST" };
refuses(TOOL, "a call permission request", { ...base, ...of(textHeader, body, footer, call) }, [
  [of(body, call, buttons(quick)), "buttons[0].type: a call permission request takes no buttons (given QUICK_REPLY)"],
]);

const voice = { type: "VOICE_CALL", text: "Call" };
refuses(TOOL, "a call button", { ...base, ...of(body, buttons(voice, url)) }, [
  [
    of(body, buttons(voice, quick)),
    "buttons[1].type: a template with a call button takes only VOICE_CALL and URL buttons",
  ],
]);

const order = { type: "ORDER_DETAILS", text: "Pay" };
const ORDER = { display_format: "ORDER_DETAILS", ...of(media("DOCUMENT"), body, buttons(order)) };
refuses(TOOL, "an order", { ...base, ...ORDER }, [
  [{ display_format: undefined }, "display_format: must be ORDER_DETAILS for an order template"],
  [of(body), "components: an order template has the buttons ORDER_DETAILS and no other (given none)"],
  [of(media("VIDEO"), body, buttons(order)), "format: an order template takes a header of TEXT, IMAGE, DOCUMENT"],
  [of(body, buttons({ ...order, text: x(26) })), "components[1].buttons[0].text: must have 1 to 25 characters"],
]);

refuses(TOOL, "a GIF header", { ...base, ...of(media("GIF"), body) }, [
  [{ category: "UTILITY" }, "category: must be MARKETING for a GIF header"],
]);

const card = (...components: Args[]) => ({ components });
const carousel = (...cards: Args[]) => of(body, { type: "CAROUSEL", cards });
const good = card(media("IMAGE"), body, buttons(quick, url));

refuses(TOOL, "a media carousel", { ...base, ...carousel(good, good) }, [
  [{ category: "UTILITY" }, "category: must be MARKETING for a carousel"],
  [carousel(good), "components[1].cards: must have at least 2 items"],
  [carousel(...many(11, () => good)), "components[1].cards: must have at most 10 items (given 11 items)"],
  [of(textHeader, body, { type: "CAROUSEL", cards: [good, good] }), "components[0].format: a carousel takes no header"],
  [of(body, footer, { type: "CAROUSEL", cards: [good, good] }), "components[1]: a carousel takes no footer"],
  [of(body, buttons(quick), { type: "CAROUSEL", cards: [good, good] }), "buttons[0].type: a carousel takes no buttons"],
  [carousel(...many(2, () => card(body, buttons(url)))), "a card needs a header of IMAGE or VIDEO (given none)", ""],
  [
    carousel(...many(2, () => card(media("DOCUMENT"), buttons(url)))),
    "components[0].format: a card needs a header",
    "",
  ],
  [
    carousel(...many(2, () => card(media("IMAGE"), body))),
    "a card has 1 to 2 of QUICK_REPLY, URL, PHONE_NUMBER (given none)",
    "",
  ],
  [
    carousel(...many(2, () => card(media("IMAGE"), buttons(quick, quick)))),
    "a card has at most 1 QUICK_REPLY (given 2)",
    "",
  ],
  [carousel(...many(2, () => card(media("IMAGE"), buttons(code)))), "a card has 1 to 2 of QUICK_REPLY", ""],
  [
    carousel(good, card(media("IMAGE"), { ...body, text: x(161) }, buttons(quick, url))),
    "cards[1].components[1].text: must have at most 160",
  ],
  [
    carousel(good, card(media("IMAGE"), buttons(quick, url))),
    "components[1].cards[1]: must be built as the first: IMAGE, body",
  ],
  [
    carousel(good, card(media("VIDEO"), body, buttons(quick, url))),
    "components[1].cards[1]: must be built as the first",
  ],
  [
    carousel(good, card(media("IMAGE"), body, buttons(url, quick))),
    "components[1].cards[1]: must be built as the first",
  ],
  [
    carousel(good, card(media("IMAGE"), body, body, buttons(quick, url))),
    "cards[1].components[2].type: there is a BODY before",
  ],
  [
    carousel(good, card(media("IMAGE"), { ...body, text: "{{1}} a" }, buttons(quick, url))),
    "example.body_text: is needed",
    "must not start",
  ],
  [
    carousel(good, card(media("IMAGE"), body, buttons(quick, { ...url, url: "https://a.example/{{1}}" }))),
    "example: is needed",
  ],
  [
    carousel(good, card(media("IMAGE"), body, footer, buttons(quick, url))),
    "components[2].type: must be one of HEADER, BODY, BUTTONS",
  ],
]);

const productCard = card(header("PRODUCT"), buttons(spm));
refuses(TOOL, "a product carousel", { ...base, ...carousel(productCard, productCard) }, [
  [
    carousel(...many(3, () => productCard)),
    "components[1].cards: a product carousel is defined with 2 cards (given 3)",
  ],
  [carousel(...many(2, () => card(header("PRODUCT"), body, buttons(url)))), "a product card takes no body", ""],
  [carousel(...many(2, () => card(header("PRODUCT"), buttons(quick)))), "a card has 1 to 1 of SPM, URL", ""],
]);

describe("a valid one of each kind is taken", () => {
  const kinds: [string, Args][] = [
    ["limited-time offer", LTO],
    ["coupon", of(textHeader, body, buttons(quick, code))],
    ["coupon with a picture and a link", of(media("IMAGE"), body, buttons(code, url))],
    ["catalog", of(body, footer, buttons(catalog))],
    ["multi-product", of(textHeader, body, footer, buttons(mpm))],
    ["single-product", of(header("PRODUCT"), body, footer, buttons(spm))],
    ["call permission request", of(textHeader, body, footer, call)],
    ["call button", of(body, buttons(voice, url))],
    ["order", ORDER],
    ["GIF", of(media("GIF"), body)],
    ["media carousel", carousel(good, good)],
    ["product carousel", carousel(productCard, productCard)],
    ["product carousel with links", carousel(...many(2, () => card(header("PRODUCT"), buttons(url))))],
    ["flow", of(body, buttons({ type: "FLOW", text: "Go", flow_json: "{}", icon: "REVIEW" }))],
  ];
  test.each(kinds)("%s", (_, change) => {
    expect(faultsOf(TOOL, { ...base, ...change })).toEqual([]);
  });
});
