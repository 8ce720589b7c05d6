import { type Call, numberById, ownNumbers, pathParam, type Route } from "../context.ts";
import { numberNotFound } from "../errors.ts";
import { graphList, pickFields } from "../graph-list.ts";
import type { JsonObject } from "../json.ts";
import type { NumberRow } from "../store/rows.ts";
import type { ObjectKind } from "./objects.ts";

/** Business numbers: rows E3 and E4 of endpoints.md. */
export const numberRoutes: Route[] = [{ method: "GET", path: "/:waba/phone_numbers", handle: list }];

export const numberObject: ObjectKind = {
  owns: (c, id) => ownNumbers(c).some((number) => number.id === id),
  GET: (c, id) => c.json(pickFields(c, numberRecord(numberById(c, id)), DEFAULT_FIELDS)),
};

const DEFAULT_FIELDS = ["id", "display_phone_number", "verified_name", "quality_rating"];

/** The numbers of the account in the path; 404 when the caller has none there. */
export function numbersOfAccount(c: Call): readonly NumberRow[] {
  const numbers = ownNumbers(c).filter((number) => number.businessAccountId === pathParam(c, "waba"));
  if (numbers.length === 0) throw numberNotFound();
  return numbers;
}

function list(c: Call): Response {
  const fields = [...DEFAULT_FIELDS, "code_verification_status"];
  return c.json(graphList(c, numbersOfAccount(c), 25, (number) => pickFields(c, numberRecord(number), fields)));
}

/** phone-number.md section 1. */
function numberRecord({ id, displayPhoneNumber, verifiedName }: NumberRow): JsonObject {
  return {
    id,
    display_phone_number: displayPhoneNumber,
    verified_name: verifiedName,
    quality_rating: "GREEN",
    code_verification_status: "VERIFIED",
    name_status: "APPROVED",
    new_name_status: "NONE",
    platform_type: "CLOUD_API",
    throughput: { level: "STANDARD" },
    account_mode: "LIVE",
    status: "CONNECTED",
    messaging_limit_tier: "TIER_10K",
    whatsapp_business_manager_messaging_limit: "TIER_10K",
    is_official_business_account: false,
    is_pin_enabled: true,
  };
}
