import { z } from "zod";
import { freeObject, metaId } from "../definition/schemas.ts";
import { defineTool } from "../definition/tool.ts";
import { present } from "../records/present.ts";

const payload = z.looseObject({ data: z.array(freeObject).min(1) }).meta({
  description:
    "{data [{event_name, event_time (Unix seconds), action_source business_messaging, messaging_channel whatsapp, " +
    "user_data {whatsapp_business_account_id, ctwa_clid}, custom_data}], test_event_code}.",
  shallow: true,
});

export const reportConversionEvents = defineTool({
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
