import { z } from "zod";
import type { Template } from "../../kapso/template-types.ts";
import type { Fault } from "../definition/faults.ts";
import { refuse } from "../definition/refusal.ts";
import { afterWrite } from "../definition/state.ts";
import { defineTool } from "../definition/tool.ts";
import { present } from "../records/present.ts";
import { definitionFaults, definitionWarnings, lifetimeFaults } from "./definition/check.ts";
import { componentList } from "./definition/components.ts";
import type { ParameterFormat } from "./definition/parts.ts";
import { type Category, category, sendTtl, templateId } from "./names.ts";
import { TEMPLATE_FIELDS, templateRecord, toTemplate } from "./record.ts";

const NAME = "update_template";

const input = z.strictObject({
  template_id: templateId.describe("From get_template."),
  category: category.optional().describe("Not of an APPROVED template."),
  components: componentList("As in create_template.")
    .optional()
    .describe("All of them, as get_template shows them: what is left out is gone."),
  message_send_ttl_seconds: sendTtl.optional(),
});
type Input = z.output<typeof input>;

export const updateTemplate = defineTool({
  name: NAME,
  title: "Change a template",
  description:
    "Change an APPROVED, REJECTED or PAUSED template; it goes through review again and cannot be sent meanwhile. An " +
    "APPROVED one can be changed once in 24 hours and 10 times in 30 days. Name and language never change: for others " +
    "use create_template. Returns the template as it then is.",
  scope: "business_account",
  effect: "update",
  idempotent: false,
  input,
  check: (args) => [
    ...emptyFaults(args),
    ...lifetimeFaults(args.message_send_ttl_seconds, args.category),
    ...(args.components === undefined
      ? []
      : definitionFaults({ components: args.components, category: args.category })),
  ],
  output: templateRecord.extend({ warnings: z.array(z.string()).optional() }).meta({ shallow: true }),
  async run({ template_id, ...patch }, { kapso, businessAccountId, signal }) {
    const fields = { fields: TEMPLATE_FIELDS };
    const stored = await kapso.templates.get(businessAccountId, template_id, fields, { signal });
    refuse(NAME, storedFaults(stored, patch), ["get_template"]);
    await kapso.templates.update(businessAccountId, template_id, patch, { signal });
    const changed = await afterWrite(() => kapso.templates.get(businessAccountId, template_id, fields, { signal }));
    return {
      ...toTemplate(changed ?? { ...stored, status: "PENDING" }),
      ...present({ warnings: definitionWarnings(patch.components ?? []) }),
    };
  },
});

type Patch = Omit<Input, "template_id">;

function emptyFaults({ category, components, message_send_ttl_seconds }: Patch): Fault[] {
  if (category !== undefined || components !== undefined || message_send_ttl_seconds !== undefined) return [];
  return [{ path: [], message: "give at least one of category, components, message_send_ttl_seconds" }];
}

const CHANGEABLE: readonly string[] = ["APPROVED", "REJECTED", "PAUSED"];

/** What the stored template does not allow. */
function storedFaults(stored: Template, patch: Patch): Fault[] {
  const status = stored.status.toUpperCase();
  if (!CHANGEABLE.includes(status)) {
    return [{ path: ["template_id"], message: `is ${status}; only ${CHANGEABLE.join(", ")} templates can be changed` }];
  }
  const now = category.safeParse(stored.category?.toUpperCase()).data;
  const faults: Fault[] = [];
  if (status === "APPROVED" && patch.category !== undefined && patch.category !== now) {
    faults.push({ path: ["category"], message: `of an APPROVED template cannot be changed (it is ${now})` });
  }
  return [...faults, ...patchFaults(stored, patch, patch.category ?? now)];
}

function patchFaults(stored: Template, patch: Patch, category: Category | undefined): Fault[] {
  const format: ParameterFormat = stored.parameter_format?.toUpperCase() === "NAMED" ? "NAMED" : "POSITIONAL";
  return [
    ...lifetimeFaults(patch.message_send_ttl_seconds, category),
    ...(patch.components === undefined ? [] : definitionFaults({ components: patch.components, category, format })),
  ];
}
