import { z } from "zod";
import { digText } from "../../http/json.ts";
import { addressMessage } from "./interactive/address.ts";
import { carousel } from "./interactive/carousel.ts";
import {
  button,
  callPermissionRequest,
  contactInfoRequest,
  ctaUrl,
  list,
  locationRequest,
  voiceCall,
} from "./interactive/choices.ts";
import { flow } from "./interactive/flow.ts";
import { orderDetailsMessage, orderStatusMessage } from "./interactive/orders.ts";
import { catalog, product, productList } from "./interactive/products.ts";

/** Interactive payloads by kind: messages.md section 7. */

const KINDS = {
  button,
  list,
  cta_url: ctaUrl,
  location_request_message: locationRequest,
  flow,
  product,
  product_list: productList,
  catalog_message: catalog,
  address_message: addressMessage,
  call_permission_request: callPermissionRequest,
  voice_call: voiceCall,
  request_contact_info: contactInfoRequest,
  order_details: orderDetailsMessage,
  order_status: orderStatusMessage,
};

const NAMES = [...Object.keys(KINDS), "carousel"];

const isKind = (type: string): type is keyof typeof KINDS => Object.hasOwn(KINDS, type);

const unknownKind = z.object({
  type: z.string().refine((value) => NAMES.includes(value), {
    message: `must be one of {${NAMES.join(", ")}}`,
    params: { code: 131051 },
  }),
});

/** The schema for this payload, chosen by its type. */
export function interactiveSchema(payload: unknown): z.ZodType<Record<string, unknown>> {
  const type = digText(payload, "type");
  if (type === "carousel") return carousel(payload);
  return type !== undefined && isKind(type) ? KINDS[type] : unknownKind;
}
