import { z } from "zod";
import { chars } from "../../definition/schemas.ts";
import { webUrl } from "../../definition/web-url.ts";
import { address } from "./address.ts";
import { cards } from "./cards.ts";
import { replyButton, sections } from "./choices.ts";
import { flowInput } from "./flow.ts";
import { headerInput } from "./header.ts";
import { ORDER_DETAILS_KEYS, orderDetails } from "./order-details.ts";
import { orderStatus } from "./order-status.ts";

/** The fields of all kinds, flat; which go together is checked against `KINDS`. */
export const contentInput = {
  ...headerInput,
  body: chars(1, 4096).optional().describe("Up to 1024, list 4096. Optional for product, call_permission_request."),
  footer: chars(1, 60).optional().describe("Not for carousels, location and calls."),
  buttons: z.array(replyButton).min(1).max(3).optional().describe("button."),
  button_text: chars(1, 30)
    .optional()
    .describe("list, cta_url, flow, voice_call: the button's label, up to 20, flow 30."),
  sections: sections.optional().describe("list: rows, 10 in all. product_list: product_items, 30 in all."),
  url: webUrl(2000).optional().describe("cta_url."),
  ...flowInput,
  catalog_id: chars(1, 64).optional().describe("product, product_list, product_carousel."),
  product_retailer_id: chars(1, 100).optional().describe("product; catalog_message: the thumbnail."),
  cards: cards.optional().describe("Carousels."),
  ttl_minutes: z.int().min(1).max(43200).optional().describe("voice_call: the button's life."),
  payload: chars(1, 512).optional().describe("voice_call: returned with the call."),
  address: address.optional(),
  order_details: orderDetails.meta({ description: `order_details: ${ORDER_DETAILS_KEYS}.`, shallow: true }).optional(),
  order_status: orderStatus.optional(),
};
export type Content = z.output<z.ZodObject<typeof contentInput>>;
export type ContentField = keyof typeof contentInput;
