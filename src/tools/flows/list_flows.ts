import { z } from "zod";
import { toPage } from "../definition/page.ts";
import { pageFaults, pageInput, pageOf } from "../definition/schemas.ts";
import { defineTool } from "../definition/tool.ts";
import { flowRow, toFlowRow } from "./record.ts";

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
