import { z } from "zod";
import { afterWrite } from "../definition/state.ts";
import { defineTool } from "../definition/tool.ts";
import { flowId, flowInput, patchFaults } from "./input.ts";
import { flowRecord, RECORD_FIELDS, toFlow } from "./record.ts";

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
