import { z } from "zod";
import type { Fault } from "../../definition/faults.ts";
import { present } from "../../records/present.ts";
import { addressAction, addressFaults } from "./address.ts";
import { type Carousel, cardFaults, wireCards } from "./cards.ts";
import { buttonFaults, PRODUCTS, ROWS, sectionFaults } from "./choices.ts";
import { FLOW_FIELDS, flowAction, flowFaults } from "./flow.ts";
import type { HeaderKind } from "./header.ts";
import type { Content, ContentField } from "./input.ts";

/** A kind of interactive message: what it is made of (contract messages.md section 7), and its wire `action`. */
export interface Kind {
  /** `interactive.type`, where it is not the kind's own name. */
  type?: string;
  header?: readonly HeaderKind[];
  headerNeeded?: true;
  bodyMax?: number;
  bodyOptional?: true;
  noFooter?: true;
  needs?: readonly ContentField[];
  takes?: readonly ContentField[];
  faults?(content: Content & { to?: string }): Fault[];
  action(content: Content): object;
}

const ANY_HEADER = ["text", "image", "video", "document"] as const;

function carousel(kind: Carousel): Kind {
  return {
    type: "carousel",
    noFooter: true,
    needs: kind === "product_carousel" ? ["cards", "catalog_id"] : ["cards"],
    faults: ({ cards = [] }) => cardFaults(kind, cards),
    action: ({ cards = [], catalog_id }) => ({ cards: wireCards(kind, cards, catalog_id) }),
  };
}

const SIMPLE_KINDS = {
  button: {
    header: ANY_HEADER,
    needs: ["buttons"],
    faults: ({ buttons = [] }) => buttonFaults([{ buttons, at: ["buttons"] }]),
    action: ({ buttons = [] }) => ({ buttons: buttons.map((reply) => ({ type: "reply", reply })) }),
  },
  list: {
    header: ["text"],
    bodyMax: 4096,
    needs: ["button_text", "sections"],
    faults: ({ sections = [] }) => sectionFaults(sections, ROWS, ["sections"]),
    action: ({ button_text, sections }) => ({ button: button_text, sections }),
  },
  cta_url: {
    header: ANY_HEADER,
    needs: ["button_text", "url"],
    action: ({ button_text: display_text, url }) => ({ name: "cta_url", parameters: { display_text, url } }),
  },
  location_request_message: { noFooter: true, action: () => ({ name: "send_location" }) },
  flow: {
    header: ANY_HEADER,
    needs: ["button_text"],
    takes: FLOW_FIELDS,
    faults: flowFaults,
    action: (content) => flowAction(content, content.button_text),
  },
  address_message: {
    header: ["text"],
    takes: ["address"],
    faults: addressFaults,
    action: ({ address }) => addressAction(address),
  },
  call_permission_request: {
    bodyOptional: true,
    noFooter: true,
    action: () => ({ name: "call_permission_request" }),
  },
  voice_call: {
    noFooter: true,
    takes: ["button_text", "ttl_minutes", "payload"],
    action: ({ button_text: display_text, ttl_minutes, payload }) => ({
      name: "voice_call",
      ...present({ parameters: present({ display_text, ttl_minutes, payload }) }),
    }),
  },
  request_contact_info: { action: () => ({ name: "request_contact_info" }) },
} satisfies Record<string, Kind>;

const COMMERCE_KINDS = {
  product: {
    bodyOptional: true,
    needs: ["catalog_id", "product_retailer_id"],
    action: ({ catalog_id, product_retailer_id }) => ({ catalog_id, product_retailer_id }),
  },
  product_list: {
    header: ["text"],
    headerNeeded: true,
    needs: ["catalog_id", "sections"],
    faults: ({ sections = [] }) => sectionFaults(sections, PRODUCTS, ["sections"]),
    action: ({ catalog_id, sections }) => ({ catalog_id, sections }),
  },
  catalog_message: {
    takes: ["product_retailer_id"],
    action: ({ product_retailer_id: thumbnail_product_retailer_id }) => ({
      name: "catalog_message",
      ...present({ parameters: present({ thumbnail_product_retailer_id }) }),
    }),
  },
  url_carousel: carousel("url_carousel"),
  quick_reply_carousel: carousel("quick_reply_carousel"),
  product_carousel: carousel("product_carousel"),
  order_details: {
    header: ["image"],
    needs: ["order_details"],
    action: ({ order_details }) => ({ name: "review_and_pay", parameters: order_details }),
  },
  order_status: {
    header: ANY_HEADER,
    needs: ["order_status"],
    action: ({ order_status }) => ({ name: "review_order", parameters: order_status }),
  },
} satisfies Record<string, Kind>;

const KINDS: Readonly<Record<KindName, Kind>> = { ...SIMPLE_KINDS, ...COMMERCE_KINDS };
type KindName = keyof typeof SIMPLE_KINDS | keyof typeof COMMERCE_KINDS;

export const kindName = z.enum([
  "button",
  "list",
  "cta_url",
  "location_request_message",
  "flow",
  "product",
  "product_list",
  "catalog_message",
  "address_message",
  "url_carousel",
  "quick_reply_carousel",
  "product_carousel",
  "call_permission_request",
  "voice_call",
  "request_contact_info",
  "order_details",
  "order_status",
]);

export function kindOf(name: z.output<typeof kindName>): Kind {
  return KINDS[name];
}
