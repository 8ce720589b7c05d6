import { z } from "zod";
import type { Template, TemplateButton, TemplateComponent } from "../../kapso/template-types.ts";

const text = z.string().optional();
const named = z.array(z.object({ param_name: z.string(), example: z.string() })).optional();

/** What update_template takes of a component's example, and no more. */
const example = z.object({
  header_text: z.array(z.string()).optional(),
  header_text_named_params: named,
  header_handle: z.array(z.string()).optional(),
  body_text: z.array(z.array(z.string())).optional(),
  body_text_named_params: named,
});

const button = z.object({
  type: z.string(),
  text,
  url: text,
  phone_number: text,
  flow_id: z.coerce.string().optional(),
  flow_action: text,
  navigate_screen: text,
  icon: text,
  ttl_minutes: z.int().optional(),
  example: z.union([z.string(), z.array(z.string())]).optional(),
});

const plain = z.object({
  type: z.string(),
  format: text,
  text,
  example: example.optional(),
  buttons: z.array(button).optional(),
  limited_time_offer: z.object({ text, has_expiration: z.boolean().optional() }).optional(),
});

const component = plain.extend({ cards: z.array(z.object({ components: z.array(plain) })).optional() });

/** Components in the form that update_template takes, so that one word can be changed; advertised one level deep. */
export const componentsOutput = z
  .array(component.meta({ shallow: true }))
  .optional()
  .describe("As stored, in the form that update_template takes.");

/** Not of AUTHENTICATION: Meta writes those out, and takes no text back. */
export function storedComponents({ category, components }: Template): z.input<typeof component>[] | undefined {
  if (category?.toUpperCase() === "AUTHENTICATION" || !components) return undefined;
  return components.flatMap((stored) => component.safeParse(withoutNulls(stored)).data ?? []);
}

/** A code's label is Meta's own: it stands in the record, and is not taken back. */
function withoutNulls(stored: TemplateComponent): object {
  const { buttons, cards, ...rest } = stored;
  return given({
    ...rest,
    buttons: buttons?.map(({ text: label, ...more }: TemplateButton) =>
      given({ ...more, text: more.type.toUpperCase() === "COPY_CODE" ? undefined : label }),
    ),
    cards: cards?.map((card) => ({ components: (card.components ?? []).map(withoutNulls) })),
  });
}

function given(record: object): object {
  return Object.fromEntries(Object.entries(record).filter(([, value]) => value !== null && value !== undefined));
}
