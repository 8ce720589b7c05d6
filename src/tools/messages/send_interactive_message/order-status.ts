import { z } from "zod";
import { chars } from "../../definition/schemas.ts";
import { referenceId } from "./order-details.ts";

/** `order` of an order's status, in a message (contract messages.md 7.15) and in a template (8.4). */
export const orderState = z.strictObject({
  status: z.enum(["pending", "processing", "partially-shipped", "shipped", "completed", "canceled"]),
  description: chars(1, 120).optional(),
});

export const orderStatus = z
  .strictObject({
    reference_id: referenceId,
    order: orderState,
    payment: z
      .strictObject({ status: z.enum(["pending", "captured", "failed"]), timestamp: z.int().min(0).optional() })
      .optional(),
  })
  .meta({
    description:
      "order_status: {reference_id, order {status: pending, processing, partially-shipped, shipped, completed or " +
      "canceled; description}, payment {status: pending, captured or failed; timestamp}}.",
    shallow: true,
  });
