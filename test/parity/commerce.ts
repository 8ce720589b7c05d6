import { PHONE } from "../tools/scripted-stage.ts";
import { type Case, FLOW, LINK, MEDIA, TO } from "./case.ts";
import { FREE_KEYS } from "./reasons.ts";

/** Interactive messages that lead to products, cards or a flow. */

const phoneNumberId = PHONE;
const catalogId = "640218837715520";
const kind = (name: string, args: Record<string, unknown>) => ({
  tool: "send_interactive_message",
  args: { to: TO, kind: name, body: "Veja", ...args },
});
const message = { phoneNumberId, to: TO, bodyText: "Veja" };

const PRODUCTS: Case[] = [
  {
    name: "product",
    ...kind("product", { footer: "Stock: 4", catalog_id: catalogId, product_retailer_id: "ATLAS" }),
    sdk: (client) =>
      client.messages.sendInteractiveProduct({
        ...message,
        footerText: "Stock: 4",
        catalogId,
        productRetailerId: "ATLAS",
      }),
  },
  {
    name: "product list",
    ...kind("product_list", {
      header_text: "Novedades",
      catalog_id: catalogId,
      sections: [
        { title: "Mapas", product_items: [{ product_retailer_id: "A" }, { product_retailer_id: "B" }] },
        { title: "Libretas", product_items: [{ product_retailer_id: "C" }] },
      ],
    }),
    sdk: (client) =>
      client.messages.sendInteractiveProductList({
        ...message,
        header: { type: "text", text: "Novedades" },
        catalogId,
        sections: [
          { title: "Mapas", productItems: [{ productRetailerId: "A" }, { productRetailerId: "B" }] },
          { title: "Libretas", productItems: [{ productRetailerId: "C" }] },
        ],
      }),
  },
  {
    name: "catalog with a thumbnail",
    ...kind("catalog_message", { product_retailer_id: "ATLAS" }),
    sdk: (client) =>
      client.messages.sendInteractiveCatalogMessage({
        ...message,
        parameters: { thumbnailProductRetailerId: "ATLAS" },
      }),
  },
  {
    name: "catalog without a thumbnail",
    ...kind("catalog_message", {}),
    sdk: (client) => client.messages.sendInteractiveCatalogMessage({ ...message, parameters: {} }),
    differences: [
      {
        at: "body.interactive.action.parameters",
        theirs: {},
        why: "messages.md 7.8: parameters are optional and hold the thumbnail alone; ours leaves an empty object out.",
      },
    ],
  },
];

const LINK_CARDS = ["Cadeira", "Mesa"].map((text) => ({ text, url: `https://aurora.example/${text}` }));
const REPLY_CARDS = ["sea", "garden"];

const CARDS: Case[] = [
  {
    name: "carousel of links",
    ...kind("url_carousel", {
      cards: LINK_CARDS.map(({ text: body, url }) => ({
        header_type: "image",
        header_link: LINK,
        body,
        button_text: "Comprar",
        url,
      })),
    }),
    sdk: (client) =>
      client.messages.sendInteractiveCarousel({
        ...message,
        cards: LINK_CARDS.map(({ text: bodyText, url }, cardIndex) => ({
          cardIndex,
          header: { type: "image", image: { link: LINK } },
          bodyText,
          action: { displayText: "Comprar", url },
        })),
      }),
  },
  {
    name: "carousel of quick replies",
    ...kind("quick_reply_carousel", {
      cards: REPLY_CARDS.map((id) => ({
        header_type: "video",
        header_media_id: MEDIA,
        buttons: [{ id, title: "Este" }],
      })),
    }),
    sdk: (client) =>
      client.messages.sendInteractiveCarousel({
        ...message,
        cards: REPLY_CARDS.map((id, cardIndex) => ({
          cardIndex,
          header: { type: "video", video: { id: MEDIA } },
          action: { buttons: [{ id, title: "Este" }] },
        })),
      }),
    differences: REPLY_CARDS.map((_, i) => ({
      at: `body.interactive.action.cards[${i}].type`,
      theirs: "cta_url",
      why: "messages.md 7.10: type cta_url is for URL cards; cards of quick replies have none in its example.",
    })),
  },
];

const FLOWS: Case[] = [
  {
    name: "flow that navigates",
    ...kind("flow", {
      header_text: "Agenda",
      footer: "f",
      button_text: "Agendar",
      flow_id: FLOW,
      flow_token: "t-1",
      flow_action: "navigate",
      flow_screen: "PICK",
      flow_data: { patient: "Rafa", min_date: "2026-11-24" },
      flow_mode: "draft",
    }),
    sdk: (client) =>
      client.messages.sendInteractiveFlow({
        ...message,
        header: { type: "text", text: "Agenda" },
        footerText: "f",
        parameters: {
          flowId: FLOW,
          flowCta: "Agendar",
          flowToken: "t-1",
          flowAction: "navigate",
          flowActionPayload: { screen: "PICK", data: { patient: "Rafa", min_date: "2026-11-24" } },
          mode: "draft",
        },
      }),
  },
  {
    name: "flow whose data have keys of their own",
    ...kind("flow", { button_text: "Agendar", flow_id: FLOW, flow_screen: "PICK", flow_data: { minDate: "x" } }),
    sdk: (client) =>
      client.messages.sendInteractiveFlow({
        ...message,
        parameters: { flowId: FLOW, flowCta: "Agendar", flowActionPayload: { screen: "PICK", data: { minDate: "x" } } },
      }),
    differences: [
      { at: "body.interactive.action.parameters.flow_action_payload.data.minDate", ours: "x", why: FREE_KEYS },
      { at: "body.interactive.action.parameters.flow_action_payload.data.min_date", theirs: "x", why: FREE_KEYS },
    ],
  },
];

export const COMMERCE: readonly Case[] = [...PRODUCTS, ...CARDS, ...FLOWS];
