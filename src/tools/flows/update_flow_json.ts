import { z } from "zod";
import { MAX_FLOW_JSON_BYTES } from "../../kapso/flows.ts";
import type { Fault } from "../definition/faults.ts";
import { refuse } from "../definition/refusal.ts";
import { chars } from "../definition/schemas.ts";
import { defineTool, type ToolContext } from "../definition/tool.ts";
import { ToolError } from "../definition/tool-error.ts";
import { flowId, flowJson } from "./input.ts";
import { asFlowText, flowJsonFaults } from "./json.ts";
import { toValidationErrors, validationErrors } from "./record.ts";

const NAME = "update_flow_json";

export const updateFlowJson = defineTool({
  name: NAME,
  title: "Replace a flow's JSON",
  description:
    "Replace the screens of a flow. The draft is saved even with validation errors, which come back and keep it from " +
    "being published. A published flow becomes a draft again or refuses the change. Then publish_flow.",
  scope: "phone_number",
  effect: "update",
  input: z.strictObject({
    ...flowId,
    flow_json: flowJson.optional().describe("The whole Flow JSON as text, up to 10 MB: version, screens, ..."),
    file_path: chars(1, 1024).optional().describe("Instead: a file in the operator's media folder."),
  }),
  localFiles: ["file_path"],
  check: sourceFaults,
  output: z.object({ flow_id: z.string(), saved: z.boolean(), ...validationErrors }),
  async run({ flow_id, flow_json, file_path }, { kapso, phoneNumberId, signal, media }) {
    const json = flow_json ?? (await readFile(file_path ?? "", media));
    const { validation_errors } = await kapso.flows.uploadJson(phoneNumberId, flow_id, json, { signal });
    return { flow_id, saved: true, ...toValidationErrors(validation_errors) };
  },
});

function sourceFaults({ flow_json, file_path }: { flow_json?: string; file_path?: string }): Fault[] {
  if ((flow_json === undefined) === (file_path === undefined)) {
    return [{ path: ["flow_json"], message: "give exactly one of flow_json and file_path" }];
  }
  return flow_json === undefined ? [] : flowJsonFaults(flow_json, ["flow_json"]);
}

async function readFile(file: string, media: ToolContext["media"]): Promise<string> {
  if (media === undefined) {
    throw new ToolError("file_path: this server has no media folder, so it reads no files. Give flow_json instead.");
  }
  const { bytes } = await media.read(file, MAX_FLOW_JSON_BYTES);
  const json = String(asFlowText(new TextDecoder().decode(bytes)));
  refuse(NAME, flowJsonFaults(json, ["file_path"]));
  return json;
}
