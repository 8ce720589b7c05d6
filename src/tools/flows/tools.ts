import { getFlowJson, updateFlowJson } from "./content.ts";
import { getFlow, listFlows, previewFlow } from "./read.ts";
import { createFlow, deleteFlow, deprecateFlow, publishFlow, updateFlow } from "./write.ts";

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
