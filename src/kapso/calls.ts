import type { Http } from "./http/http.ts";
import { isRecord } from "./http/json.ts";
import { checkPage, type PageQuery } from "./http/page.ts";
import { type Fields, type ReadOptions, toUtc } from "./http/query.ts";
import { path } from "./ids.ts";
import { list, type Reader, success } from "./records.ts";
import { call } from "./stored-rows.ts";
import type { Call, List, Success } from "./types.ts";

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

/** Whether a person may be called (`contract/phone-number.md` section 5). Times are Unix seconds. */
export interface CallPermission {
  permission: { status: string; expiration_time?: number };
  actions?: {
    action_name?: string;
    can_perform_action?: boolean;
    limits?: {
      time_period?: string;
      max_allowed?: number;
      current_usage?: number;
      limit_expiration_time?: number;
    }[];
  }[];
}

const isPermission = (value: unknown): value is CallPermission =>
  isRecord(value) && isRecord(value["permission"]) && typeof value["permission"]["status"] === "string";
const permission: Reader<CallPermission> = (body) => (isPermission(body) ? body : undefined);

/** The call log, as Kapso stores it; permissions and actions go through to Meta. */
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
      read: list(call),
      signal: options.signal,
    });
  }

  /** I3: GET /{phone_number_id}/call_permissions. At most 5 in a second. */
  async permission(phoneNumberId: string, waId: string, options: ReadOptions = {}): Promise<CallPermission> {
    return this.#http.get({
      to: path("/{phone_number_id}/call_permissions", { phone_number_id: phoneNumberId }),
      query: { user_wa_id: waId },
      read: permission,
      signal: options.signal,
    });
  }

  /** I2: POST /{phone_number_id}/calls, to reject or terminate a call. Safe to repeat: it is over. */
  async end(
    phoneNumberId: string,
    body: { action: "reject" | "terminate"; call_id: string },
    options: ReadOptions = {},
  ): Promise<Success> {
    return this.#http.write("POST", {
      to: path("/{phone_number_id}/calls", { phone_number_id: phoneNumberId }),
      body: { messaging_product: "whatsapp", ...body },
      read: success,
      repeatable: true,
      signal: options.signal,
    });
  }
}
