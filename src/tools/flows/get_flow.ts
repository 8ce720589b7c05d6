import { z } from "zod";
import { defineTool } from "../definition/tool.ts";
import { flowId } from "./input.ts";
import { flowRecord, RECORD_FIELDS, toFlow } from "./record.ts";

export const getFlow = defineTool({
  name: "get_flow",
  title: "Get a flow",
  description:
    "Get one flow: status, categories, versions, endpoint and validation errors. Its screens: get_flow_json; how it " +
    "looks: preview_flow.",
  scope: "phone_number",
  effect: "read",
  input: z.strictObject(flowId),
  output: flowRecord,
  async run({ flow_id }, { kapso, phoneNumberId, signal }) {
    return toFlow(await kapso.flows.get(phoneNumberId, flow_id, { fields: RECORD_FIELDS }, { signal }));
  },
});
