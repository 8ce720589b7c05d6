import type { Http } from "./http/http.ts";
import { isRecord } from "./http/json.ts";
import type { ReadOptions } from "./http/query.ts";
import { path } from "./ids.ts";
import { list } from "./records.ts";
import { contact } from "./stored-rows.ts";
import type { Contact, List } from "./types.ts";

/** A number of the project that a key belongs to. */
export interface ProjectNumber {
  phone_number_id: string;
}

/** The one of the two that is given is looked for, as a part of the name or of the number's digits. */
export interface ContactSearch {
  profile_name_contains?: string | undefined;
  wa_id_contains?: string | undefined;
}

/**
 * Kapso's Platform API, the few paths that are used of it (`contract/live.md` section 7). It takes the key alone, and may
 * not be there: what needs it has another way.
 */
export class Platform {
  readonly #http: Http;

  constructor(http: Http) {
    this.#http = http;
  }

  /** GET /whatsapp/phone_numbers: the numbers of the project, up to 100. */
  async numbers(options: ReadOptions = {}): Promise<List<ProjectNumber>> {
    return this.#http.get({
      to: path("/whatsapp/phone_numbers", {}),
      query: { page: 1, per_page: 100 },
      read: list({ read: projectNumber }),
      signal: options.signal,
    });
  }

  /** GET /whatsapp/contacts: the project's contacts that a search fits. */
  async contacts(search: ContactSearch & { limit: number }, options: ReadOptions = {}): Promise<List<Contact>> {
    return this.#http.get({
      to: path("/whatsapp/contacts", {}),
      query: { ...search },
      read: list(contact),
      signal: options.signal,
    });
  }
}

function projectNumber(value: unknown): ProjectNumber | undefined {
  const id = isRecord(value) ? value["phone_number_id"] : undefined;
  return typeof id === "string" && id !== "" ? { phone_number_id: id } : undefined;
}
