import type { Http } from "./http/http.ts";
import { isRecord } from "./http/json.ts";
import type { ReadOptions } from "./http/query.ts";
import { path } from "./ids.ts";
import type { Reader } from "./records.ts";

export interface ThreadControl {
  action: "take" | "release" | "pass";
  to?: string | undefined;
  recipient?: string | undefined;
  control_pass?: { target_role: string } | undefined;
  metadata?: string | undefined;
}

export interface ThreadAnswer {
  request_id?: string;
}

const isAnswer = (value: unknown): value is ThreadAnswer => isRecord(value);
const answer: Reader<ThreadAnswer> = (body) => (isAnswer(body) ? body : undefined);

/** Which application answers a conversation. */
export class Threads {
  readonly #http: Http;

  constructor(http: Http) {
    this.#http = http;
  }

  /** A6: POST /{phone_number_id}/thread_control. Not safe to repeat: control may have moved on. */
  async control(phoneNumberId: string, body: ThreadControl, options: ReadOptions = {}): Promise<ThreadAnswer> {
    return this.#http.write("POST", {
      to: path("/{phone_number_id}/thread_control", { phone_number_id: phoneNumberId }),
      body: { messaging_product: "whatsapp", ...body },
      read: answer,
      repeatable: false,
      signal: options.signal,
    });
  }
}
