import { z } from "zod";
import { chars, freeObject, metaId } from "../definition/schemas.ts";
import { defineTool } from "../definition/tool.ts";
import { present } from "../records/present.ts";

const getConversionDataset = defineTool({
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

const createConversionDataset = defineTool({
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

const payload = z.looseObject({ data: z.array(freeObject).min(1) }).meta({
  description:
    "{data [{event_name, event_time (Unix seconds), action_source business_messaging, messaging_channel whatsapp, " +
    "user_data {whatsapp_business_account_id, ctwa_clid}, custom_data}], test_event_code}.",
  shallow: true,
});

const reportConversionEvents = defineTool({
  name: "report_conversion_events",
  title: "Report conversion events",
  description:
    "Report to Meta what came of ads that lead to WhatsApp, such as a purchase: the Conversions API payload, passed on " +
    "unchanged. A second report counts twice. Customers get nothing; acceptance does not promise attribution.",
  scope: "project",
  effect: "create",
  input: z.strictObject({
    dataset_id: metaId.describe("From get_conversion_dataset."),
    payload,
  }),
  output: z.object({ events_received: z.number().optional(), fbtrace_id: z.string().optional() }),
  async run({ dataset_id, payload: events }, { kapso, signal }) {
    const answer = await kapso.datasets.report(dataset_id, events, { signal });
    const { events_received: count, fbtrace_id: trace } = answer;
    return present({
      events_received: typeof count === "number" ? count : undefined,
      fbtrace_id: typeof trace === "string" ? trace : undefined,
    });
  },
});

export default [getConversionDataset, createConversionDataset, reportConversionEvents];
