import { z } from "zod";

/** A template's definition as JSON, before any rule; what is not named here is kept and looked at by nobody. */

const upper = z
  .string()
  .min(1)
  .transform((text) => text.toUpperCase());

const text = z.string().optional();
const namedExamples = z.array(z.object({ param_name: z.string(), example: z.string() })).optional();

const button = z.looseObject({
  type: upper,
  text,
  url: text,
  phone_number: text,
  example: z.union([z.string(), z.array(z.string())]).optional(),
  flow_id: z.union([z.string(), z.number().transform(String)]).optional(),
  flow_name: text,
  flow_json: text,
  flow_action: text,
  navigate_screen: text,
  icon: text,
  otp_type: upper.optional(),
  autofill_text: text,
  supported_apps: z.array(z.looseObject({ package_name: text, signature_hash: text })).optional(),
  zero_tap_terms_accepted: z.boolean().optional(),
});

const example = z.looseObject({
  header_text: z.array(z.string()).optional(),
  header_text_named_params: namedExamples,
  header_handle: z.array(z.string()).optional(),
  /** Nested by the definition; Meta's pages also show a flat array and a single string. */
  body_text: z.union([z.string(), z.array(z.union([z.string(), z.array(z.string())]))]).optional(),
  body_text_named_params: namedExamples,
});

const plainComponent = z.looseObject({
  type: upper,
  format: upper.optional(),
  text,
  buttons: z.array(button).optional(),
  example: example.optional(),
  add_security_recommendation: z.boolean().optional(),
  code_expiration_minutes: z.number().optional(),
  limited_time_offer: z.looseObject({ text, has_expiration: z.boolean().optional() }).optional(),
});

const card = z.looseObject({ components: z.array(plainComponent) });

export const templateComponent = plainComponent.extend({ cards: z.array(card).optional() });

export type TemplateButton = z.infer<typeof button>;
export type TemplateExample = z.infer<typeof example>;
export type PlainComponent = z.infer<typeof plainComponent>;
export type TemplateComponent = z.infer<typeof templateComponent>;

export const CATEGORIES = ["AUTHENTICATION", "MARKETING", "UTILITY"] as const;
export type Category = (typeof CATEGORIES)[number];

export const category = upper.pipe(z.enum(CATEGORIES, { error: `must be one of ${CATEGORIES.join(", ")}` }));
export const parameterFormat = upper.pipe(z.enum(["NAMED", "POSITIONAL"], { error: "must be NAMED or POSITIONAL" }));
export const components = z.array(templateComponent);

/** What the rules need to know beside the component that they look at. */
export interface Setting {
  category: Category;
  format: "NAMED" | "POSITIONAL";
  language: string;
}

export function partOf<T extends { type: string }>(parts: readonly T[], type: string): T | undefined {
  return parts.find((each) => each.type === type);
}
