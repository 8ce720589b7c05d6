import { z } from "zod";
import type { Fault } from "../definition/faults.ts";
import { defineTool } from "../definition/tool.ts";
import { present } from "../records/present.ts";
import { templateId, templateName } from "./names.ts";

export const deleteTemplate = defineTool({
  name: "delete_template",
  title: "Delete a template",
  description:
    "Delete one template by its id, or with all_languages every language of a name. It cannot be undone, and the name " +
    "of an approved template stays blocked for 30 days. To change its text use update_template.",
  scope: "business_account",
  effect: "delete",
  input: z.strictObject({
    template_id: templateId.optional().describe("The one to delete, from get_template."),
    template_name: templateName.optional().describe("Needed with all_languages; with template_id it may be left out."),
    all_languages: z.boolean().default(false).describe("Delete every language of template_name."),
  }),
  check: choiceFaults,
  output: z.object({
    deleted: z.boolean(),
    template_id: z.string().optional(),
    template_name: z.string(),
    all_languages: z.boolean().optional(),
  }),
  async run({ template_id, template_name, all_languages }, { kapso, businessAccountId, signal }) {
    // An id goes with its name: Meta wants both, and deletes every language of a name that comes alone.
    const isUnnamed = template_id !== undefined && template_name === undefined;
    const stored = isUnnamed && (await kapso.templates.get(businessAccountId, template_id, {}, { signal }));
    const name = stored ? stored.name : (template_name ?? "");
    await kapso.templates.delete(businessAccountId, { name, hsm_id: template_id }, { signal });
    return {
      deleted: true,
      template_name: name,
      ...present({ template_id }),
      ...(all_languages && { all_languages }),
    };
  },
});

interface Choice {
  template_id?: string;
  template_name?: string;
  all_languages: boolean;
}

function choiceFaults({ template_id, template_name, all_languages }: Choice): Fault[] {
  if (template_id === undefined && !all_languages) {
    const message = "is needed; to delete every language of a name, give template_name and all_languages: true";
    return [{ path: ["template_id"], message }];
  }
  if (template_id !== undefined && all_languages) {
    return [{ path: ["all_languages"], message: "cannot go together with template_id, which is one language" }];
  }
  if (all_languages && template_name === undefined) {
    return [{ path: ["template_name"], message: "is needed with all_languages" }];
  }
  return [];
}
