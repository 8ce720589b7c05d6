import { invalidRequest, KapsoError } from "./http/errors.ts";
import type { Http } from "./http/http.ts";
import { checkPage, cursors, type PageQuery } from "./http/page.ts";
import { DEFAULT_FIELDS, type Fields, type ReadOptions, toUtc } from "./http/query.ts";
import { type Path, path } from "./ids.ts";
import { list, record, success } from "./records.ts";
import { conversation } from "./stored-rows.ts";
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
  readonly #host: ConversationHost;

  constructor(http: Http, host: ConversationHost = { belowNumber: false }) {
    this.#http = http;
    this.#host = host;
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
    const to = path("/{phone_number_id}/conversations", { phone_number_id: phoneNumberId });
    const wire = {
      ...query,
      last_active_since: toUtc("last_active_since", query.last_active_since),
      last_active_until: toUtc("last_active_until", query.last_active_until),
      fields: query.fields ?? DEFAULT_FIELDS,
    };
    const ask = (phone_number: string | undefined) =>
      this.#http.get({ to, query: { ...wire, phone_number }, read: list(conversation), signal: options.signal });
    return this.#inEitherSpelling(query.phone_number, ask);
  }

  /**
   * A person's conversations with a number, the one with the newest message first. A phone number is filtered by; a user
   * id is looked for among the most recent conversations of all, since no filter takes one.
   */
  async of(phoneNumberId: string, person: string, { limit, pages, ...options }: Bounds & ReadOptions): Promise<Theirs> {
    const isNumber = person.startsWith("+");
    const rows: Conversation[] = [];
    let unreadable = false;
    let after: string | undefined;
    for (let page = 1; page <= pages; page += 1) {
      const query = { limit, ...(isNumber && { phone_number: person }), ...(after !== undefined && { after }) };
      const list = await this.list(phoneNumberId, query, options);
      rows.push(...list.data.filter(({ business_scoped_user_id: id }) => isNumber || id === person));
      unreadable ||= list.unreadable !== undefined;
      after = cursors(list, query).next;
      if (after === undefined) break;
    }
    const newestFirst = rows.toSorted((a, b) => lastMessageAt(b) - lastMessageAt(a));
    return { rows: newestFirst, unreadable, more: after !== undefined };
  }

  /**
   * A number filter is E.164 with its plus, as the documents say; where that finds nothing, the digits, since live
   * records hold those (`contract/live.md` section 3). The spelling that has found something stays.
   */
  async #inEitherSpelling(
    number: string | undefined,
    ask: (number: string | undefined) => Promise<List<Conversation>>,
  ): Promise<List<Conversation>> {
    const digits = number?.replace(/^\+/, "");
    if (number === undefined || digits === number) return ask(number);
    const spellings = { plus: number, digits };
    const known = this.#host.phoneSpelling;
    if (known !== undefined) return ask(spellings[known]);
    const withPlus = await ask(number);
    const found = hasRows(withPlus) ? withPlus : await ask(digits);
    if (hasRows(found)) this.#host.phoneSpelling = found === withPlus ? "plus" : "digits";
    return found;
  }

  /**
   * G2: GET /conversations/{conversation_id}. Where that path does not exist (newer hosts) and a number is given,
   * G3: GET /{phone_number_id}/conversations/{conversation_id}.
   */
  async get(
    conversationId: string,
    { phoneNumberId, fields = DEFAULT_FIELDS }: Fields & Owner = {},
    options: ReadOptions = {},
  ): Promise<Conversation> {
    const answer = { read: record(conversation), query: { fields }, signal: options.signal };
    return this.#one(conversationId, phoneNumberId, (to) => this.#http.get({ to, ...answer }));
  }

  /** G4: PATCH /conversations/{conversation_id}, or below the number as `get` does. Safe to repeat. */
  async update(
    conversationId: string,
    { status, phoneNumberId }: { status: "active" | "ended" } & Owner,
    options: ReadOptions = {},
  ): Promise<Success> {
    const change = { body: { status }, read: success, repeatable: true, signal: options.signal };
    return this.#one(conversationId, phoneNumberId, (to) => this.#http.write("PATCH", { to, ...change }));
  }

  /** Asks for one conversation where this host has it. A host has one form of the path, or both: what it has is kept. */
  async #one<T>(conversationId: string, phoneNumberId: string | undefined, ask: (to: Path) => Promise<T>): Promise<T> {
    const bare = path("/conversations/{conversation_id}", { conversation_id: conversationId });
    if (phoneNumberId === undefined) return ask(bare);
    const ids = { conversation_id: conversationId, phone_number_id: phoneNumberId };
    const below = path("/{phone_number_id}/conversations/{conversation_id}", ids);
    const [first, second] = this.#host.belowNumber ? [below, bare] : [bare, below];
    try {
      return await ask(first);
    } catch (error) {
      if (!lacksRoute(error)) throw error;
    }
    try {
      const answer = await ask(second);
      this.#host.belowNumber = second === below;
      return answer;
    } catch (error) {
      if (!lacksRoute(error)) this.#host.belowNumber = second === below;
      throw error;
    }
  }
}

function lacksRoute(error: unknown): boolean {
  return error instanceof KapsoError && error.reason === "no_such_route";
}

/** Also one that cannot be read was found. */
function hasRows({ data, unreadable = 0 }: List<Conversation>): boolean {
  return data.length + unreadable > 0;
}

function lastMessageAt({ kapso }: Conversation): number {
  return Date.parse(kapso?.last_message_timestamp ?? "") || 0;
}

/** How much is read to find a person's conversations. */
interface Bounds {
  limit: number;
  pages: number;
}

/** A person's conversations as far as they were read. */
export interface Theirs {
  rows: Conversation[];
  /** There may be another one of this person: a row made no sense. */
  unreadable: boolean;
  /** Older ones were not looked at. */
  more: boolean;
}

interface Owner {
  /** The conversation's number: some hosts have it in the path. */
  phoneNumberId?: string | undefined;
}

/** What has been seen of how this host wants to be asked; one for all calls of a client. */
export interface ConversationHost {
  /** It has a conversation's path below that of its number. */
  belowNumber: boolean;
  phoneSpelling?: "plus" | "digits";
}
