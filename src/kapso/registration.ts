import { KapsoError } from "./http/errors.ts";
import type { Http } from "./http/http.ts";
import type { ReadOptions } from "./http/query.ts";
import { path } from "./ids.ts";
import { success } from "./records.ts";
import type { Success } from "./types.ts";

export interface CodeRequest {
  code_method: "SMS" | "VOICE";
  /** Of the message or the voice, such as `pt_BR`. */
  language: string;
}

export interface RegistrationPin {
  pin: string;
  data_localization_region?: string | undefined;
}

/** Registration of a number (`contract/phone-number.md` sections 1 and 4). No error repeats a PIN or a code. */
export class Registration {
  readonly #http: Http;

  constructor(http: Http) {
    this.#http = http;
  }

  /** E6: POST /{phone_number_id}/request_code. Not safe to repeat: codes are few, and a new one voids the former. */
  async requestCode(phoneNumberId: string, body: CodeRequest, options: ReadOptions = {}): Promise<Success> {
    return this.#post("/{phone_number_id}/request_code", phoneNumberId, { body, repeatable: false, ...options });
  }

  /** E7: POST /{phone_number_id}/verify_code. Safe to repeat: what is verified stays so. */
  async verifyCode(phoneNumberId: string, code: string, options: ReadOptions = {}): Promise<Success> {
    const call = { body: { code }, repeatable: true, ...options };
    return withoutSecret(code, this.#post("/{phone_number_id}/verify_code", phoneNumberId, call));
  }

  /** E8: POST /{phone_number_id}/register. Not safe to repeat: 10 attempts in 72 hours, each counts. */
  async register(phoneNumberId: string, body: RegistrationPin, options: ReadOptions = {}): Promise<Success> {
    const call = { body: { messaging_product: "whatsapp", ...body }, repeatable: false, ...options };
    return withoutSecret(body.pin, this.#post("/{phone_number_id}/register", phoneNumberId, call));
  }

  /** E9: POST /{phone_number_id}/deregister, without a body. Not safe to repeat, as `register`. */
  async deregister(phoneNumberId: string, options: ReadOptions = {}): Promise<Success> {
    return this.#post("/{phone_number_id}/deregister", phoneNumberId, { repeatable: false, ...options });
  }

  /** E5: POST /{phone_number_id} with the PIN of two-step verification. Safe to repeat. */
  async setPin(phoneNumberId: string, pin: string, options: ReadOptions = {}): Promise<Success> {
    const call = { body: { pin }, repeatable: true, ...options };
    return withoutSecret(pin, this.#post("/{phone_number_id}", phoneNumberId, call));
  }

  #post(
    route: string,
    phoneNumberId: string,
    call: ReadOptions & { body?: object; repeatable: boolean },
  ): Promise<Success> {
    return this.#http.write("POST", { to: path(route, { phone_number_id: phoneNumberId }), read: success, ...call });
  }
}

/** Services repeat what they refuse: a PIN or a code comes out of no error. */
async function withoutSecret<T>(secret: string, work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    if (!(error instanceof KapsoError)) throw error;
    const hide = (text: string | undefined) => text?.replaceAll(secret, "[hidden]");
    const { title, details, userTitle, userMessage, raw } = error;
    throw error.with({
      title: hide(title) ?? title,
      details: hide(details),
      userTitle: hide(userTitle),
      userMessage: hide(userMessage),
      raw: hide(raw),
      cause: undefined,
    });
  }
}
