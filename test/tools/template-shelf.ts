import { SANDBOX } from "../../src/sandbox/index.ts";

/** Definitions of templates of every kind that a send has to fill in a way of its own. */

const sample = { header_handle: ["4::aW1hZ2U6MQ=="] };
const body = (text: string) => ({ type: "BODY", text });
const media = (format: string) => ({ type: "HEADER", format, example: sample });
const buttons = (...list: object[]) => ({ type: "BUTTONS", buttons: list });
const url = { type: "URL", text: "Open", url: "https://aurora.example/{{1}}", example: ["https://aurora.example/7"] };
const fixed = { type: "URL", text: "Shop", url: "https://aurora.example" };
const quick = { type: "QUICK_REPLY", text: "Yes" };
const phone = { type: "PHONE_NUMBER", text: "Call", phone_number: "+551130904455" };
const code = { type: "COPY_CODE", example: "A15" };
const offer = (has_expiration: boolean) => ({
  type: "LIMITED_TIME_OFFER",
  limited_time_offer: { text: "Today", has_expiration },
});
const carousel = (...parts: object[]) => ({
  type: "CAROUSEL",
  cards: [{ components: parts }, { components: parts }],
});

const MARKETING: Record<string, object[]> = {
  numbered: [
    { ...body("Hello dear {{1}}, your order is {{2}} and ready now."), example: { body_text: [["Rafa", "7731"]] } },
  ],
  turned: [
    {
      ...body("Your own order {{2}} is now ready for {{1}} in our shop."),
      example: { body_text: [["Rafa", "7731"]] },
    },
  ],
  numbered_header: [
    { type: "HEADER", format: "TEXT", text: "For {{1}}", example: { header_text: ["Rafa"] } },
    body("One body."),
  ],
  fixed_header: [{ type: "HEADER", format: "TEXT", text: "News" }, body("Two bodies.")],
  video: [media("VIDEO"), body("Three bodies.")],
  document: [media("DOCUMENT"), body("Four bodies.")],
  place: [{ type: "HEADER", format: "LOCATION" }, body("Five bodies.")],
  product: [{ type: "HEADER", format: "PRODUCT" }, body("Six bodies."), buttons({ type: "SPM", text: "View" })],
  coupon: [{ type: "HEADER", format: "TEXT", text: "News" }, body("Seven bodies."), buttons(code, quick)],
  links: [body("Eight bodies."), buttons(quick, fixed, url, phone)],
  catalog: [body("Nine bodies."), buttons({ type: "CATALOG", text: "View catalog" })],
  items: [
    { type: "HEADER", format: "TEXT", text: "News" },
    body("Ten bodies."),
    buttons({ type: "MPM", text: "View items" }),
  ],
  book: [body("Eleven bodies."), buttons({ type: "FLOW", text: "Book", flow_id: SANDBOX.flows.published.id })],
  call: [body("Twelve bodies."), buttons({ type: "VOICE_CALL", text: "Call us" }, url)],
  offer: [offer(true), media("IMAGE"), body("Thirteen bodies."), buttons(code, url)],
  endless_offer: [offer(false), body("Fourteen bodies."), buttons(code, fixed)],
  cards: [
    body("Fifteen bodies."),
    carousel(
      media("IMAGE"),
      { ...body("A chair in {{1}} for your home."), example: { body_text: [["red"]] } },
      buttons(quick, url),
    ),
  ],
  goods: [
    body("Sixteen bodies."),
    carousel({ type: "HEADER", format: "PRODUCT" }, buttons({ type: "SPM", text: "View" })),
  ],
  linked_goods: [body("Seventeen bodies."), carousel({ type: "HEADER", format: "PRODUCT" }, buttons(url))],
};

const named = [
  {
    type: "HEADER",
    format: "TEXT",
    text: "On {{day}}",
    example: { header_text_named_params: [{ param_name: "day", example: "Monday" }] },
  },
  {
    type: "BODY",
    text: "Hello dear {{name}}, we expect you at {{hour}} in our shop.",
    example: {
      body_text_named_params: [
        { param_name: "name", example: "Rafa" },
        { param_name: "hour", example: "16:00" },
      ],
    },
  },
  buttons(url),
];

export const SHELF: object[] = [
  ...Object.entries(MARKETING).map(([name, components]) => ({
    name,
    language: "en_US",
    category: "MARKETING",
    components,
  })),
  { name: "named", language: "en_US", category: "UTILITY", parameter_format: "NAMED", components: named },
  {
    name: "payment",
    language: "en_US",
    category: "UTILITY",
    display_format: "ORDER_DETAILS",
    components: [body("Eighteen bodies."), buttons({ type: "ORDER_DETAILS", text: "Pay" })],
  },
  {
    name: "login",
    language: "en_US",
    category: "AUTHENTICATION",
    components: [
      { type: "BODY", add_security_recommendation: true },
      { type: "FOOTER", code_expiration_minutes: 5 },
      buttons({ type: "OTP", otp_type: "COPY_CODE", text: "Copy code" }),
    ],
  },
];
