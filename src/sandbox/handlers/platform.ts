import type { Call } from "../context.ts";
import { ApiError } from "../errors.ts";
import { FAILURES } from "../failures.ts";

/** Kapso's Platform API: the one path of it that tells somebody with only a key which numbers they have. */

const MOST = 100;

/** `GET /platform/v1/whatsapp/phone_numbers`: `contract/live.md` section 7. A Bearer token does not work there. */
export function listProjectNumbers(c: Call): Response {
  const { world } = c.var;
  const project = world.projects.find(({ apiKey }) => apiKey === c.req.header("X-API-Key"));
  if (project === undefined) throw new ApiError(FAILURES.invalid_api_key);
  const [page, perPage] = [readCount(c, "page", 1), Math.min(readCount(c, "per_page", 20), MOST)];
  const numbers = world.numbers.filter((number) => number.project === project);
  return c.json({
    data: numbers.slice((page - 1) * perPage, page * perPage).map((number) => ({
      id: number.configId,
      phone_number_id: number.id,
      business_account_id: number.businessAccountId,
      name: number.configName,
      display_phone_number: number.displayPhoneNumber,
      verified_name: number.verifiedName,
      status: world.numberStates.of(number).isRegistered ? "CONNECTED" : "DISCONNECTED",
      quality_rating: "GREEN",
    })),
    meta: {
      page,
      per_page: perPage,
      total_pages: Math.max(1, Math.ceil(numbers.length / perPage)),
      total_count: numbers.length,
    },
  });
}

/** What is no count is the default, as lists with pages usually have it; no document says more. */
function readCount(c: Call, name: string, otherwise: number): number {
  const text = c.req.query(name) ?? "";
  return /^[1-9]\d{0,5}$/.test(text) ? Number(text) : otherwise;
}
