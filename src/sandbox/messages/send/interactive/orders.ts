import { z } from "zod";
import { text } from "../check.ts";
import { anyHeader, body, footer, imageHeader, named } from "./parts.ts";

/** Orders and their payment: messages.md 7.15, as in Brazil; India's differences are tolerated. */

const referenceId = z.string().regex(/^[A-Za-z0-9_.-]{1,60}$/, "must be 1 to 60 of letters, digits, _ . -");

const money = z.object({
  value: z.int("must be an integer").min(0, "must be 0 or more"),
  offset: z.literal(100, "must be 100"),
});
const cost = money.extend({ description: text(60, 0).optional() });

const item = z.object({
  retailer_id: text(100),
  name: text(60),
  amount: money,
  quantity: z.int("must be an integer").min(1, "must be 1 or more"),
  sale_amount: money.optional(),
});

const paymentSettings = z.array(
  z.discriminatedUnion(
    "type",
    [
      z.object({
        type: z.literal("pix_dynamic_code"),
        pix_dynamic_code: z.object({
          code: text(1024),
          merchant_name: text(256),
          key: text(256),
          key_type: z.enum(["CPF", "CNPJ", "EMAIL", "PHONE", "EVP"], "must be one of CPF, CNPJ, EMAIL, PHONE, EVP"),
        }),
      }),
      z.object({ type: z.literal("payment_link"), payment_link: z.object({ uri: z.url("must be a URL") }) }),
      z.object({ type: z.literal("boleto"), boleto: z.object({ digitable_line: text(256) }) }),
      z.object({ type: z.literal("payment_gateway"), payment_gateway: z.looseObject({ type: z.string() }) }),
    ],
    { error: "must be of a known kind of payment" },
  ),
);

const order = z.object({
  status: z.literal("pending", "must be pending"),
  items: z.array(item).min(1, "must have at least 1 item"),
  subtotal: money,
  tax: cost,
  shipping: cost.optional(),
  discount: cost.extend({ discount_program_name: text(60, 0).optional() }).optional(),
  catalog_id: z.string().optional(),
  expiration: z
    .object({ timestamp: z.string().regex(/^\d{10}$/, "must be Unix seconds"), description: text(120, 0) })
    .optional(),
});

export const orderDetails = z
  .object({
    reference_id: referenceId,
    type: z.enum(["digital-goods", "physical-goods"], "must be digital-goods or physical-goods"),
    payment_type: z.enum(["br", "upi"], "must be br").optional(),
    payment_settings: paymentSettings.optional(),
    currency: z.enum(["BRL", "INR"], "must be BRL"),
    total_amount: money,
    order,
  })
  .superRefine(({ total_amount, order: { items, subtotal, tax, shipping, discount }, ...rest }, context) => {
    const refuse = (path: string[], message: string, code = 131009) =>
      context.addIssue({ code: "custom", path, message, params: { code } });
    const sum = items.reduce((all, each) => all + (each.sale_amount ?? each.amount).value * each.quantity, 0);
    if (subtotal.value !== sum) refuse(["order", "subtotal"], `must be the sum of the items, ${sum}`);
    const total = subtotal.value + tax.value + (shipping?.value ?? 0) - (discount?.value ?? 0);
    if (total_amount.value !== total) {
      refuse(["total_amount"], `must be subtotal + tax + shipping - discount, ${total}`);
    }
    if (rest.currency === "BRL" && rest.payment_type !== "br") {
      refuse(["payment_type"], "must be br with BRL", rest.payment_type === undefined ? 131008 : 131009);
    }
    if (rest.currency === "INR" && rest.payment_settings === undefined) {
      refuse(["payment_settings"], "is required with INR", 131008);
    }
  });

export const orderDetailsMessage = z.object({
  type: z.literal("order_details"),
  header: imageHeader.optional(),
  body: body(),
  footer,
  action: z.object({ name: named("review_and_pay"), parameters: orderDetails }),
});

const STATUSES = ["pending", "processing", "partially-shipped", "shipped", "completed", "canceled"] as const;

export const orderStatusMessage = z.object({
  type: z.literal("order_status"),
  header: anyHeader.optional(),
  body: body(),
  footer,
  action: z.object({
    name: named("review_order"),
    parameters: z.object({
      reference_id: referenceId,
      order: z.object({
        status: z.enum(STATUSES, `must be one of ${STATUSES.join(", ")}`),
        description: text(120, 0).optional(),
      }),
      payment: z
        .object({
          status: z.enum(["pending", "captured", "failed"], "must be pending, captured or failed"),
          timestamp: z.int("must be an integer").optional(),
        })
        .optional(),
    }),
  }),
});
