import { contactRecord } from "../contacts/answer.ts";
import type { Call } from "../http/context.ts";
import { ApiError } from "../http/errors.ts";
import { FAILURES } from "../http/failures.ts";
import { readSelection } from "../http/selector.ts";

/** Kapso's Platform API (`contract/live.md` section 7): the few paths that the product uses. It takes the key alone. */

const MOST = 100;

/** `GET /platform/v1/whatsapp/phone_numbers`: what somebody has who has only a key. */
export function listProjectNumbers(c: Call): Response {
  const { world } = c.var;
  const project = projectOf(c);
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

/**
 * `GET /platform/v1/whatsapp/contacts`: by a part of the name, in any case, or of the number. Newest first; no document
 * shows a cursor, so that a page number stands for one here.
 */
export function searchContacts(c: Call): Response {
  const { world } = c.var;
  const project = projectOf(c);
  const name = c.req.query("profile_name_contains")?.toLowerCase() ?? "";
  const digits = c.req.query("wa_id_contains") ?? "";
  const [limit, start] = [Math.min(readCount(c, "limit", 20), MOST), readCount(c, "after", 1) - 1];
  const all = world.numbers
    .filter((number) => number.project === project)
    .flatMap(
      (number) =>
        world.contacts.table.page({
          scope: number.id,
          facets: [undefined, undefined, undefined],
          limit: Number.MAX_SAFE_INTEGER,
        }).rows,
    )
    .filter(
      ({ profileName, waId }) => (profileName ?? "").toLowerCase().includes(name) && (waId ?? "").includes(digits),
    );
  const after = start + limit < all.length ? String(start + limit + 1) : null;
  return c.json({
    data: all.slice(start, start + limit).map((row) => contactRecord(row, readSelection(undefined))),
    paging: { cursors: { before: null, after }, next: after, previous: null },
  });
}

function projectOf(c: Call) {
  const project = c.var.world.projects.find(({ apiKey }) => apiKey === c.req.header("X-API-Key"));
  if (project === undefined) throw new ApiError(FAILURES.invalid_api_key);
  return project;
}

/** What is no count is the default, as lists with pages usually have it; no document says more. */
function readCount(c: Call, name: string, otherwise: number): number {
  const text = c.req.query(name) ?? "";
  return /^[1-9]\d{0,5}$/.test(text) ? Number(text) : otherwise;
}
