import { z } from "zod";
import { defineTool } from "../definition/tool.ts";
import { flowId } from "./input.ts";

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
