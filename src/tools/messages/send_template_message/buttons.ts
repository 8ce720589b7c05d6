import { z } from "zod";
import { duplicateFaults } from "../../definition/duplicates.ts";
import type { Fault } from "../../definition/faults.ts";
import { chars, freeObject } from "../../definition/schemas.ts";
import { present } from "../../records/present.ts";
import { PRODUCTS, productSections, sectionFaults } from "../send_interactive_message/choices.ts";
import { orderDetails } from "../send_interactive_message/order-details.ts";
import { parameterName, value } from "./values.ts";

/** What fills a template's dynamic button (contract messages.md 8.3), flat; `index` is its place in the template. */
function button<const T extends string, S extends z.core.$ZodLooseShape>(subType: T, shape: S) {
  return z.strictObject({ index: z.int().min(0).max(9), sub_type: z.literal(subType), ...shape });
}

const PAYLOAD_MAX = 256;

const templateButton = z
  .discriminatedUnion(
    "sub_type",
    [
      button("quick_reply", { payload: value(PAYLOAD_MAX) }),
      button("url", { text: value(2000), parameter_name: parameterName.optional() }),
      button("copy_code", {
        coupon_code: chars(1, 20).refine((code) => /^[A-Za-z0-9]*$/.test(code), "must be letters and digits only"),
      }),
      button("flow", { flow_token: chars(1, 1024).optional(), flow_action_data: freeObject.optional() }),
      button("catalog", { thumbnail_product_retailer_id: value(100).optional() }),
      button("mpm", { thumbnail_product_retailer_id: value(100), sections: productSections }),
      button("voice_call", {
        ttl_minutes: z.int().min(1).max(43200).optional(),
        payload: value(512).optional(),
      }).refine(({ ttl_minutes, payload }) => ttl_minutes !== undefined || payload !== undefined, {
        message: "needs ttl_minutes or payload; leave the button out where it has neither",
      }),
      button("order_details", { order_details: orderDetails }),
    ],
    { error: "must be one of quick_reply, url, copy_code, flow, catalog, mpm, voice_call, order_details" },
  )
  .meta({
    description:
      "{index (from 0), sub_type} with url: text (the URL's end, or the authentication code); " +
      "quick_reply: payload; copy_code: coupon_code; flow: flow_token, flow_action_data; catalog: " +
      "thumbnail_product_retailer_id; mpm: that and sections [{title, product_items [{product_retailer_id}]}]; " +
      "voice_call: ttl_minutes, payload; order_details.",
    shallow: true,
  });
export const templateButtons = z.array(templateButton).min(1).max(10);
export type TemplateButton = z.output<typeof templateButton>;

/** How many buttons of a kind a template may have (contract templates.md 3.5). */
const MAX_OF_KIND: Readonly<Record<TemplateButton["sub_type"], number>> = {
  quick_reply: 10,
  url: 2,
  copy_code: 1,
  flow: 1,
  catalog: 1,
  mpm: 1,
  voice_call: 1,
  order_details: 1,
};

export function buttonFaults(buttons: readonly TemplateButton[], at: Fault["path"]): Fault[] {
  const faults = duplicateFaults(buttons.map(({ index }, i) => ({ path: [...at, i, "index"], value: index })));
  for (const [subType, max] of Object.entries(MAX_OF_KIND)) {
    const count = buttons.filter(({ sub_type }) => sub_type === subType).length;
    if (count > max) faults.push({ path: at, message: `must have at most ${max} of ${subType} (given ${count})` });
  }
  for (const [i, each] of buttons.entries()) {
    if (each.sub_type === "mpm") faults.push(...sectionFaults(each.sections, PRODUCTS, [...at, i, "sections"]));
  }
  return faults;
}

export function buttonComponent(button: TemplateButton): object {
  const { sub_type, index } = button;
  return { type: "button", sub_type, index, parameters: parameters(button) };
}

function parameters(button: TemplateButton): object[] {
  switch (button.sub_type) {
    case "quick_reply":
      return [{ type: "payload", payload: button.payload }];
    case "url":
      return [{ type: "text", text: button.text, ...present({ parameter_name: button.parameter_name }) }];
    case "copy_code":
      return [{ type: "coupon_code", coupon_code: button.coupon_code }];
    case "voice_call": {
      const { ttl_minutes, payload } = button;
      return [
        ...(ttl_minutes === undefined ? [] : [{ type: "ttl_minutes", ttl_minutes }]),
        ...(payload === undefined ? [] : [{ type: "payload", payload }]),
      ];
    }
    default: {
      const { index: _, sub_type: __, ...action } = button;
      return [{ type: "action", action }];
    }
  }
}
