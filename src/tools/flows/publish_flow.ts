import { z } from "zod";
import type { Flow } from "../../kapso/flows.ts";
import { KapsoError } from "../../kapso/http/errors.ts";
import { defineTool } from "../definition/tool.ts";
import { oneLine } from "../definition/untrusted.ts";
import { WithSteps } from "../definition/with-steps.ts";
import { flowId } from "./input.ts";
import { toValidationErrors } from "./record.ts";

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
