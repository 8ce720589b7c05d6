import { z } from "zod";
import type { Fault } from "../definition/faults.ts";
import { toPage } from "../definition/page.ts";
import { pageFaults, pageInput, pageOf } from "../definition/schemas.ts";
import { defineTool } from "../definition/tool.ts";
import { findTemplate } from "../messages/send_template_message/find.ts";
import { present } from "../records/present.ts";
import { category, languageCode, templateId, templateName } from "./names.ts";
import { LIST_FIELDS, TEMPLATE_FIELDS, templateRecord, templateRow, toTemplate, toTemplateRow } from "./record.ts";
import { componentsOutput, storedComponents } from "./stored-components.ts";

/** The statuses of the contract, the usual ones first; a model is shown those alone. */
const USUAL = ["APPROVED", "PENDING", "REJECTED", "PAUSED", "DISABLED"] as const;
const RARE = [
  "IN_APPEAL",
  "PENDING_DELETION",
  "DELETED",
  "LIMIT_EXCEEDED",
  "FLAGGED",
  "REINSTATED",
  "ARCHIVED",
  "UNARCHIVED",
  "LOCKED",
  "UNLOCKED",
] as const;

const listTemplates = defineTool({
  name: "list_templates",
  title: "List templates",
  description:
    "List the account's message templates: text, status, category and, under to_fill, the arguments that " +
    "send_template_message needs for each. Only APPROVED ones can be sent.",
  scope: "business_account",
  effect: "read",
  input: z.strictObject({
    template_name: templateName.optional().describe("Only this name, in all its languages."),
    status: z
      .enum([...USUAL, ...RARE])
      .meta({ enum: USUAL })
      .optional()
      .describe("Omit for all."),
    category: category.optional().describe("Omit for all."),
    language: languageCode.optional().describe("Such as pt_BR."),
    ...pageInput,
  }),
  check: pageFaults,
  output: pageOf(templateRow),
  async run({ template_name: name, ...query }, { kapso, businessAccountId, signal }) {
    const list = await kapso.templates.list(businessAccountId, { ...query, name, fields: LIST_FIELDS }, { signal });
    return toPage(list, query, toTemplateRow, "meta");
  },
});

const getTemplate = defineTool({
  name: "get_template",
  title: "Get a template",
  description:
    "Get one template, by its id or by name and language: text, status, the reason where it was rejected, and what " +
    "send_template_message must be given.",
  scope: "business_account",
  effect: "read",
  input: z.strictObject({
    template_id: templateId.optional().describe("From create_template, or give template_name."),
    template_name: templateName.optional().describe("From list_templates."),
    language: languageCode.optional().describe("With template_name, where it has several."),
  }),
  check: choiceFaults,
  output: templateRecord.extend({ components: componentsOutput }),
  async run({ template_id, template_name = "", language }, context) {
    const { kapso, businessAccountId, signal } = context;
    const id = template_id ?? (await findTemplate("get_template", { template_name, language }, context)).id;
    const template = await kapso.templates.get(businessAccountId, id, { fields: TEMPLATE_FIELDS }, { signal });
    return { ...toTemplate(template), ...present({ components: storedComponents(template) }) };
  },
});

interface Choice {
  template_id?: string;
  template_name?: string;
  language?: string;
}

function choiceFaults({ template_id: id, template_name: name, language }: Choice): Fault[] {
  if (id === undefined && name === undefined)
    return [{ path: ["template_id"], message: "is needed, or template_name" }];
  if (id === undefined) return [];
  return Object.entries({ template_name: name, language }).flatMap(([field, value]) =>
    value === undefined ? [] : [{ path: [field], message: "cannot go together with template_id" }],
  );
}

export default [listTemplates, getTemplate];
