import { z } from "zod";
import type { Template, TemplateButton, TemplateComponent } from "../../kapso/template-types.ts";
import { freeObject } from "../definition/schemas.ts";
import { present } from "../records/present.ts";
import { find, toFill } from "./to-fill.ts";

/** Meta's fields that a list shows; what is not among its defaults comes only when asked for. */
export const LIST_FIELDS =
  "id,name,language,status,category,sub_category,parameter_format,components,quality_score,rejected_reason";

/** One template's: also what a change of it has to know. */
export const TEMPLATE_FIELDS = `${LIST_FIELDS},previous_category,message_send_ttl_seconds,library_template_name`;

const parts = {
  header: z.object({ format: z.string(), text: z.string().optional() }).optional(),
  body: z.string().optional().describe("With its variables, {{1}} or {{name}}."),
  buttons: z
    .array(
      z.object({
        index: z.int(),
        type: z.string(),
        text: z.string().optional(),
        url: z.string().optional(),
        phone_number: z.string().optional(),
        flow_id: z.string().optional(),
      }),
    )
    .optional(),
};

/** A template as the model sees it: what the customer will read, and what a send must give. */
export const templateRecord = z.object({
  template_id: z.string(),
  template_name: z.string(),
  language: z.string(),
  status: z.string().describe("Only APPROVED ones can be sent."),
  category: z.string().optional(),
  previous_category: z.string().optional(),
  sub_category: z.string().optional(),
  parameter_format: z.string().optional().describe("NAMED: values need a parameter_name."),
  quality: z.string().optional(),
  rejected_reason: z.string().optional(),
  message_send_ttl_seconds: z.number().optional(),
  library_template_name: z.string().optional(),
  ...parts,
  footer: z.string().optional(),
  offer: z.string().optional().describe("The text of a limited-time offer."),
  cards: z.array(z.object(parts).meta({ shallow: true })).optional(),
  asks_call_permission: z.boolean().optional(),
  to_fill: freeObject
    .optional()
    .describe("Arguments for send_template_message beside name and language; replace each {{...}} by its value."),
});

export function toTemplate(template: Template): z.input<typeof templateRecord> {
  const components = template.components ?? [];
  const cards = find(components, "CAROUSEL")?.cards;
  return {
    template_id: template.id,
    template_name: template.name,
    language: template.language,
    status: template.status,
    ...present({
      category: template.category,
      previous_category: template.previous_category,
      sub_category: template.sub_category,
      parameter_format: template.parameter_format,
      quality: said(template.quality_score?.score, "UNKNOWN"),
      rejected_reason: said(template.rejected_reason, "NONE"),
      message_send_ttl_seconds: template.message_send_ttl_seconds,
      library_template_name: template.library_template_name,
    }),
    ...shown(components),
    ...present({
      footer: footerText(find(components, "FOOTER")),
      offer: find(components, "LIMITED_TIME_OFFER")?.limited_time_offer?.text,
      cards: cards?.map((card) => shown(card.components ?? [])),
      asks_call_permission: find(components, "CALL_PERMISSION_REQUEST") && true,
      to_fill: toFill(template),
    }),
  };
}

export const templateRow = templateRecord.omit({ template_id: true, sub_category: true });

/**
 * A row of a list: without what is the usual, what a send does not need, and what Meta writes itself around a one-time
 * code. get_template has it.
 */
export function toTemplateRow(template: Template): z.input<typeof templateRow> {
  const { template_id: _, sub_category: __, quality, parameter_format, buttons, footer, ...row } = toTemplate(template);
  const isOurs = row.category !== "AUTHENTICATION";
  return {
    ...row,
    ...present({
      quality: quality === "GREEN" ? undefined : quality,
      parameter_format: parameter_format === "POSITIONAL" ? undefined : parameter_format,
      buttons: isOurs ? buttons : undefined,
      footer: isOurs ? footer : undefined,
    }),
  };
}

function shown(components: readonly TemplateComponent[]) {
  const header = find(components, "HEADER");
  return present({
    header: header && { format: header.format ?? "TEXT", ...present({ text: header.text }) },
    body: find(components, "BODY")?.text,
    buttons: find(components, "BUTTONS")?.buttons?.map(shownButton),
  });
}

function shownButton({ type, text, url, phone_number, flow_id }: TemplateButton, index: number) {
  return { index, type, ...present({ text, url, phone_number, flow_id: flow_id ? String(flow_id) : undefined }) };
}

export function footerText(footer: TemplateComponent | undefined): string | undefined {
  const minutes = footer?.code_expiration_minutes;
  return footer?.text ?? (minutes ? `The code expires in ${minutes} minutes.` : undefined);
}

/** A value that says something: not the word that stands for none. */
function said(value: string | null | undefined, none: string): string | undefined {
  return value === none ? undefined : (value ?? undefined);
}
