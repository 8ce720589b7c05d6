import { invalidRequest } from "./http/errors.ts";
import type { Http } from "./http/http.ts";
import { checkPage, type PageQuery } from "./http/page.ts";
import { DEFAULT_FIELDS, type Fields, type ReadOptions } from "./http/query.ts";
import { path } from "./ids.ts";
import { list, record, success } from "./records.ts";
import { contact } from "./stored-rows.ts";
import type { Contact, List, Success } from "./types.ts";

export interface ContactQuery extends PageQuery, Fields {
  wa_id?: string | undefined;
  customer_id?: string | undefined;
  has_customer?: boolean | undefined;
}

/** What may be changed of a contact. `metadata` takes the place of the former as a whole. */
export interface ContactPatch {
  profile_name?: string | undefined;
  display_name?: string | null | undefined;
  metadata?: Record<string, unknown> | undefined;
}

const ONE = "/{phone_number_id}/contacts/{wa_id}";

/** Contacts, as Kapso stores them. */
export class Contacts {
  readonly #http: Http;

  constructor(http: Http) {
    this.#http = http;
  }

  /** H1: GET /{phone_number_id}/contacts. Newest first. */
  async list(phoneNumberId: string, query: ContactQuery = {}, options: ReadOptions = {}): Promise<List<Contact>> {
    checkPage(query);
    return this.#http.get({
      to: path("/{phone_number_id}/contacts", { phone_number_id: phoneNumberId }),
      query: { ...query, fields: query.fields ?? DEFAULT_FIELDS },
      read: list(contact),
      signal: options.signal,
    });
  }

  /** H2: GET /{phone_number_id}/contacts/{wa_id}. */
  async get(
    phoneNumberId: string,
    waId: string,
    { fields = DEFAULT_FIELDS }: Fields = {},
    options: ReadOptions = {},
  ): Promise<Contact> {
    return this.#http.get({
      to: path(ONE, { phone_number_id: phoneNumberId, wa_id: waId }),
      query: { fields },
      read: record(contact),
      signal: options.signal,
    });
  }

  /** H3: PATCH /{phone_number_id}/contacts/{wa_id}. Safe to repeat. */
  async update(phoneNumberId: string, waId: string, patch: ContactPatch, options: ReadOptions = {}): Promise<Success> {
    if (Object.values(patch).every((value) => value === undefined)) {
      throw invalidRequest("profile_name", "or display_name or metadata must be given");
    }
    return this.#http.write("PATCH", {
      to: path(ONE, { phone_number_id: phoneNumberId, wa_id: waId }),
      body: patch,
      read: success,
      repeatable: true,
      signal: options.signal,
    });
  }
}
