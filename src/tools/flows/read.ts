import { z } from "zod";
import { toPage } from "../definition/page.ts";
import { pageFaults, pageInput, pageOf } from "../definition/schemas.ts";
import { defineTool } from "../definition/tool.ts";
import { present, time } from "../records/present.ts";
import { flowId } from "./input.ts";
import { flowRecord, flowRow, RECORD_FIELDS, toFlow, toFlowRow } from "./record.ts";

export const listFlows = defineTool({
  name: "list_flows",
  title: "List flows",
  description:
    "List the flows (forms that customers fill in inside WhatsApp) of the number's account, with status and number of " +
    "validation errors. Returns flow ids; for one flow with its errors use get_flow.",
  scope: "phone_number",
  effect: "read",
  input: z.strictObject(pageInput),
  check: pageFaults,
  output: pageOf(flowRow),
  async run(query, { kapso, phoneNumberId, signal }) {
    return toPage(await kapso.flows.list(phoneNumberId, query, { signal }), query, toFlowRow, "meta");
  },
});

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
