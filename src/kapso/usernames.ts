import type { Http } from "./http/http.ts";
import { isRecord } from "./http/json.ts";
import type { ReadOptions } from "./http/query.ts";
import { path } from "./ids.ts";
import { type Reader, success } from "./records.ts";
import type { Success } from "./types.ts";

export interface Username {
  /** Empty when the number has none. */
  username?: string;
  status?: string;
  requested_username?: string;
}

export interface UsernameRequest {
  username: string;
  transfer_action?: "none" | "force_transfer" | undefined;
}

export interface UsernameAnswer {
  status: string;
  rejection_reasons?: string[] | null;
}

const ROUTE = "/{phone_number_id}/username";

const isUsername = (value: unknown): value is Username => isRecord(value);
const isAnswer = (value: unknown): value is UsernameAnswer => isRecord(value) && typeof value["status"] === "string";

/** `{data: [{username_suggestions: []}]}`. */
const suggestions: Reader<string[]> = (body) => {
  if (!isRecord(body) || !Array.isArray(body["data"])) return undefined;
  return body["data"]
    .flatMap((row: unknown) => (isRecord(row) ? row["username_suggestions"] : []))
    .filter((name: unknown): name is string => typeof name === "string");
};

/** Usernames of a number (`contract/phone-number.md` section 11). */
export class Usernames {
  readonly #http: Http;

  constructor(http: Http) {
    this.#http = http;
  }

  /** E10: GET /{phone_number_id}/username. */
  async get(phoneNumberId: string, options: ReadOptions = {}): Promise<Username> {
    return this.#http.get({
      to: path(ROUTE, { phone_number_id: phoneNumberId }),
      read: (body) => (isUsername(body) ? body : undefined),
      signal: options.signal,
    });
  }

  /** E11: POST /{phone_number_id}/username. Safe to repeat: the same name is asked for. */
  async update(phoneNumberId: string, body: UsernameRequest, options: ReadOptions = {}): Promise<UsernameAnswer> {
    return this.#http.write("POST", {
      to: path(ROUTE, { phone_number_id: phoneNumberId }),
      body,
      read: (answer) => (isAnswer(answer) ? answer : undefined),
      repeatable: true,
      signal: options.signal,
    });
  }

  /** E12: DELETE /{phone_number_id}/username. Safe to repeat. */
  async delete(phoneNumberId: string, options: ReadOptions = {}): Promise<Success> {
    return this.#http.write("DELETE", {
      to: path(ROUTE, { phone_number_id: phoneNumberId }),
      read: success,
      repeatable: true,
      signal: options.signal,
    });
  }

  /** E13: GET /{phone_number_id}/username_suggestions. */
  async suggestions(phoneNumberId: string, options: ReadOptions = {}): Promise<string[]> {
    return this.#http.get({
      to: path("/{phone_number_id}/username_suggestions", { phone_number_id: phoneNumberId }),
      read: suggestions,
      signal: options.signal,
    });
  }
}
