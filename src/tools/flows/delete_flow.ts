import { z } from "zod";
import { defineTool } from "../definition/tool.ts";
import { flowId } from "./input.ts";

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
