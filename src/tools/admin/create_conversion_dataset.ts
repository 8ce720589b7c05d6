import { z } from "zod";
import { chars } from "../definition/schemas.ts";
import { defineTool } from "../definition/tool.ts";

export const createConversionDataset = defineTool({
  name: "create_conversion_dataset",
  title: "Create a conversion dataset",
  description:
    "Create the dataset of a WhatsApp Business account that report_conversion_events writes to; returns its id.",
  scope: "business_account",
  effect: "create",
  input: z.strictObject({ dataset_name: chars(1, 256).optional().describe("Shown in Meta's Events Manager.") }),
  output: z.object({ dataset_id: z.string() }),
  async run(body, { kapso, businessAccountId, signal }) {
    const { id } = await kapso.datasets.create(businessAccountId, body, { signal });
    return { dataset_id: id };
  },
});
