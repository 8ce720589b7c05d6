import type { TemplateButton as StoredButton, Template, TemplateComponent } from "../../../kapso/template-types.ts";
import { find } from "../../templates/to-fill.ts";
import type { BodyParameter } from "./body.ts";
import type { TemplateButton } from "./buttons.ts";
import type { Header } from "./header.ts";

/** What a stored template, or a card of it, asks a send to fill. */
export interface Part {
  header: TemplateComponent | undefined;
  body: { text: string; example?: unknown };
  buttons: readonly StoredButton[];
}

/** What a send gives for it. */
export interface PartFilling {
  header?: Header | undefined;
  body?: readonly BodyParameter[] | undefined;
  buttons?: readonly TemplateButton[] | undefined;
}

export function isAuthentication({ category }: Template): boolean {
  return category?.toUpperCase() === "AUTHENTICATION";
}

/**
 * The message itself. Of authentication templates, records may leave out the text, which is the same in all of them,
 * and show the button as one with a URL (contract templates.md section 5).
 */
export function messagePart(template: Template): Part {
  const part = partOf(template.components ?? []);
  if (!isAuthentication(template)) return part;
  return {
    header: undefined,
    body: { ...part.body, text: part.body.text || "{{1}}" },
    buttons: part.buttons.map(({ text }) => ({ type: "OTP", ...(text && { text }) })),
  };
}

export function partOf(components: readonly TemplateComponent[]): Part {
  const { text, example } = find(components, "BODY") ?? {};
  return {
    header: find(components, "HEADER"),
    body: { text: text ?? "", example },
    buttons: find(components, "BUTTONS")?.buttons ?? [],
  };
}
