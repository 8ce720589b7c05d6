import { z } from "zod";
import type { Flow } from "../../kapso/flows.ts";
import { KapsoError } from "../../kapso/http/errors.ts";
import { metaId } from "../definition/schemas.ts";
import { afterWrite } from "../definition/state.ts";
import { defineTool } from "../definition/tool.ts";
import { oneLine } from "../definition/untrusted.ts";
import { WithSteps } from "../definition/with-steps.ts";
import { flowId, flowInput, flowJson, newFlowFaults, patchFaults } from "./input.ts";
import { flowRecord, RECORD_FIELDS, toFlow, toValidationErrors, validationErrors } from "./record.ts";

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

export const updateFlow = defineTool({
  name: "update_flow",
  title: "Update a flow",
  description:
    "Change a flow's name, categories, endpoint or app; returns the flow as it then is. Its screens: update_flow_json.",
  scope: "phone_number",
  effect: "update",
  input: z.strictObject({
    ...flowId,
    ...flowInput,
    name: flowInput.name.optional(),
    categories: flowInput.categories.optional(),
  }),
  check: patchFaults,
  output: flowRecord.meta({ shallow: true }),
  async run({ flow_id, ...patch }, { kapso, phoneNumberId, signal }) {
    await kapso.flows.update(phoneNumberId, flow_id, patch, { signal });
    const flow = await afterWrite(() => kapso.flows.get(phoneNumberId, flow_id, { fields: RECORD_FIELDS }, { signal }));
    return flow === undefined ? { flow_id } : toFlow(flow);
  },
});

export const publishFlow = defineTool({
  name: "publish_flow",
  title: "Publish a flow",
  description:
    "Publish a draft without validation errors, so that it can be sent to customers. It cannot be deleted afterwards, " +
    "only deprecated with deprecate_flow.",
  scope: "phone_number",
  effect: "update",
  input: z.strictObject(flowId),
  output: z.object({ flow_id: z.string(), status: z.string() }),
  async run({ flow_id }, { kapso, phoneNumberId, signal }) {
    const options = { signal };
    await kapso.flows.publish(phoneNumberId, flow_id, options).catch(async (error: unknown) => {
      throw await withValidationErrors(error, () => kapso.flows.get(phoneNumberId, flow_id, READ_ERRORS, options));
    });
    return { flow_id, status: "PUBLISHED" };
  },
});

const READ_ERRORS = { fields: "id,status,validation_errors" };
const CANNOT_PUBLISH = 139002;

/** Why a flow cannot be published stands in its record, and not in the refusal. */
async function withValidationErrors(error: unknown, read: () => Promise<Flow>): Promise<unknown> {
  if (!(error instanceof KapsoError) || error.code !== CANNOT_PUBLISH) return error;
  const flow = await read().catch(() => undefined);
  const { validation_errors = [], more_validation_errors } = toValidationErrors(flow?.validation_errors);
  if (validation_errors.length === 0) return error;
  const lines = validation_errors.map(
    ({ error: name, at, message }) => `- ${[at, name, message].filter(Boolean).join(": ")}`,
  );
  const more = more_validation_errors === undefined ? [] : [`- and ${more_validation_errors} more: get_flow`];
  return new WithSteps(error, ["Its Flow JSON has these faults:", ...lines.map(oneLine), ...more]);
}

export const deprecateFlow = defineTool({
  name: "deprecate_flow",
  title: "Deprecate a flow",
  description:
    "Retire a published flow for good: it can no longer be sent or opened, and cannot be published again. A draft is " +
    "removed with delete_flow instead.",
  scope: "phone_number",
  effect: "delete",
  input: z.strictObject(flowId),
  output: z.object({ flow_id: z.string(), status: z.string() }),
  async run({ flow_id }, { kapso, phoneNumberId, signal }) {
    await kapso.flows.deprecate(phoneNumberId, flow_id, { signal });
    return { flow_id, status: "DEPRECATED" };
  },
});

export const deleteFlow = defineTool({
  name: "delete_flow",
  title: "Delete a flow",
  description: "Delete a draft flow for good. A published flow cannot be deleted: use deprecate_flow.",
  scope: "phone_number",
  effect: "delete",
  input: z.strictObject(flowId),
  output: z.object({ flow_id: z.string(), deleted: z.boolean() }),
  async run({ flow_id }, { kapso, phoneNumberId, signal }) {
    await kapso.flows.delete(phoneNumberId, flow_id, { signal });
    return { flow_id, deleted: true };
  },
});
