import { z } from "zod";
import { type Call, ownNumbers, pathParam, type Route } from "../http/context.ts";
import { graph, noSuchObject, titled } from "../http/errors.ts";
import { readParams } from "../numbers/params.ts";
import { numbersOfAccount } from "../numbers/routes.ts";
import type { Dataset } from "../numbers/state.ts";

/** Conversion events: rows N5 to N7 of endpoints.md. */
export const datasetRoutes: Route[] = [
  { method: "GET", path: "/:waba/dataset", handle: get },
  { method: "POST", path: "/:waba/dataset", handle: create },
  { method: "POST", path: "/:datasetId/events", handle: postEvents },
];

const FIRST_ID = 5_520_017_788_340;

function accountOf(c: Call): string {
  return numbersOfAccount(c)[0]?.businessAccountId ?? "";
}

function find(c: Call, accountId: string): Dataset | undefined {
  return c.var.world.datasets.find((each) => each.businessAccountId === accountId);
}

/** An account without one has an empty list; the contract has both shapes and does not say when. */
function get(c: Call): Response {
  const dataset = find(c, accountOf(c));
  return c.json(dataset === undefined ? { data: [] } : { id: dataset.id });
}

/** An account has one: asking again answers with the same. */
function create(c: Call): Response {
  const account = accountOf(c);
  const body = c.var.body.bytes.length === 0 ? {} : c.var.body.object();
  const { dataset_name = "WhatsApp" } = readParams(z.object({ dataset_name: z.string().min(1).optional() }), body);
  const known = find(c, account);
  if (known !== undefined) return c.json({ id: known.id });
  const id = String(FIRST_ID + c.var.world.ids.next("dataset"));
  c.var.world.datasets.push({ id, businessAccountId: account, name: dataset_name, events: [] });
  return c.json({ id });
}

const event = z.looseObject({
  event_name: z.string().min(1),
  event_time: z.int("must be Unix seconds"),
  action_source: z.literal("business_messaging", "must be business_messaging"),
  messaging_channel: z.literal("whatsapp", "must be whatsapp"),
  user_data: z.looseObject({ whatsapp_business_account_id: z.coerce.string(), ctwa_clid: z.string().min(1) }),
});

const payload = z.object({
  data: z.array(event).min(1, "must have 1 to 1000 events").max(1000, "must have 1 to 1000 events"),
  test_event_code: z.string().optional(),
});

function postEvents(c: Call): Response {
  const id = pathParam(c, "datasetId");
  const accounts = ownNumbers(c).map((number) => number.businessAccountId);
  const dataset = c.var.world.datasets.find((each) => each.id === id && accounts.includes(each.businessAccountId));
  if (dataset === undefined) throw noSuchObject("POST", id);
  const { data } = readParams(payload, c.var.body.object());
  const stranger = data.find(({ user_data }) => user_data.whatsapp_business_account_id !== dataset.businessAccountId);
  if (stranger !== undefined) {
    const details = "user_data.whatsapp_business_account_id is not the account of this dataset";
    throw graph(400, 100, titled(100, "Invalid parameter"), { details });
  }
  dataset.events.push(...data);
  return c.json({ events_received: data.length, fbtrace_id: `Asbx${id}` });
}
