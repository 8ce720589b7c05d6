import { type Call, originOf } from "../http/context.ts";
import { invalidParameter } from "../http/errors.ts";
import type { JsonObject } from "../http/json.ts";
import { DAY } from "../world/clock.ts";
import { dataApiVersionOf, refuseFlow, versionOf } from "./change.ts";
import type { FlowRow } from "./store.ts";

/** The record of a flow with the fields that are asked for: flows.md section 2. */

const DEFAULTS = "id,name,status,categories,validation_errors";

/** Commas inside parentheses do not separate. */
const fieldsOf = (text: string) => text.split(/,(?![^(]*\))/).flatMap((name) => name.trim() || []);

export function flowRecord(c: Call, row: FlowRow): JsonObject {
  const record: JsonObject = { id: row.id };
  for (const field of fieldsOf(c.req.query("fields") ?? DEFAULTS)) {
    const [name = ""] = field.split(".");
    record[name] = fieldValue(c, row, name, field);
  }
  return record;
}

function fieldValue(c: Call, row: FlowRow, name: string, field: string): unknown {
  switch (name) {
    case "id":
    case "name":
    case "status":
    case "categories":
      return row[name];
    case "validation_errors":
      return row.validationErrors;
    case "json_version":
      return versionOf(row);
    case "data_api_version":
      return dataApiVersionOf(row);
    case "data_channel_uri":
    case "endpoint_uri":
      return row.endpointUri ?? undefined;
    case "preview":
      return preview(c, row, field.includes("invalidate(true)"));
    case "health_status":
      return health(row);
    case "whatsapp_business_account":
      return { id: row.businessAccountId, name: "Aurora Móveis", currency: "BRL", timezone_id: "25" };
    case "application":
      return row.applicationId === null ? undefined : { id: row.applicationId, name: "Aurora app" };
    case "metric":
      // nobody opens the flows of a sandbox
      throw refuseFlow(139006, "There were fewer than 250 requests");
    default:
      throw invalidParameter(`Tried accessing nonexisting field (${name})`);
  }
}

const LIFE = 30 * DAY;

function preview(c: Call, row: FlowRow, isNew: boolean): JsonObject {
  if (isNew || row.previews === 0) row.previews += 1;
  const expires = new Date(c.var.world.now() + LIFE).toISOString();
  return {
    preview_url: `${originOf(c)}/storage/flows/${row.id}/preview?token=${row.previews}`,
    expires_at: expires.replace(/\.\d{3}Z$/, "+0000"),
  };
}

function health(row: FlowRow): JsonObject {
  const can_send_message =
    row.status === "PUBLISHED" ? "AVAILABLE" : row.status === "THROTTLED" ? "LIMITED" : "BLOCKED";
  return { can_send_message, entities: [{ entity_type: "FLOW", id: row.id, can_send_message }] };
}
