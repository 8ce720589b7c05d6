import type { Http } from "./http/http.ts";
import { checkPage, type PageQuery } from "./http/page.ts";
import type { Fields, ReadOptions } from "./http/query.ts";
import { path } from "./ids.ts";
import { isPhoneNumber, list, record } from "./records.ts";
import type { List, PhoneNumber } from "./types.ts";

export interface NumberQuery extends PageQuery, Fields {
  /** `creation_time` or `last_onboarded_time`, `.asc` or `.desc`. */
  sort?: string | undefined;
  /** A JSON array of `{field, operator, value}`. */
  filtering?: string | undefined;
}

/** Business numbers. `fields` are Meta's own here, comma-separated. */
export class Numbers {
  readonly #http: Http;

  constructor(http: Http) {
    this.#http = http;
  }

  /** E3: GET /{business_account_id}/phone_numbers. A Meta list: page with `cursors(..., "meta")`. */
  async list(
    businessAccountId: string,
    query: NumberQuery = {},
    options: ReadOptions = {},
  ): Promise<List<PhoneNumber>> {
    checkPage(query);
    return this.#http.get({
      to: path("/{business_account_id}/phone_numbers", { business_account_id: businessAccountId }),
      query: { ...query },
      read: list(isPhoneNumber),
      signal: options.signal,
    });
  }

  /** E4: GET /{phone_number_id}. */
  async get(phoneNumberId: string, { fields }: Fields = {}, options: ReadOptions = {}): Promise<PhoneNumber> {
    return this.#http.get({
      to: path("/{phone_number_id}", { phone_number_id: phoneNumberId }),
      query: { fields },
      read: record(isPhoneNumber),
      signal: options.signal,
    });
  }
}
