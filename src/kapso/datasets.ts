import type { Http } from "./http/http.ts";
import { isRecord, type JsonRecord } from "./http/json.ts";
import type { ReadOptions } from "./http/query.ts";
import { path } from "./ids.ts";
import { created, hasStrings, type Reader } from "./records.ts";

const ROUTE = "/{business_account_id}/dataset";

interface Dataset {
  id: string;
}
const isDataset = (value: unknown): value is Dataset => hasStrings(value, "id");

/** `{id}` or a list of them; the contract leaves it open. */
const datasets: Reader<Dataset[]> = (body) => {
  if (isDataset(body)) return [body];
  if (!isRecord(body)) return undefined;
  return Array.isArray(body["data"]) ? body["data"].filter(isDataset) : [];
};

/** Conversion events of an account (`contract/phone-number.md` section 13). */
export class Datasets {
  readonly #http: Http;

  constructor(http: Http) {
    this.#http = http;
  }

  /** N5: GET /{business_account_id}/dataset. */
  async list(businessAccountId: string, options: ReadOptions = {}): Promise<Dataset[]> {
    return this.#http.get({
      to: path(ROUTE, { business_account_id: businessAccountId }),
      read: datasets,
      signal: options.signal,
    });
  }

  /** N6: POST /{business_account_id}/dataset. Not safe to repeat. */
  async create(
    businessAccountId: string,
    body: { dataset_name?: string | undefined },
    options: ReadOptions = {},
  ): Promise<Dataset> {
    return this.#http.write("POST", {
      to: path(ROUTE, { business_account_id: businessAccountId }),
      body,
      read: created,
      repeatable: false,
      signal: options.signal,
    });
  }

  /** N7: POST /{dataset_id}/events, with Meta's payload as it is. Not safe to repeat: events would count twice. */
  async report(datasetId: string, payload: JsonRecord, options: ReadOptions = {}): Promise<JsonRecord> {
    return this.#http.write("POST", {
      to: path("/{dataset_id}/events", { dataset_id: datasetId }),
      body: payload,
      read: (body) => (isRecord(body) ? body : undefined),
      repeatable: false,
      signal: options.signal,
    });
  }
}
