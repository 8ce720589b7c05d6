import { invalidRequest, KapsoError } from "./errors.ts";
import type { Http } from "./http.ts";
import { path } from "./ids.ts";
import { checkPage, type PageQuery } from "./page.ts";
import { DEFAULT_FIELDS, type Fields, type ReadOptions, toUtc } from "./query.ts";
import { isConversation, list, record, success } from "./records.ts";
import type { Conversation, List, Success } from "./types.ts";

export interface ConversationQuery extends PageQuery, Fields {
  status?: "active" | "ended" | undefined;
  /** ISO 8601 with zone, inclusive; sent in UTC. */
  last_active_since?: string | undefined;
  last_active_until?: string | undefined;
  /** The customer's number in E.164. */
  phone_number?: string | undefined;
  assigned_user_id?: string | undefined;
  unassigned?: boolean | undefined;
}

/** Conversations, as Kapso stores them. */
export class Conversations {
  readonly #http: Http;

  constructor(http: Http) {
    this.#http = http;
  }

  /** G1: GET /{phone_number_id}/conversations. Most recently active first. */
  async list(
    phoneNumberId: string,
    query: ConversationQuery = {},
    options: ReadOptions = {},
  ): Promise<List<Conversation>> {
    checkPage(query);
    if (query.assigned_user_id !== undefined && query.unassigned === true) {
      throw invalidRequest("unassigned", "must not stand together with assigned_user_id");
    }
    return this.#http.get({
      to: path("/{phone_number_id}/conversations", { phone_number_id: phoneNumberId }),
      query: {
        ...query,
        last_active_since: toUtc("last_active_since", query.last_active_since),
        last_active_until: toUtc("last_active_until", query.last_active_until),
        fields: query.fields ?? DEFAULT_FIELDS,
      },
      read: list(isConversation),
      signal: options.signal,
    });
  }

  /**
   * G2: GET /conversations/{conversation_id}. Where that path does not exist (newer hosts) and a number is given,
   * G3: GET /{phone_number_id}/conversations/{conversation_id}.
   */
  async get(
    conversationId: string,
    { phoneNumberId, fields = DEFAULT_FIELDS }: Fields & { phoneNumberId?: string | undefined } = {},
    options: ReadOptions = {},
  ): Promise<Conversation> {
    const answer = { read: record(isConversation), query: { fields }, signal: options.signal };
    const ids = { conversation_id: conversationId };
    try {
      return await this.#http.get({ to: path("/conversations/{conversation_id}", ids), ...answer });
    } catch (error) {
      if (phoneNumberId === undefined || !isUnknownPath(error)) throw error;
    }
    const to = path("/{phone_number_id}/conversations/{conversation_id}", { ...ids, phone_number_id: phoneNumberId });
    return this.#http.get({ to, ...answer });
  }

  /** G4: PATCH /conversations/{conversation_id}. Safe to repeat. */
  async update(
    conversationId: string,
    { status }: { status: "active" | "ended" },
    options: ReadOptions = {},
  ): Promise<Success> {
    return this.#http.write("PATCH", {
      to: path("/conversations/{conversation_id}", { conversation_id: conversationId }),
      body: { status },
      read: success,
      repeatable: true,
      signal: options.signal,
    });
  }
}

/** A 404 or 405 that speaks of the path; an unknown conversation has the code 404. */
function isUnknownPath(error: unknown): boolean {
  if (!(error instanceof KapsoError)) return false;
  return error.httpStatus === 405 || (error.httpStatus === 404 && error.code !== 404 && error.code !== "not_found");
}
