import { z } from "zod";
import type { Fault } from "../../definition/faults.ts";
import { chars } from "../../definition/schemas.ts";
import { webUrl } from "../../definition/web-url.ts";

/** Orders and payments (contract messages.md 7.15): `action.parameters`, and what a template button carries. */

/** India's limit is shorter; see `countryFaults`. */
export const referenceId = z
  .string()
  .regex(/^[A-Za-z0-9_.-]{1,60}$/, "must be 1 to 60 letters, digits, dots, underscores or dashes");

const OFFSET = 100;
const money = z.strictObject({ value: z.int().min(0), offset: z.literal(OFFSET) });
const charge = money.extend({ description: chars(1, 60).optional() });
/** A part that the contract leaves without a limit. */
const part = chars(1, 1024);

const paymentSetting = z.discriminatedUnion(
  "type",
  [
    z.strictObject({
      type: z.literal("pix_dynamic_code"),
      pix_dynamic_code: z.strictObject({
        code: part,
        merchant_name: part,
        key: part,
        key_type: z.enum(["CPF", "CNPJ", "EMAIL", "PHONE", "EVP"]),
      }),
    }),
    z.strictObject({ type: z.literal("payment_link"), payment_link: z.strictObject({ uri: webUrl(2048) }) }),
    z.strictObject({ type: z.literal("boleto"), boleto: z.strictObject({ digitable_line: part }) }),
    z.strictObject({
      type: z.literal("payment_gateway"),
      // Each gateway has keys of its own, which the contract leaves open.
      payment_gateway: z.looseObject({
        type: z.enum(["billdesk", "razorpay", "payu", "zaakpay"]),
        configuration_name: part,
      }),
    }),
  ],
  { error: "must be one of pix_dynamic_code, payment_link, boleto, payment_gateway" },
);

const item = z.strictObject({
  retailer_id: chars(1, 100),
  name: chars(1, 60),
  amount: money,
  quantity: z.int().min(1),
  sale_amount: money.optional(),
});

const order = z.strictObject({
  status: z.literal("pending"),
  items: z.array(item).min(1),
  subtotal: money,
  tax: charge,
  shipping: charge.optional(),
  discount: charge.extend({ discount_program_name: chars(1, 60).optional() }).optional(),
  catalog_id: chars(1, 64).optional(),
  expiration: z
    .strictObject({
      timestamp: z.string().regex(/^\d{1,12}$/, "must be Unix seconds as a string"),
      description: chars(1, 120),
    })
    .optional(),
});

const details = z.strictObject({
  reference_id: referenceId,
  type: z.enum(["digital-goods", "physical-goods"]),
  payment_type: z.enum(["br", "upi"]).optional(),
  payment_settings: z.array(paymentSetting).min(1).optional(),
  currency: z.enum(["BRL", "INR"]),
  total_amount: money,
  order,
});
export type OrderDetails = z.output<typeof details>;

/** Sums and countries are judged once every field is right by itself. */
export const orderDetails = details.superRefine(
  (value, context) => {
    for (const { path, message } of [...sumFaults(value), ...countryFaults(value)]) {
      context.addIssue({ code: "custom", path: [...path], message });
    }
  },
  { when: ({ issues }) => issues.length === 0 },
);

function sumFaults({ total_amount, order: { items, subtotal, tax, shipping, discount } }: OrderDetails): Fault[] {
  const goods = items.reduce((sum, { amount, sale_amount, quantity }) => {
    return sum + (sale_amount ?? amount).value * quantity;
  }, 0);
  const total = subtotal.value + tax.value + (shipping?.value ?? 0) - (discount?.value ?? 0);
  const faults: Fault[] = [];
  if (subtotal.value !== goods) {
    faults.push({ path: ["order", "subtotal", "value"], message: `must be the sum of the items, ${goods}` });
  }
  if (total_amount.value !== total) {
    const message = `must be subtotal + tax + shipping - discount, ${total}`;
    faults.push({ path: ["total_amount", "value"], message });
  }
  return faults;
}

const INDIA_REFERENCE = 35;

/** The currency tells the country, and with it how the order can be paid. */
function countryFaults(details: OrderDetails): Fault[] {
  const { currency, payment_type, payment_settings, reference_id } = details;
  const faults: Fault[] = [];
  const isIndia = currency === "INR";
  if (isIndia ? payment_type === "br" : payment_type !== "br") {
    faults.push({ path: ["payment_type"], message: isIndia ? "must be upi or absent for INR" : "must be br for BRL" });
  }
  if (isIndia && payment_settings === undefined) {
    faults.push({ path: ["payment_settings"], message: "is needed for INR: a payment_gateway" });
  }
  if (isIndia && reference_id.length > INDIA_REFERENCE) {
    faults.push({ path: ["reference_id"], message: `must have at most ${INDIA_REFERENCE} characters for INR` });
  }
  for (const [i, { type }] of (payment_settings ?? []).entries()) {
    if ((type === "payment_gateway") === isIndia) continue;
    const message = isIndia ? "must be payment_gateway for INR" : "payment_gateway is for INR only";
    faults.push({ path: ["payment_settings", i, "type"], message });
  }
  return faults;
}

const LEAD_SECONDS = 300;

/** That the order does not expire too soon: known only when the call runs. `now` in milliseconds. */
export function expirationFaults(details: OrderDetails | undefined, now: number, at: Fault["path"]): Fault[] {
  const timestamp = details?.order.expiration?.timestamp;
  const earliest = Math.ceil(now / 1000) + LEAD_SECONDS;
  if (timestamp === undefined || Number(timestamp) >= earliest) return [];
  const path = [...at, "order", "expiration", "timestamp"];
  return [{ path, message: `must be at least ${LEAD_SECONDS} s ahead: ${earliest} or later (given ${timestamp})` }];
}

/** For an advertised schema that shows no depth. */
export const ORDER_DETAILS_KEYS =
  "{reference_id, type: digital-goods or physical-goods, payment_type: br (BRL) or upi (INR), payment_settings " +
  "[{type, and under its name: pix_dynamic_code {code, merchant_name, key, key_type}, payment_link {uri}, boleto " +
  "{digitable_line} or payment_gateway {type, configuration_name}}], currency, total_amount {value, offset: 100}, " +
  "order {status: pending, items [{retailer_id, name, amount, quantity, sale_amount}], subtotal, tax, shipping, " +
  "discount, expiration {timestamp, description}}}";
