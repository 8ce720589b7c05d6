import { z } from "zod";
import { digText } from "../../http/json.ts";
import type { TemplateRow } from "../../templates/store.ts";
import { coded, text } from "./check.ts";
import { checkCards, checkOffer } from "./template-cards.ts";
import { card, entry, parametersOf } from "./template-entries.ts";
import { fillPart } from "./template-part.ts";

/** The template of a send against the approved one (messages.md section 8): what Meta checks before it accepts. */

export const templatePayload = z.object({
  name: z.string().regex(/^[a-z0-9_]{1,512}$/, "must be lower case letters, digits and underscores, at most 512"),
  language: z.object({ code: text(15), policy: z.literal("deterministic", "must be deterministic").optional() }),
  components: z.array(entry.extend({ cards: z.array(card).optional() })).optional(),
});

export type TemplatePayload = z.infer<typeof templatePayload>;

/** The approved template of this name and language; 132001 when there is none, others by its state. */
export function findTemplate(
  templates: readonly TemplateRow[],
  accountId: string,
  payload: TemplatePayload,
): TemplateRow {
  const { name, language } = payload;
  const found = templates.find(
    (each) => each.businessAccountId === accountId && each.name === name && each.language === language.code,
  );
  if (found?.status === "PAUSED") throw coded(132015);
  if (found?.status === "DISABLED") throw coded(132016);
  if (found?.status !== "APPROVED") throw coded(132001, `template name (${name}) does not exist in ${language.code}`);
  return found;
}

/** Checks the values and returns the text that the customer will read. */
export function fillTemplate(template: TemplateRow, { components = [] }: TemplatePayload, now: number): string {
  const parts = template.components;
  checkOffer(parts, components, now);
  checkCards(template, components);
  return fillPart(template, parts, components, "");
}

/** The media ids of the headers, of the message and of its cards, which must be known to the account. */
export function headerMedia({ components = [] }: TemplatePayload): { type: string; id: string }[] {
  const cards = components.flatMap((each) => each.cards ?? []).map((each) => each.components);
  return [components, ...cards].flatMap((entries) => {
    const [first] = parametersOf(entries, "header");
    const id = first && digText(first, first.type, "id");
    return first !== undefined && id !== undefined ? [{ type: first.type, id }] : [];
  });
}
