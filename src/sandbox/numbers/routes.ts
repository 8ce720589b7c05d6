import { z } from "zod";
import { type Call, numberById, type ObjectKind, ownNumbers, pathParam, type Route } from "../http/context.ts";
import { invalidParameter, numberNotFound } from "../http/errors.ts";
import { graphList, pickFields } from "../http/graph-list.ts";
import { type JsonObject, parseJson } from "../http/json.ts";
import type { NumberRow } from "../store/rows.ts";
import { setPin } from "./registration.ts";

/** Business numbers: rows E3 to E5 of endpoints.md. */
export const numberRoutes: Route[] = [{ method: "GET", path: "/:waba/phone_numbers", handle: list }];

export const numberObject: ObjectKind = {
  owns: (c, id) => ownNumbers(c).some((number) => number.id === id),
  GET: (c, id) => c.json(pickFields(c, numberRecord(c, numberById(c, id)), DEFAULT_FIELDS)),
  POST: (c, id) => {
    setPin(c.var.world.numberStates.of(numberById(c, id)), c.var.body.object());
    return c.json({ success: true });
  },
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
  const rows = sorted(c, filtered(c, numbersOfAccount(c)));
  return c.json(graphList(c, rows, 25, (number) => pickFields(c, numberRecord(c, number), fields)));
}

const SORTS = ["creation_time.asc", "creation_time.desc", "last_onboarded_time.asc", "last_onboarded_time.desc"];

/** The seed's numbers are in the order in which they were made. */
function sorted(c: Call, numbers: readonly NumberRow[]): readonly NumberRow[] {
  const sort = c.req.query("sort") ?? "creation_time.asc";
  if (!SORTS.includes(sort)) throw invalidParameter(`Param sort must be one of {${SORTS.join(", ")}}`);
  return sort.endsWith(".desc") ? numbers.toReversed() : numbers;
}

const filters = z.array(
  z.object({
    field: z.enum(["account_mode", "messaging_limit_tier", "is_official_business_account"]),
    operator: z.enum(["EQUAL", "NOT_EQUAL"]),
    value: z.unknown(),
  }),
);

function filtered(c: Call, numbers: readonly NumberRow[]): readonly NumberRow[] {
  const text = c.req.query("filtering");
  if (text === undefined) return numbers;
  const parsed = filters.safeParse(parseJson(text));
  if (!parsed.success) throw invalidParameter("Param filtering must be a JSON array of {field, operator, value}");
  return numbers.filter((number) => {
    const record = numberRecord(c, number);
    const equals = (field: string, value: unknown) => String(record[field]) === String(value);
    return parsed.data.every(({ field, operator, value }) => equals(field, value) === (operator === "EQUAL"));
  });
}

/** phone-number.md section 1. */
function numberRecord(c: Call, number: NumberRow): JsonObject {
  const { isRegistered, isVerified } = c.var.world.numberStates.of(number);
  const canSend = isRegistered ? "AVAILABLE" : "BLOCKED";
  return {
    id: number.id,
    display_phone_number: number.displayPhoneNumber,
    verified_name: number.verifiedName,
    quality_rating: "GREEN",
    code_verification_status: isVerified ? "VERIFIED" : "NOT_VERIFIED",
    name_status: "APPROVED",
    new_name_status: "NONE",
    platform_type: isRegistered ? "CLOUD_API" : "NOT_APPLICABLE",
    throughput: { level: isRegistered ? "STANDARD" : "NOT_APPLICABLE" },
    account_mode: "LIVE",
    status: isRegistered ? "CONNECTED" : "DISCONNECTED",
    messaging_limit_tier: "TIER_10K",
    whatsapp_business_manager_messaging_limit: "TIER_10K",
    is_official_business_account: false,
    is_pin_enabled: true,
    certificate: "c2FuZGJveA==",
    last_onboarded_time: "2026-01-12T09:00:00+0000",
    webhook_configuration: { application: "https://app.kapso.ai/webhooks/meta" },
    health_status: {
      can_send_message: canSend,
      entities: [{ entity_type: "PHONE_NUMBER", id: number.id, can_send_message: canSend }],
    },
  };
}
