import { z } from "zod";
import type { Template, TemplateComponent } from "../../../kapso/template-types.ts";
import { present } from "../../records/present.ts";
import { footerText } from "../../templates/record.ts";
import { find, headerFormat } from "../../templates/to-fill.ts";
import type { Filling } from "./filling.ts";
import { messagePart, partOf } from "./part.ts";
import { Gaps } from "./render/gaps.ts";
import { renderedPart, renderPart } from "./render/part.ts";

/** A message of a template as the customer will see it. */
export const renderedMessage = z.object({
  ...renderedPart,
  footer: z.string().optional(),
  offer: z.object({ text: z.string().optional(), expires_at: z.string().optional() }).optional(),
  cards: z.array(z.object(renderedPart).meta({ shallow: true })).optional(),
  asks_call_permission: z.boolean().optional(),
});

export interface Rendering {
  message: z.input<typeof renderedMessage>;
  /** Places without a value that show the template's example. */
  examples: string[];
  /** Places that have neither. */
  open: string[];
}

/** What does not fit the template is not shown: `lintFilling` names it. */
export function renderTemplate(template: Template, filling: Omit<Filling, "template_name" | "language">): Rendering {
  const components = template.components ?? [];
  const gaps = new Gaps();
  const message = {
    ...renderPart(messagePart(template), filling, "", gaps),
    ...present({
      footer: footerText(find(components, "FOOTER")),
      offer: renderOffer(find(components, "LIMITED_TIME_OFFER"), filling.offer_expires_at, gaps),
      cards: renderCards(find(components, "CAROUSEL"), filling.cards, gaps),
      asks_call_permission: find(components, "CALL_PERMISSION_REQUEST") && true,
    }),
  };
  return { message, examples: gaps.examples, open: gaps.open };
}

function renderOffer(component: TemplateComponent | undefined, expires_at: string | undefined, gaps: Gaps) {
  const offer = component?.limited_time_offer;
  if (offer?.has_expiration && expires_at === undefined) gaps.leave("offer_expires_at");
  return offer && present({ text: offer.text, expires_at });
}

/** The approved cards; of a carousel of products, which is sent with as many as one likes, those that were given. */
function renderCards(carousel: TemplateComponent | undefined, given: Filling["cards"], gaps: Gaps) {
  const approved = (carousel?.cards ?? []).map((card) => partOf(card.components ?? []));
  const [first] = approved;
  if (first === undefined) return undefined;
  const isOfProducts = headerFormat(first.header) === "PRODUCT";
  const models = isOfProducts && given !== undefined ? given.map((_, i) => approved[i] ?? first) : approved;
  return models.map((model, i) => renderPart(model, given?.[i] ?? {}, `cards[${i}].`, gaps));
}
