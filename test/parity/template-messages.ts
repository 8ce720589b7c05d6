import { buildTemplatePayload, buildTemplateSendPayload, type TemplateSendPayload } from "@kapso/whatsapp-cloud-api";
import { PHONE } from "../tools/scripted-stage.ts";
import { type Case, LINK, MEDIA, TO } from "./case.ts";
import { NO_VARIABLES } from "./reasons.ts";

const phoneNumberId = PHONE;
const template = (args: Record<string, unknown>) => ({
  tool: "send_template_message",
  args: { to: TO, template_name: "promo", language: "es", ...args },
});

/** What the SDK's builders give is not what its send takes, by their types: a copy is. */
function filled({ components = [], ...template }: TemplateSendPayload) {
  return { phoneNumberId, to: TO, template: { ...template, components: components.map((each) => ({ ...each })) } };
}

const NAMED = { name: "promo", language: "es" };

const COUPON = { type: "coupon_code", coupon_code: "NIEBLA15" } as const;

const FILLED: Case[] = [
  {
    name: "no variables",
    ...template({ biz_opaque_callback_data: "x" }),
    sdk: (client) =>
      client.messages.sendTemplate({
        phoneNumberId,
        to: TO,
        bizOpaqueCallbackData: "x",
        template: { name: "promo", language: { code: "es" } },
      }),
  },
  {
    name: "no variables, by the SDK's builder",
    ...template({}),
    sdk: (client) => client.messages.sendTemplate(filled(buildTemplateSendPayload(NAMED))),
    differences: [{ at: "body.template.components", theirs: [], why: NO_VARIABLES }],
  },
  {
    name: "positional values, an image and a link's end",
    ...template({
      header: { type: "image", media_id: MEDIA },
      body: [{ text: "Rafa" }, { text: "7731" }],
      buttons: [{ index: 0, sub_type: "url", text: "7731-BR" }],
    }),
    sdk: (client) =>
      client.messages.sendTemplate(
        filled(
          buildTemplateSendPayload({
            ...NAMED,
            header: { type: "image", image: { id: MEDIA } },
            body: ["Rafa", "7731"].map((text) => ({ type: "text" as const, text })),
            buttons: [{ type: "button", subType: "url", index: 0, parameters: [{ type: "text", text: "7731-BR" }] }],
          }),
        ),
      ),
  },
  {
    name: "named values",
    ...template({
      header: { type: "text", text: "jueves", parameter_name: "dia" },
      body: [
        { parameter_name: "nombre", text: "Tomás" },
        { parameter_name: "hora", text: "16:00" },
      ],
    }),
    sdk: (client) =>
      client.messages.sendTemplate(
        filled(
          buildTemplateSendPayload({
            ...NAMED,
            header: { type: "text", text: "jueves", parameterName: "dia" },
            body: [
              { type: "text", parameterName: "nombre", text: "Tomás" },
              { type: "text", parameterName: "hora", text: "16:00" },
            ],
          }),
        ),
      ),
  },
  {
    name: "a place, and buttons of several kinds",
    ...template({
      header: { type: "location", latitude: -33.4, longitude: -70.6, name: "Niebla", address: "Av. 1860" },
      buttons: [
        { index: 0, sub_type: "quick_reply", payload: "optout" },
        { index: 1, sub_type: "copy_code", coupon_code: "NIEBLA15" },
        { index: 2, sub_type: "flow", flow_token: "fb-1", flow_action_data: { order: "2204" } },
      ],
    }),
    sdk: (client) =>
      client.messages.sendTemplate(
        filled(
          buildTemplateSendPayload({
            ...NAMED,
            header: {
              type: "location",
              location: { latitude: -33.4, longitude: -70.6, name: "Niebla", address: "Av. 1860" },
            },
            buttons: [
              {
                type: "button",
                subType: "quick_reply",
                index: 0,
                parameters: [{ type: "payload", payload: "optout" }],
              },
              { type: "button", subType: "copy_code", index: 1, parameters: [COUPON] },
              {
                type: "button",
                subType: "flow",
                index: 2,
                parameters: [{ type: "action", action: { flow_token: "fb-1", flow_action_data: { order: "2204" } } }],
              },
            ],
          }),
        ),
      ),
  },
];

const CURRENCY = "body.template.components[0].parameters[0].currency";
const AMOUNT = "README.md 3: amount_1000 is a wire name that naive converters break; the SDK sends its own spelling.";

