import { createFlow } from "./create_flow.ts";
import { deleteFlow } from "./delete_flow.ts";
import { deprecateFlow } from "./deprecate_flow.ts";
import { getFlow } from "./get_flow.ts";
import { getFlowJson } from "./get_flow_json.ts";
import { listFlows } from "./list_flows.ts";
import { previewFlow } from "./preview_flow.ts";
import { publishFlow } from "./publish_flow.ts";
import { updateFlow } from "./update_flow.ts";
import { updateFlowJson } from "./update_flow_json.ts";

export default [
  listFlows,
  createFlow,
  getFlow,
  updateFlow,
  getFlowJson,
  updateFlowJson,
  previewFlow,
  publishFlow,
  deprecateFlow,
  deleteFlow,
];
