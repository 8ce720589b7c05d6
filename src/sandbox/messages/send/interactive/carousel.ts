import { z } from "zod";
import { dig } from "../../../http/json.ts";
import { hasDuplicates, text } from "../check.ts";
import { urlAction } from "./choices.ts";
import { body, different, imageHeader, named, none, videoHeader } from "./parts.ts";
import { productCards } from "./products.ts";

/** Carousels of media cards, with a URL or quick replies, and of products: messages.md 7.10 and 7.11. */

const quickReply = z.object({
  type: named("quick_reply"),
  quick_reply: z.object({ id: text(256), title: text(20) }),
});

const quickReplies = z.object({
  buttons: z.array(quickReply).min(1, "must have 1 or 2 buttons").max(2, "must have 1 or 2 buttons"),
});

const cardBody = z.object({
  text: text(160).refine((value) => value.split("\n").length <= 3, "must have at most 2 line breaks"),
});

const cardHeader = z.discriminatedUnion("type", [imageHeader, videoHeader], {
  error: "must be an image or video header",
});

const frame = {
  card_index: z.int().min(0, "must be 0 to 9").max(9, "must be 0 to 9"),
  header: cardHeader,
  body: cardBody.optional(),
};

const urlCard = z.object({ ...frame, type: named("cta_url"), action: urlAction });
const replyCard = z.object({ ...frame, action: quickReplies });

interface AnyCard {
  card_index: number;
  header: { type: string };
  body?: object | undefined;
}

/** How many, each index once, one kind of header, a body on all or on none. */
const together = <T extends AnyCard>(card: z.ZodType<T>) =>
  z
    .array(card)
    .min(2, "must have 2 to 10 cards")
    .max(10, "must have 2 to 10 cards")
    .refine((cards) => !hasDuplicates(cards.map(({ card_index }) => card_index)), different("card_index values"))
    .refine((cards) => new Set(cards.map(({ header }) => header.type)).size === 1, "must all have one kind of header")
    .refine(
      (cards) => new Set(cards.map((each) => each.body === undefined)).size === 1,
      "must all have a body, or none",
    );

const replyCards = together(replyCard).refine(
  (cards) => new Set(cards.map(({ action }) => action.buttons.length)).size === 1,
  "must all have the same number of buttons",
);

/** The first card says of which kind the carousel is; Kapso's SDK writes a type on quick-reply cards too. */
function cardsOf(value: unknown): z.ZodType {
  const first = dig(value, "action", "cards", 0);
  if (dig(first, "type") === "product") return productCards;
  return dig(first, "action", "buttons") === undefined ? together(urlCard) : replyCards;
}

export const carousel = (value: unknown) =>
  z.object({
    type: z.literal("carousel"),
    header: none("header"),
    body: body(),
    footer: none("footer"),
    action: z.object({ cards: cardsOf(value) }),
  });
