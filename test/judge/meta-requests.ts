import { SANDBOX } from "../../src/sandbox/index.ts";

/**
 * Requests in the shapes of Meta's public collection for the Cloud API: one for each kind of message, as people write
 * them by hand. The words are ours.
 */

const to = SANDBOX.openCustomer;
const base = { messaging_product: "whatsapp", recipient_type: "individual", to };
const LINK = "https://files.example/a.jpg";
const CATALOG = "640218837715520";

const media = (type: string, id: string, more: object = {}) => ({ ...base, type, [type]: { id, ...more } });
const linked = (type: string, more: object = {}) => ({ ...base, type, [type]: { link: LINK, ...more } });
const interactive = (content: object) => ({ ...base, type: "interactive", interactive: content });
const template = (name: string, code: string, components?: object[]) => ({
  ...base,
  type: "template",
  template: { name, language: { code }, ...(components && { components }) },
});
const words = (...texts: string[]) => texts.map((text) => ({ type: "text", text }));

export const META_REQUESTS: [what: string, body: Record<string, unknown>][] = [
  ["a text", { ...base, type: "text", text: { preview_url: false, body: "Hello" } }],
  ["a text without its type", { messaging_product: "whatsapp", to, text: { body: "Hello" } }],
  ["a text with a preview", { ...base, type: "text", text: { preview_url: true, body: "https://aurora.example" } }],
  ["a reply", { ...base, type: "text", context: { message_id: SANDBOX.messages.inboundText }, text: { body: "Yes" } }],
  [
    "a reaction",
    { ...base, type: "reaction", reaction: { message_id: SANDBOX.messages.inboundText, emoji: "\u{1F44D}" } },
  ],
  [
    "a reaction taken back",
    { ...base, type: "reaction", reaction: { message_id: SANDBOX.messages.inboundText, emoji: "" } },
  ],
  ["an image by id", media("image", SANDBOX.media.jpeg, { caption: "A table" })],
  ["an image by link", linked("image", { caption: "A table" })],
  ["audio by id", media("audio", SANDBOX.media.voice)],
  ["audio by link", linked("audio")],
  ["a video by id", media("video", SANDBOX.media.video, { caption: "How it opens" })],
  ["a video by link", linked("video")],
  ["a document by id", media("document", SANDBOX.media.pdf, { filename: "bill.pdf", caption: "The bill" })],
  ["a document by link", linked("document", { filename: "bill.pdf" })],
  ["a sticker by id", media("sticker", SANDBOX.media.sticker)],
  ["a sticker by link", linked("sticker")],
  [
    "a location",
    {
      ...base,
      type: "location",
      location: { latitude: "-23.5614", longitude: "-46.6559", name: "Shop", address: "Rua 1" },
    },
  ],
  [
    "a contact",
    {
      ...base,
      type: "contacts",
      contacts: [
        {
          name: { formatted_name: "Marisol Peña", first_name: "Marisol", last_name: "Peña" },
          birthday: "1990-08-18",
          phones: [{ phone: "+447700900321", type: "WORK", wa_id: "447700900321" }],
          emails: [{ email: "marisol@aurora.example", type: "WORK" }],
          urls: [{ url: "https://aurora.example", type: "WORK" }],
          addresses: [
            {
              street: "Rua 1",
              city: "São Paulo",
              state: "SP",
              zip: "01310",
              country: "Brazil",
              country_code: "br",
              type: "HOME",
            },
          ],
          org: { company: "Aurora", department: "Sales", title: "Head" },
        },
      ],
    },
  ],
  [
    "buttons",
    interactive({
      type: "button",
      header: { type: "text", text: "Delivery" },
      body: { text: "On Monday?" },
      footer: { text: "Aurora" },
      action: { buttons: ["Yes", "No"].map((title) => ({ type: "reply", reply: { id: title.toLowerCase(), title } })) },
    }),
  ],
  [
    "a list",
    interactive({
      type: "list",
      header: { type: "text", text: "Delivery" },
      body: { text: "When?" },
      footer: { text: "Aurora" },
      action: {
        button: "Times",
        sections: [
          { title: "Monday", rows: [{ id: "mo", title: "Morning", description: "8 to 12" }] },
          { title: "Tuesday", rows: [{ id: "tu", title: "Evening" }] },
        ],
      },
    }),
  ],
  [
    "a link button",
    interactive({
      type: "cta_url",
      body: { text: "Follow your order" },
      action: { name: "cta_url", parameters: { display_text: "Open", url: "https://aurora.example/o/1" } },
    }),
  ],
  [
    "a request for a location",
    interactive({ type: "location_request_message", body: { text: "Where?" }, action: { name: "send_location" } }),
  ],
  [
    "a product",
    interactive({
      type: "product",
      body: { text: "This one" },
      action: { catalog_id: CATALOG, product_retailer_id: "TABLE-OAK-120" },
    }),
  ],
  [
    "several products",
    interactive({
      type: "product_list",
      header: { type: "text", text: "Tables" },
      body: { text: "Choose" },
      action: {
        catalog_id: CATALOG,
        sections: [{ title: "Oak", product_items: [{ product_retailer_id: "TABLE-OAK-120" }] }],
      },
    }),
  ],
  [
    "the catalogue",
    interactive({ type: "catalog_message", body: { text: "All there is" }, action: { name: "catalog_message" } }),
  ],
  [
    "a flow",
    interactive({
      type: "flow",
      body: { text: "Book a visit" },
      action: {
        name: "flow",
        parameters: {
          flow_message_version: "3",
          flow_token: "visit-1",
          flow_id: SANDBOX.flows.published.id,
          flow_cta: "Book",
          flow_action: "navigate",
          flow_action_payload: { screen: "VISIT" },
        },
      },
    }),
  ],
  ["a template without values", template("hello_world", "en_US")],
  ["a template with values", template("pedido_pronto", "pt_BR", [{ type: "body", parameters: words("Rafa", "7731") }])],
  [
    "a template with a picture and a button",
    template("pedido_enviado", "pt_BR", [
      { type: "header", parameters: [{ type: "image", image: { link: LINK } }] },
      { type: "body", parameters: words("Rafa", "7731") },
      { type: "button", sub_type: "url", index: "0", parameters: words("7731") },
    ]),
  ],
  [
    "a template with named values",
    template("recordatorio_cita", "es", [
      {
        type: "body",
        parameters: [
          { type: "text", parameter_name: "nombre", text: "Tomás" },
          { type: "text", parameter_name: "hora", text: "16:00" },
        ],
      },
    ]),
  ],
];

/** These make no message. */
export const META_RECEIPTS: [what: string, body: Record<string, unknown>][] = [
  ["as read", { messaging_product: "whatsapp", status: "read", message_id: SANDBOX.messages.inboundText }],
  [
    "as read while typing",
    {
      messaging_product: "whatsapp",
      status: "read",
      message_id: SANDBOX.messages.inboundText,
      typing_indicator: { type: "text" },
    },
  ],
];
