import { z } from "zod";
import { hasDuplicates, text } from "../check.ts";
import { body, different, footer, named, none, textHeader } from "./parts.ts";

/** Products, product lists and catalogs: messages.md 7.6 to 7.8. */

const productId = text(100);
const catalogId = text(64);

export const productSections = z
  .array(
    z.object({
      title: text(24).optional(),
      product_items: z.array(z.object({ product_retailer_id: productId })).min(1, "must have at least 1 product"),
    }),
  )
  .min(1, "must have 1 to 10 sections")
  .max(10, "must have 1 to 10 sections")
  .refine((list) => list.length === 1 || list.every(({ title }) => title !== undefined), "must all have a title")
  .refine((list) => list.flatMap((each) => each.product_items).length <= 30, "must have at most 30 products in total")
  .refine(
    (list) => !hasDuplicates(list.flatMap((each) => each.product_items.map((item) => item.product_retailer_id))),
    different("products"),
  );

export const product = z.object({
  type: z.literal("product"),
  header: none("header"),
  body: body().optional(),
  footer,
  action: z.object({ catalog_id: catalogId, product_retailer_id: productId }),
});

export const productList = z.object({
  type: z.literal("product_list"),
  header: textHeader,
  body: body(),
  footer,
  action: z.object({ catalog_id: catalogId, sections: productSections }),
});

export const catalog = z.object({
  type: z.literal("catalog_message"),
  header: none("header"),
  body: body(),
  footer,
  action: z.object({
    name: named("catalog_message"),
    parameters: z.object({ thumbnail_product_retailer_id: productId.optional() }).optional(),
  }),
});

const productCard = z.object({
  card_index: z.int().min(0, "must be 0 to 9").max(9, "must be 0 to 9"),
  type: named("product"),
  action: z.object({ product_retailer_id: productId, catalog_id: catalogId }),
});

export const productCards = z
  .array(productCard)
  .min(2, "must have 2 to 10 cards")
  .max(10, "must have 2 to 10 cards")
  .refine((cards) => !hasDuplicates(cards.map(({ card_index }) => card_index)), different("card_index values"))
  .refine((cards) => new Set(cards.map(({ action }) => action.catalog_id)).size === 1, "must all have one catalog_id");
