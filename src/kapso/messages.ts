import type { Http } from "./http/http.ts";
import { checkPage, type PageQuery } from "./http/page.ts";
import { DEFAULT_FIELDS, type Fields, type ReadOptions, toUtc } from "./http/query.ts";
import { path } from "./ids.ts";
import type { Message } from "./message-types.ts";
import { list, record, success } from "./records.ts";
import { messageTo, type Sender, type SendOptions } from "./sends.ts";
import { message } from "./stored-rows.ts";
import type { List, SendBody, SendResponse, Success } from "./types.ts";

export interface MessageQuery extends PageQuery, Fields {
  conversation_id?: string | undefined;
  direction?: "inbound" | "outbound" | undefined;
  status?: "pending" | "sent" | "delivered" | "read" | "failed" | undefined;
  /** ISO 8601 with zone, inclusive; sent in UTC. */
  since?: string | undefined;
  until?: string | undefined;
}

export interface ReadReceipt {
  message_id: string;
  typing_indicator?: { type: "text" } | undefined;
}

const ROUTE = "/{phone_number_id}/messages";

/** Messages: sends and their stored history. */
export class Messages {
  readonly #http: Http;
  readonly #sends: Sender;

  constructor(http: Http, sends: Sender) {
    this.#http = http;
    this.#sends = sends;
  }

  /**
   * A1: POST /{phone_number_id}/messages. One at a time for a recipient; never broken off once begun.
   * @throws KapsoError `unknown_outcome` when the message may have been sent: look in the history before a repeat
   */
  async send(phoneNumberId: string, body: SendBody, options: SendOptions = {}): Promise<SendResponse> {
    const to = path(ROUTE, { phone_number_id: phoneNumberId });
    return this.#sends.send(messageTo(to, phoneNumberId, body), options);
  }

  /** A2: POST /{phone_number_id}/messages with `status: "read"`. Safe to repeat. */
  async markRead(phoneNumberId: string, receipt: ReadReceipt, options: ReadOptions = {}): Promise<Success> {
    return this.#http.write("POST", {
      to: path(ROUTE, { phone_number_id: phoneNumberId }),
      body: { messaging_product: "whatsapp", status: "read", ...receipt },
      read: success,
      repeatable: true,
      signal: options.signal,
    });
  }

  /** A3: GET /{phone_number_id}/messages. Newest first. */
  async list(phoneNumberId: string, query: MessageQuery = {}, options: ReadOptions = {}): Promise<List<Message>> {
    checkPage(query);
    return this.#http.get({
      to: path(ROUTE, { phone_number_id: phoneNumberId }),
      query: {
        ...query,
        since: toUtc("since", query.since),
        until: toUtc("until", query.until),
        fields: query.fields ?? DEFAULT_FIELDS,
      },
      read: list(message),
      signal: options.signal,
    });
  }

  /** A4: GET /{phone_number_id}/messages/{message_id}. */
  async get(
    phoneNumberId: string,
    messageId: string,
    { fields = DEFAULT_FIELDS }: Fields = {},
    options: ReadOptions = {},
  ): Promise<Message> {
    return this.#http.get({
      to: path(`${ROUTE}/{message_id}`, { phone_number_id: phoneNumberId, message_id: messageId }),
      query: { fields },
      read: record(message),
      signal: options.signal,
    });
  }
}
