import { z } from "zod";
import type { Fault } from "../definition/faults.ts";
import { defineTool } from "../definition/tool.ts";
import { findTemplate } from "../messages/send_template_message/find.ts";
import { present } from "../records/present.ts";
import { languageCode, templateId, templateName } from "./names.ts";
import { TEMPLATE_FIELDS, templateRecord, toTemplate } from "./record.ts";
import { componentsOutput, storedComponents } from "./stored-components.ts";

export const getTemplate = defineTool({
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
