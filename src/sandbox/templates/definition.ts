import { z } from "zod";
import { checkAuthentication } from "./authentication.ts";
import { checkCarousel } from "./carousel.ts";
import { readShape, templateFault } from "./fault.ts";
import { checkKind } from "./kinds.ts";
import { isTemplateLanguage } from "./languages.ts";
import {
  type Category,
  category,
  components,
  parameterFormat,
  partOf,
  type Setting,
  type TemplateComponent,
} from "./shape.ts";
import { checkBody, checkFooter, checkHeader } from "./texts.ts";

/** A template's definition, checked as Meta checks it before the review: templates.md sections 1 to 5 and 7. */

const definition = z.object({
  name: z.string().regex(/^[a-z0-9_]{1,512}$/, "must be 1 to 512 lower case letters, digits and underscores"),
  language: z.string().refine(isTemplateLanguage, "is not a language of templates, such as pt_BR or en_US"),
  category,
  parameter_format: parameterFormat.default("POSITIONAL"),
  components: components.optional(),
  message_send_ttl_seconds: z.int("must be an integer").optional(),
  display_format: z.literal("ORDER_DETAILS", "must be ORDER_DETAILS").optional(),
  library_template_name: z.string().optional(),
  library_template_button_inputs: z.unknown().optional(),
});

export type Definition = z.infer<typeof definition>;

export const readDefinition = (value: unknown): Definition => readShape(definition, value);

const COMPONENTS = ["HEADER", "BODY", "FOOTER", "BUTTONS", "CAROUSEL", "LIMITED_TIME_OFFER", "CALL_PERMISSION_REQUEST"];

export function checkComponents(parts: readonly TemplateComponent[], setting: Setting): void {
  for (const { type } of parts) {
    if (!COMPONENTS.includes(type)) throw templateFault("Invalid component", `Unknown component type ${type}.`);
    if (parts.filter((each) => each.type === type).length > 1) {
      throw templateFault("Repeated component", `A template has at most one ${type}.`);
    }
  }
  const body = partOf(parts, "BODY");
  if (body === undefined) throw templateFault("Missing body", "A template needs a BODY component.", "body");
  if (setting.category === "AUTHENTICATION") checkAuthentication(parts);
  else checkFreeText(parts, body, setting);
}

function checkFreeText(parts: readonly TemplateComponent[], body: TemplateComponent, setting: Setting): void {
  const header = partOf(parts, "HEADER");
  const footer = partOf(parts, "FOOTER");
  const buttons = partOf(parts, "BUTTONS")?.buttons ?? [];
  if (header !== undefined) checkHeader(header, setting);
  checkBody(body, setting, longestBody(parts));
  if (footer !== undefined) checkFooter(footer);
  checkKind({ components: parts, buttons, setting });
  checkCarousel(parts, setting);
}

function longestBody(parts: readonly TemplateComponent[]): number {
  if (partOf(parts, "LIMITED_TIME_OFFER") !== undefined) return 600;
  return partOf(parts, "HEADER")?.format === "PRODUCT" ? 160 : 1024;
}

/** Section 7; `-1` is 30 days, where it is allowed. */
const LIVES: Record<Category, { min: number; max: number; unlimited: boolean }> = {
  AUTHENTICATION: { min: 30, max: 900, unlimited: true },
  UTILITY: { min: 30, max: 43_200, unlimited: true },
  MARKETING: { min: 43_200, max: 2_592_000, unlimited: false },
};

export function checkLife(seconds: number | undefined, category: Category): void {
  const { min, max, unlimited } = LIVES[category];
  if (seconds === undefined || (seconds >= min && seconds <= max) || (unlimited && seconds === -1)) return;
  const range = `${min} to ${max}${unlimited ? ", or -1" : ""}`;
  throw templateFault("Invalid time-to-live", `message_send_ttl_seconds of ${category} templates must be ${range}.`);
}
