import type { Kapso } from "../../kapso/client.ts";
import { KapsoError } from "../../kapso/errors.ts";
import type { Message } from "../../kapso/message-types.ts";
import { personKey } from "../../kapso/people.ts";
import type { Conversation, List } from "../../kapso/types.ts";
import { isGroup, type OutgoingMessage } from "../../tools/outgoing.ts";

/** Conversations of one person that are looked at; for a user id, which no filter takes, the most recent of all. */
const OF_ONE = 10;
const OF_ALL = 100;

/** A person's conversations as far as one read finds them, the one with the newest message first. */
interface Known {
  conversations: Conversation[];
  /** There may be another one of this person: a row made no sense. */
  unreadable: boolean;
}

/** The stored side of the person that a send goes to. What is read here is read once for a send. */
export class Peer {
  readonly #kapso: Kapso;
  readonly #outgoing: OutgoingMessage;
  readonly #signal: AbortSignal;
  #known: Promise<Known> | undefined;

  constructor(kapso: Kapso, outgoing: OutgoingMessage, signal: AbortSignal) {
    this.#kapso = kapso;
    this.#outgoing = outgoing;
    this.#signal = signal;
  }

  get key(): string {
    return personKey(this.#outgoing.to);
  }

  known(): Promise<Known> {
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

  async #readKnown(): Promise<Known> {
    if (isGroup(this.#outgoing)) return { conversations: [], unreadable: false };
    const { to, phoneNumberId } = this.#outgoing;
    const isNumber = to.startsWith("+");
    const query = isNumber ? { phone_number: to, limit: OF_ONE } : { limit: OF_ALL };
    const { data, unreadable } = await this.#read(this.#kapso.conversations.list(phoneNumberId, query, this.#options));
    const theirs = isNumber ? data : data.filter(({ business_scoped_user_id: id }) => id === to);
    return {
      conversations: theirs.toSorted((a, b) => lastMessageAt(b) - lastMessageAt(a)),
      unreadable: unreadable !== undefined,
    };
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

function lastMessageAt({ kapso }: Conversation): number {
  return Date.parse(kapso?.last_message_timestamp ?? "") || 0;
}
