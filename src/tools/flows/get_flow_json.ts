import { z } from "zod";
import { defineTool } from "../definition/tool.ts";
import { ToolError } from "../definition/tool-error.ts";
import { flowId } from "./input.ts";

/** What a model can read in one result; longer ones go to a file. */
const INLINE_CHARACTERS = 60_000;

export const getFlowJson = defineTool({
  name: "get_flow_json",
  title: "Get a flow's JSON",
  description:
    "Get the Flow JSON of a flow, its screens and routes, as text that update_flow_json takes again. One too long for a " +
    "result is saved in the media folder that the operator set.",
  scope: "phone_number",
  effect: "read",
  input: z.strictObject(flowId),
  output: z.object({
    flow_id: z.string(),
    bytes: z.number(),
    flow_json: z.string().optional(),
    file_path: z.string().optional().describe("Where it was saved."),
  }),
  async run({ flow_id }, { kapso, phoneNumberId, signal, media }) {
    const { data } = await kapso.flows.downloadJson(phoneNumberId, flow_id, { signal });
    const flow_json = new TextDecoder().decode(data);
    if (flow_json.length <= INLINE_CHARACTERS) return { flow_id, bytes: data.length, flow_json };
    if (media === undefined) throw tooLong(data.length);
    return { flow_id, bytes: data.length, file_path: await media.write(`flow-${flow_id}.json`, data) };
  },
});

function tooLong(bytes: number): ToolError {
  return new ToolError(
    `The Flow JSON has ${bytes} bytes, too many for a result, and this server has no media folder to save it in. ` +
      "The operator can set one with KAPSO_MEDIA_DIR, over stdio.",
    { see: ["preview_flow"] },
  );
}
