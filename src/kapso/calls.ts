import type { Http } from "./http.ts";
import { path } from "./ids.ts";
import { checkPage, type PageQuery } from "./page.ts";
import { type Fields, type ReadOptions, toUtc } from "./query.ts";
import { isCall, list } from "./records.ts";
import type { Call, List } from "./types.ts";

export interface CallQuery extends PageQuery, Fields {
  /** In any case; sent in upper case. */
  direction?: string | undefined;
  status?: string | undefined;
  /** One call: there is no endpoint for a single one. */
  call_id?: string | undefined;
  /** ISO 8601 with zone, on call time, inclusive; sent in UTC. */
  since?: string | undefined;
  until?: string | undefined;
}

/** The call log, as Kapso stores it. */
export class Calls {
  readonly #http: Http;

  constructor(http: Http) {
    this.#http = http;
  }

  /** I1: GET /{phone_number_id}/calls. Newest first. */
  async list(phoneNumberId: string, query: CallQuery = {}, options: ReadOptions = {}): Promise<List<Call>> {
    checkPage(query);
    return this.#http.get({
      to: path("/{phone_number_id}/calls", { phone_number_id: phoneNumberId }),
      query: {
        ...query,
        direction: query.direction?.toUpperCase(),
        since: toUtc("since", query.since),
        until: toUtc("until", query.until),
      },
      read: list(isCall),
      signal: options.signal,
    });
  }
}
