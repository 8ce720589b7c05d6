import { z } from "zod";
import { metaId } from "../definition/schemas.ts";
import { defineTool } from "../definition/tool.ts";
import { flowInput, flowJson, newFlowFaults } from "./input.ts";
import { toValidationErrors, validationErrors } from "./record.ts";

export const createFlow = defineTool({
  name: "create_flow",
  title: "Create a flow",
  description:
    "Create a flow as a draft, empty, from a Flow JSON or as a copy of another flow; returns its flow_id and validation " +
    "errors. With publish it goes live at once when there are none. Customers get it by send_interactive_message.",
  scope: "phone_number",
  effect: "create",
  input: z.strictObject({
    ...flowInput,
    flow_json: flowJson.optional().describe("The Flow JSON as text, up to 10 MB."),
    clone_flow_id: metaId.optional().describe("Instead of flow_json: the flow to copy."),
    publish: z.boolean().default(false).describe("Publish at once."),
  }),
  check: newFlowFaults,
  output: z.object({ flow_id: z.string(), status: z.string(), ...validationErrors }),
  async run({ publish, ...flow }, { kapso, phoneNumberId, signal }) {
    const body = { ...flow, ...(publish && { publish }) };
    const { id, success, validation_errors } = await kapso.flows.create(phoneNumberId, body, { signal });
    const live = publish && success !== false && !validation_errors?.length;
    return { flow_id: id, status: live ? "PUBLISHED" : "DRAFT", ...toValidationErrors(validation_errors) };
  },
});
