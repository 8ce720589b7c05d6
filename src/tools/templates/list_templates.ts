import { z } from "zod";
import { toPage } from "../definition/page.ts";
import { pageFaults, pageInput, pageOf } from "../definition/schemas.ts";
import { defineTool } from "../definition/tool.ts";
import { category, languageCode, templateName } from "./names.ts";
import { LIST_FIELDS, templateRow, toTemplateRow } from "./record.ts";

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

export const listTemplates = defineTool({
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
