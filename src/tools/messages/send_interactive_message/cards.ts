import { z } from "zod";
import type { Fault } from "../../definition/faults.ts";
import { chars } from "../../definition/schemas.ts";
import { webUrl } from "../../definition/web-url.ts";
import { buttonFaults, replyButton } from "./choices.ts";
import { fieldFaults, givenFields } from "./fields.ts";
import { header, headerInput, mediaHeaderFaults } from "./header.ts";

const MAX_LINE_BREAKS = 2;

/** A card of any carousel, flat; which fields go together, the kind of carousel decides. Its index is its place. */
const card = z
  .strictObject({
    header_type: z.enum(["image", "video"]).optional(),
    header_media_id: headerInput.header_media_id,
    header_link: headerInput.header_link,
    body: chars(1, 160)
      .refine(
        (text) => (text.match(/\n/g)?.length ?? 0) <= MAX_LINE_BREAKS,
        `must have at most ${MAX_LINE_BREAKS} line breaks`,
      )
      .optional(),
    button_text: chars(1, 20).optional(),
    url: webUrl(2000).optional(),
    buttons: z.array(replyButton).min(1).max(2).optional(),
    product_retailer_id: chars(1, 100).optional(),
  })
  .meta({
    description:
      "url_carousel: header_type (image or video), header_media_id or header_link, body (160), button_text (20), url. " +
      "quick_reply_carousel: the same header and body, buttons [1 or 2 of {id, title}]. " +
      "product_carousel: product_retailer_id.",
    shallow: true,
  });
export const cards = z.array(card).min(2).max(10);
type Card = z.output<typeof card>;

const HEADER_FIELDS = ["header_media_id", "header_link"] as const;
const CAROUSELS = {
  url_carousel: { needs: ["header_type", "button_text", "url"], takes: [...HEADER_FIELDS, "body"] },
  quick_reply_carousel: { needs: ["header_type", "buttons"], takes: [...HEADER_FIELDS, "body"] },
  product_carousel: { needs: ["product_retailer_id"], takes: [] },
} as const;
export type Carousel = keyof typeof CAROUSELS;

/** What each card needs, and that all cards are built alike (contract messages.md 7.10 and 7.11). */
export function cardFaults(kind: Carousel, all: readonly Card[]): Fault[] {
  return [
    ...all.flatMap((each, i) => [
      ...fieldFaults({ ...CAROUSELS[kind], given: givenFields(each), who: `a card of ${kind}`, at: ["cards", i] }),
      ...(kind === "product_carousel" ? [] : mediaHeaderFaults(each, ["cards", i])),
    ]),
    ...alike(all, "header_type", ({ header_type }) => header_type),
    ...alike(all, "body", ({ body }) => (body === undefined ? "no body" : "a body")),
    ...alike(all, "buttons", ({ buttons }) => buttons && `${buttons.length} buttons`),
    ...buttonFaults(all.map(({ buttons = [] }, i) => ({ buttons, at: ["cards", i, "buttons"] }))),
  ];
}

function alike(all: readonly Card[], field: string, read: (card: Card) => string | undefined): Fault[] {
  const [first, ...rest] = all.map(read);
  return rest.flatMap((value, i) =>
    value === first || value === undefined || first === undefined
      ? []
      : [{ path: ["cards", i + 1, field], message: `must be as on the first card: ${first} (given ${value})` }],
  );
}

/** The wire cards. `catalogId` is that of product cards. */
export function wireCards(kind: Carousel, all: readonly Card[], catalogId: string | undefined): object[] {
  return all.map((each, card_index) => {
    const { product_retailer_id, button_text: display_text, url, body, buttons = [] } = each;
    if (kind === "product_carousel") {
      return { card_index, type: "product", action: { product_retailer_id, catalog_id: catalogId } };
    }
    const top = { header: header(each), ...(body !== undefined && { body: { text: body } }) };
    if (kind === "url_carousel") {
      const action = { name: "cta_url", parameters: { display_text, url } };
      return { card_index, type: "cta_url", ...top, action };
    }
    const quickReplies = buttons.map((quick_reply) => ({ type: "quick_reply", quick_reply }));
    return { card_index, ...top, action: { buttons: quickReplies } };
  });
}
