import { z } from "zod";
import type { Fault } from "../definition/faults.ts";
import { defineTool } from "../definition/tool.ts";
import { present } from "../records/present.ts";
import { definitionFaults, definitionWarnings, lifetimeFaults } from "./definition/check.ts";
import { COMPONENT_KEYS, componentList } from "./definition/components.ts";
import { libraryFaults, libraryInput } from "./library.ts";
import { category, languageCode, languageWarnings, sendTtl, templateName } from "./names.ts";

const input = z.strictObject({
  template_name: templateName.describe("Lower case letters, digits, underscores."),
  language: languageCode.describe("Such as es, pt_BR, en_US."),
  category: category.describe("UTILITY: about an order or account. MARKETING: all that promotes."),
  parameter_format: z.enum(["NAMED", "POSITIONAL"]).optional().describe("{{name}} or, the default, {{1}}."),
  components: componentList(COMPONENT_KEYS)
    .optional()
    .describe("One BODY, and others. Needed unless library_template_name is given."),
  message_send_ttl_seconds: sendTtl.optional(),
  display_format: z.literal("ORDER_DETAILS").optional().describe("For templates with an ORDER_DETAILS button."),
  ...libraryInput,
});
type Input = z.output<typeof input>;

export const createTemplate = defineTool({
  name: "create_template",
  title: "Create a template",
  description:
    "Submit a new message template for WhatsApp's review, which takes minutes to a day: get_template shows the outcome. " +
    "The definition is checked before it leaves. Returns the id and status. To change an existing one use " +
    "update_template.",
  scope: "business_account",
  effect: "create",
  input,
  check: (args) => [
    ...sourceFaults(args),
    ...lifetimeFaults(args.message_send_ttl_seconds, args.category),
    ...libraryFaults(args),
    ...(args.components === undefined
      ? []
      : definitionFaults({
          components: args.components,
          category: args.category,
          format: args.parameter_format ?? "POSITIONAL",
          displayFormat: args.display_format ?? "none",
        })),
  ],
  output: z.object({
    template_id: z.string(),
    template_name: z.string(),
    language: z.string(),
    status: z.string().describe("PENDING: in review. Only APPROVED ones can be sent."),
    category: z.string().describe("WhatsApp may choose another than was asked for."),
    warnings: z.array(z.string()).optional(),
  }),
  async run({ template_name: name, ...definition }, { kapso, businessAccountId, signal }) {
    const created = await kapso.templates.create(businessAccountId, { name, ...definition }, { signal });
    const { language } = definition;
    return {
      template_id: created.id,
      template_name: name,
      language,
      status: created.status ?? "PENDING",
      category: created.category ?? definition.category,
      ...present({ warnings: [...languageWarnings(language), ...definitionWarnings(definition.components ?? [])] }),
    };
  },
});

function sourceFaults({ components, library_template_name, parameter_format, display_format }: Input): Fault[] {
  if (library_template_name === undefined) {
    return components === undefined ? [{ path: ["components"], message: "is needed: at least a BODY" }] : [];
  }
  const own = { components, parameter_format, display_format };
  const message = "cannot go together with library_template_name: the library has the definition";
  return Object.entries(own).flatMap(([field, value]) => (value === undefined ? [] : [{ path: [field], message }]));
}
