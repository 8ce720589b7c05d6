import { invalidRequest } from "./http/errors.ts";
import type { Http } from "./http/http.ts";
import { isRecord } from "./http/json.ts";
import type { Fields, ReadOptions } from "./http/query.ts";
import { path } from "./ids.ts";
import { type Reader, success } from "./records.ts";
import type { Success } from "./types.ts";

/** `contract/phone-number.md` section 3. What is not set is absent. */
export interface BusinessProfile {
  about?: string;
  address?: string;
  description?: string;
  email?: string;
  profile_picture_url?: string;
  websites?: string[];
  vertical?: string;
}

export interface ProfilePatch {
  about?: string | undefined;
  address?: string | undefined;
  description?: string | undefined;
  email?: string | undefined;
  vertical?: string | undefined;
  websites?: readonly string[] | undefined;
  profile_picture_handle?: string | undefined;
}

const ROUTE = "/{phone_number_id}/whatsapp_business_profile";

/** With no `fields` Meta returns little. */
const ALL_FIELDS = "about,address,description,email,profile_picture_url,websites,vertical";

const isProfile = (value: unknown): value is BusinessProfile => isRecord(value);

/** `{data: [profile]}`; a number without a profile has an empty list. */
const profile: Reader<BusinessProfile> = (body) => {
  if (!isRecord(body) || !Array.isArray(body["data"])) return undefined;
  const [first = {}] = body["data"];
  return isProfile(first) ? first : undefined;
};

/** What customers see of the business. */
export class Profiles {
  readonly #http: Http;

  constructor(http: Http) {
    this.#http = http;
  }

  /** F1: GET /{phone_number_id}/whatsapp_business_profile. */
  async get(
    phoneNumberId: string,
    { fields = ALL_FIELDS }: Fields = {},
    options: ReadOptions = {},
  ): Promise<BusinessProfile> {
    return this.#http.get({
      to: path(ROUTE, { phone_number_id: phoneNumberId }),
      query: { fields },
      read: profile,
      signal: options.signal,
    });
  }

  /** F2: POST /{phone_number_id}/whatsapp_business_profile. Safe to repeat. */
  async update(phoneNumberId: string, patch: ProfilePatch, options: ReadOptions = {}): Promise<Success> {
    if (Object.values(patch).every((value) => value === undefined)) {
      throw invalidRequest("about", "or another field of the profile must be given");
    }
    return this.#http.write("POST", {
      to: path(ROUTE, { phone_number_id: phoneNumberId }),
      body: { messaging_product: "whatsapp", ...patch },
      read: success,
      repeatable: true,
      signal: options.signal,
    });
  }
}
