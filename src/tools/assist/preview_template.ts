import { z } from "zod";
import { faultText } from "../definition/faults.ts";
import { freeObject } from "../definition/schemas.ts";
import { defineTool } from "../definition/tool.ts";
import { fillingFaults, fillingInput } from "../messages/send_template_message/filling.ts";
import { findTemplate } from "../messages/send_template_message/find.ts";
import { lintFilling } from "../messages/send_template_message/lint.ts";
import { renderedMessage, renderTemplate } from "../messages/send_template_message/render.ts";
import { expiryFaults, warnings } from "../messages/send_template_message/tool.ts";
import { present } from "../records/present.ts";
import { toFill } from "../templates/to-fill.ts";

const NAME = "preview_template";

const { header, body, buttons, cards, order_status, tap_target } = fillingInput;
const AS_SENT = "As in send_template_message.";
/** Parsed as for a send; advertised without its keys, which send_template_message has. */
const part = freeObject.meta({ shallow: true });
const parts = z.array(part);

export const previewTemplate = defineTool({
  name: NAME,
  title: "Preview a template",
  description:
    "Show a template message as the customer will see it, header to buttons, with the values given or, without, the " +
    "template's own examples; and check them as a send would. Returns what is wrong, what must be filled, and whether " +
    "send_template_message can be called so. Sends nothing.",
  scope: "business_account",
  effect: "read",
  input: z.strictObject({
    ...fillingInput,
    header: part.pipe(header.unwrap()).optional().describe(AS_SENT),
    body: parts.pipe(body.unwrap()).optional().describe(AS_SENT),
    buttons: parts.pipe(buttons.unwrap()).optional().describe(AS_SENT),
    cards: parts.pipe(cards.unwrap()).optional().describe(AS_SENT),
    order_status: part.pipe(order_status.unwrap()).optional().describe(AS_SENT),
    tap_target: part.pipe(tap_target.unwrap()).optional().describe(AS_SENT),
  }),
  check: fillingFaults,
  output: z.object({
    template_id: z.string(),
    template_name: z.string(),
    language: z.string(),
    status: z.string(),
    category: z.string().optional(),
    message: renderedMessage,
    from_examples: z
      .array(z.string())
      .optional()
      .describe("Places that show the template's example: no value was given."),
    left_open: z.array(z.string()).optional().describe("Places that have neither value nor example."),
    to_fill: freeObject.optional().describe("Arguments for send_template_message beside name and language."),
    problems: z.array(z.string()).optional().describe("Why it could not be sent so."),
    warnings: z.array(z.string()).optional(),
    ready: z.boolean().describe("It can be sent with these arguments."),
  }),
  async run(filling, { kapso, businessAccountId, signal }) {
    const template = await findTemplate(NAME, filling, { kapso, businessAccountId, signal });
    const { message, examples, open } = renderTemplate(template, filling);
    const problems = [...lintFilling(filling, template), ...expiryFaults(filling, kapso.now())].map(faultText);
    return {
      template_id: template.id,
      template_name: template.name,
      language: template.language,
      status: template.status,
      message,
      ready: problems.length === 0,
      ...present({
        category: template.category,
        from_examples: examples,
        left_open: open,
        to_fill: toFill(template),
        problems,
        warnings: [...warnings(filling), ...lengthWarnings(message.body)],
      }),
    };
  },
});

const BODY_MAX = 1024;

function lengthWarnings(body = ""): string[] {
  const length = [...body].length;
  return length > BODY_MAX ? [`body: over ${BODY_MAX} characters may be refused (${length} with the values)`] : [];
}
