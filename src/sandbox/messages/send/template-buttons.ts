import { z } from "zod";
import type { TemplateButton } from "../../templates/shape.ts";
import { variablesOf } from "../../templates/variables.ts";
import { checkParams, coded, text } from "./check.ts";
import { orderDetails } from "./interactive/orders.ts";
import { productSections } from "./interactive/products.ts";
import type { Entry } from "./template-entries.ts";

/** Values for the buttons of a template: messages.md 8.3. */

const one = <T extends z.ZodType>(parameter: T) => z.tuple([parameter], "must have exactly one parameter");
const action = <T extends z.ZodType>(payload: T) =>
  one(z.object({ type: z.literal("action", "must be action"), action: payload }));

const voiceCall = z.discriminatedUnion("type", [
  z.object({ type: z.literal("ttl_minutes"), ttl_minutes: z.int().min(1, "must be 1 to 43200").max(43_200) }),
  z.object({ type: z.literal("payload"), payload: text(512) }),
]);

/** By the type in the template; a button without an entry here takes no value. */
const VALUES: Partial<Record<string, z.ZodType>> = {
  QUICK_REPLY: one(z.object({ type: z.literal("payload", "must be payload"), payload: text(256) })),
  URL: one(z.object({ type: z.literal("text", "must be text"), text: text(2000) })),
  COPY_CODE: one(
    z.object({
      type: z.literal("coupon_code", "must be coupon_code"),
      coupon_code: text(20).regex(/^[A-Za-z0-9]+$/, "must be letters and digits"),
    }),
  ),
  FLOW: action(
    z.object({ flow_token: z.string().optional(), flow_action_data: z.record(z.string(), z.unknown()).optional() }),
  ),
  CATALOG: action(z.object({ thumbnail_product_retailer_id: text(100).optional() })),
  MPM: action(z.object({ thumbnail_product_retailer_id: text(100), sections: productSections })),
  VOICE_CALL: z.array(voiceCall).max(2, "must have at most two parameters"),
  ORDER_DETAILS: action(z.object({ order_details: orderDetails })),
};

/** Whether a send must bring a value for the button. */
function isDynamic({ type, url = "" }: TemplateButton): boolean {
  return ["COPY_CODE", "MPM", "ORDER_DETAILS"].includes(type) || (type === "URL" && variablesOf(url).length > 0);
}

export function checkButtonEntries(buttons: readonly TemplateButton[], entries: readonly Entry[], place: string): void {
  const given = new Map<number, Entry>();
  for (const entry of entries.filter(({ type }) => type === "button")) {
    const where = `${place}buttons: Button at index ${entry.index}`;
    const index = Number(entry.index);
    const button = /^\d$/.test(String(entry.index)) ? buttons[index] : undefined;
    if (button === undefined) throw coded(132012, `${where} is not in the template`);
    if (given.has(index)) throw coded(132000, `${where} is given twice`);
    const kind = entry.sub_type?.toLowerCase();
    if (kind !== button.type.toLowerCase()) throw coded(132012, `${where} is ${button.type}, received ${kind}`);
    if (button.type === "URL" && !isDynamic(button)) throw coded(132000, `${where} has a URL without a variable`);
    const values = VALUES[button.type];
    if (values !== undefined) checkParams(values, entry.parameters ?? [], [`${place}button`, index, "parameters"]);
    given.set(index, entry);
  }
  for (const [index, button] of buttons.entries()) {
    if (!isDynamic(button) || given.has(index)) continue;
    const kind = button.type.charAt(0) + button.type.slice(1).toLowerCase();
    throw coded(131008, `${place}buttons: Button at index ${index} of type ${kind} requires a parameter`);
  }
}
