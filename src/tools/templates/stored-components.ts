import type { Template, TemplateButton, TemplateComponent } from "../../kapso/template-types.ts";

/**
 * A template's components in the form that update_template takes, so that one word can be changed. Not of AUTHENTICATION:
 * Meta writes those out, and takes no text back.
 */
export function storedComponents({ category, components }: Template): Record<string, unknown>[] | undefined {
  if (category?.toUpperCase() === "AUTHENTICATION") return undefined;
  return components?.map(component);
}

function component(stored: TemplateComponent): Record<string, unknown> {
  const { buttons, cards, ...rest } = stored;
  return given({
    ...rest,
    buttons: buttons?.map(button),
    cards: cards?.map((card) => ({ components: (card.components ?? []).map(component) })),
  });
}

/** A code's label is Meta's own: it stands in the record, and is not taken back. */
function button({ text, ...rest }: TemplateButton): Record<string, unknown> {
  return given({ ...rest, text: rest.type.toUpperCase() === "COPY_CODE" ? undefined : text });
}

function given(record: object): Record<string, unknown> {
  return Object.fromEntries(Object.entries(record).filter(([, value]) => value !== null && value !== undefined));
}
