import { z } from "zod";
import { defineTool } from "../definition/tool.ts";
import { present, time } from "../records/present.ts";
import { flowId } from "./input.ts";

export const previewFlow = defineTool({
  name: "preview_flow",
  title: "Preview a flow",
  description:
    "Get the link under which anybody who has it can try a flow in a browser, for about 30 days. Nothing is sent to " +
    "customers. The screens as data: get_flow_json.",
  scope: "phone_number",
  effect: "read",
  input: z.strictObject(flowId),
  output: z.object({ flow_id: z.string(), preview_url: z.string().optional(), expires_at: z.string().optional() }),
  async run({ flow_id }, { kapso, phoneNumberId, signal }) {
    const fields = "preview.invalidate(false)";
    const { preview } = await kapso.flows.get(phoneNumberId, flow_id, { fields }, { signal });
    return { flow_id, ...present({ preview_url: preview?.preview_url, expires_at: time(preview?.expires_at) }) };
  },
});
