import { invalidRequest } from "./http/errors.ts";
import type { Http } from "./http/http.ts";
import { isRecord, type JsonRecord } from "./http/json.ts";
import type { ReadOptions } from "./http/query.ts";
import { path } from "./ids.ts";
import { type Reader, success } from "./records.ts";
import type { Success } from "./types.ts";

/** The features whose settings can be written, one in a request (`contract/phone-number.md` section 2). */
export const SETTING_FEATURES = [
  "calling",
  "user_identity_change",
  "payload_encryption",
  "storage_configuration",
  "fallback_language",
] as const;
export type SettingFeature = (typeof SETTING_FEATURES)[number];

const ROUTE = "/{phone_number_id}/settings";

/** Only configured features appear; which, and in which case their values are, varies. Read with care. */
const settings: Reader<JsonRecord> = (body) => (isRecord(body) ? body : undefined);

/** Settings of a number. SIP credentials are never asked for. */
export class NumberSettings {
  readonly #http: Http;

  constructor(http: Http) {
    this.#http = http;
  }

  /** E1: GET /{phone_number_id}/settings. */
  async get(phoneNumberId: string, options: ReadOptions = {}): Promise<JsonRecord> {
    return this.#http.get({
      to: path(ROUTE, { phone_number_id: phoneNumberId }),
      read: settings,
      signal: options.signal,
    });
  }

  /** E2: POST /{phone_number_id}/settings, with exactly one feature. Safe to repeat: the last write wins. */
  async update(
    phoneNumberId: string,
    body: Partial<Record<SettingFeature, unknown>>,
    options: ReadOptions = {},
  ): Promise<Success> {
    if (Object.values(body).filter((value) => value !== undefined).length !== 1) {
      throw invalidRequest("calling", "or exactly one other feature must be given");
    }
    return this.#http.write("POST", {
      to: path(ROUTE, { phone_number_id: phoneNumberId }),
      body,
      read: success,
      repeatable: true,
      signal: options.signal,
    });
  }
}
