import { z } from "zod";
import { defineTool } from "../definition/tool.ts";

export const getConversionDataset = defineTool({
  name: "get_conversion_dataset",
  title: "Get the conversion dataset",
  description:
    "Get the id of the dataset that takes a WhatsApp Business account's conversion events, for " +
    "report_conversion_events. Where there is none, create_conversion_dataset makes one.",
  scope: "business_account",
  effect: "read",
  input: z.strictObject({}),
  output: z.object({ dataset_ids: z.array(z.string()) }),
  async run(_, { kapso, businessAccountId, signal }) {
    const datasets = await kapso.datasets.list(businessAccountId, { signal });
    return { dataset_ids: datasets.map(({ id }) => id) };
  },
});
