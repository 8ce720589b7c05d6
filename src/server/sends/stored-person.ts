import type { Kapso, Theirs } from "../../kapso/client.ts";
import { KapsoError } from "../../kapso/http/errors.ts";
import type { Message } from "../../kapso/message-types.ts";
import { personKey } from "../../kapso/people.ts";
import type { List } from "../../kapso/types.ts";
import { isGroup, type OutgoingMessage } from "../../tools/definition/outgoing.ts";

/** Conversations of one person that are looked at; for a user id, which no filter takes, the most recent of all. */
const OF_ONE = 10;
const OF_ALL = 100;

/** The stored side of the person that a send goes to. What is read here is read once for a send. */
export class StoredPerson {
  readonly #kapso: Kapso;
  readonly #outgoing: OutgoingMessage;
  readonly #signal: AbortSignal;
  #known: Promise<Theirs> | undefined;

  constructor(kapso: Kapso, outgoing: OutgoingMessage, signal: AbortSignal) {
    this.#kapso = kapso;
    this.#outgoing = outgoing;
    this.#signal = signal;
  }

  get key(): string {
    return personKey(this.#outgoing.to);
  }

  known(): Promise<Theirs> {
    this.#known ??= this.#readKnown();
    return this.#known;
  }

  /** The newest messages of a conversation, newest first. */
  async messages(conversationId: string, limit: number): Promise<List<Message>> {
    const query = { conversation_id: conversationId, limit };
    return this.#read(this.#kapso.messages.list(this.#outgoing.phoneNumberId, query, this.#options));
  }

  async message(messageId: string): Promise<Message> {
    return this.#read(this.#kapso.messages.get(this.#outgoing.phoneNumberId, messageId, {}, this.#options));
  }

  async #readKnown(): Promise<Theirs> {
    if (isGroup(this.#outgoing)) return { rows: [], unreadable: false, more: false };
    const { to, phoneNumberId } = this.#outgoing;
    const bounds = { limit: to.startsWith("+") ? OF_ONE : OF_ALL, pages: 1 };
    return this.#read(this.#kapso.conversations.of(phoneNumberId, to, { ...bounds, ...this.#options }));
  }

  get #options() {
    return { signal: this.#signal };
  }

  /** A read that fails here fails before anything was sent, whatever became of the read. */
  async #read<T>(reading: Promise<T>): Promise<T> {
    try {
      return await reading;
    } catch (error) {
      throw error instanceof KapsoError ? error.with({ requestSent: false }) : error;
    }
  }
}