const SPECIAL: Case[] = [
  {
    name: "currency and date",
    ...template({
      body: [
        { currency: { fallback_value: "R$ 249,00", code: "BRL", amount_1000: 249000 } },
        { date_time: { fallback_value: "27 de novembro" } },
      ],
    }),
    sdk: (client) =>
      client.messages.sendTemplate(
        filled(
          buildTemplateSendPayload({
            ...NAMED,
            body: [
              { type: "currency", currency: { fallbackValue: "R$ 249,00", code: "BRL", amount1000: 249000 } },
              { type: "date_time", dateTime: { fallbackValue: "27 de novembro" } },
            ],
          }),
        ),
      ),
    differences: [
      { at: `${CURRENCY}.amount_1000`, ours: 249000, why: AMOUNT },
      { at: `${CURRENCY}.amount1000`, theirs: 249000, why: AMOUNT },
    ],
  },
  {
    name: "a document with a name",
    ...template({ header: { type: "document", link: LINK, filename: "nota.pdf" } }),
    sdk: (client) => {
      const document = { link: LINK, filename: "nota.pdf" };
      const built = buildTemplateSendPayload({ ...NAMED, header: { type: "document", document } });
      return client.messages.sendTemplate(filled(built));
    },
    differences: [
      {
        at: "body.template.components[0].parameters[0].document.filename",
        ours: "nota.pdf",
        why: "messages.md 8.1: a document header may have a filename; the SDK's builder drops it.",
      },
    ],
  },
  {
    name: "a carousel, from Meta's own spelling",
    ...template({
      body: [{ text: "Rafa" }],
      cards: ["cadeira", "mesa"].map((text) => ({
        header: { type: "image", media_id: MEDIA },
        body: [{ text }],
        buttons: [
          { index: 0, sub_type: "quick_reply", payload: `more:${text}` },
          { index: 1, sub_type: "url", text },
        ],
      })),
    }),
    sdk: (client) =>
      client.messages.sendTemplate(
        filled(
          buildTemplatePayload({
            ...NAMED,
            components: [
              { type: "BODY", parameters: [{ type: "text", text: "Rafa" }] },
              {
                type: "CAROUSEL",
                cards: ["cadeira", "mesa"].map((text, card_index) => ({
                  card_index,
                  components: [
                    { type: "header", parameters: [{ type: "image", image: { id: MEDIA } }] },
                    { type: "body", parameters: [{ type: "text", text }] },
                    {
                      type: "button",
                      sub_type: "quick_reply",
                      index: "0",
                      parameters: [{ type: "payload", payload: `more:${text}` }],
                    },
                    { type: "button", sub_type: "url", index: "1", parameters: [{ type: "text", text }] },
                  ],
                })),
              },
            ],
          }),
        ),
      ),
  },
  {
    name: "a catalog button",
    ...template({ buttons: [{ index: 0, sub_type: "catalog", thumbnail_product_retailer_id: "ATLAS" }] }),
    sdk: (client) => {
      const parameters = [{ type: "action", action: { thumbnail_product_retailer_id: "ATLAS" } }];
      const built = buildTemplatePayload({
        ...NAMED,
        components: [{ type: "button", sub_type: "catalog", index: 0, parameters }],
      });
      return client.messages.sendTemplate(filled(built));
    },
  },
];

const OFFER_ENDS = "2099-01-01T00:00:00Z";

/** What the SDK's builders do not know goes through its raw door. */
const RAW: Case[] = [
  {
    name: "limited-time offer, raw",
    ...template({
      body: [{ text: "Tomás" }],
      offer_expires_at: OFFER_ENDS,
      buttons: [{ index: 0, sub_type: "copy_code", coupon_code: "NIEBLA15" }],
    }),
    sdk: (client) => {
      const offer = { expirationTimeMs: Date.parse(OFFER_ENDS) };
      const components = [
        { type: "body", parameters: [{ type: "text", text: "Tomás" }] },
        { type: "limited_time_offer", parameters: [{ type: "limited_time_offer", limitedTimeOffer: offer }] },
        { type: "button", subType: "copy_code", index: 0, parameters: [COUPON] },
      ];
      const template = { name: "promo", language: { code: "es" }, components };
      const envelope = { messagingProduct: "whatsapp", recipientType: "individual", to: TO };
      return client.messages.sendRaw({ phoneNumberId, payload: { ...envelope, type: "template", template } });
    },
  },
];

export const TEMPLATE_MESSAGES: readonly Case[] = [...FILLED, ...SPECIAL, ...RAW];
