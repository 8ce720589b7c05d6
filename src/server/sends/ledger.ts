import type { Delivered } from "../../tools/definition/outgoing.ts";
import type { SendKey } from "./key.ts";
import { type Known, Names } from "./names.ts";

/** What is known of one send. Times are of the ledger's clock, which only goes forward, in milliseconds. */
export type Entry = { content: string } & (
  | { state: "begun"; since: number }
  /** Nobody knows whether it was sent; `since` is when it began. */
  | { state: "unknown"; since: number }
  | { state: "sent"; at: number; delivered: Delivered }
);

/**
 * The memory of sends: what went out, what is on its way, and what nobody knows of. One process's here; a shared store
 * can take its place. Every method may reject: a send that has not left stays here, and of one that has left what came
 * of it is told all the same.
 */
export interface Ledger {
  /** Writes the intent, unless the same send stands there: then that entry comes back, and nothing is written. */
  claim(key: SendKey): Promise<Entry | undefined>;
  /** What stands of a send; nothing is written. */
  find(key: SendKey): Promise<Entry | undefined>;
  /** Writes an outcome, unless another send has taken the slot since. */
  settle(key: SendKey, outcome: Outcome): Promise<void>;
  /** Forgets a send that clearly did not happen. */
  release(key: SendKey): Promise<void>;
  /** The names under which a person is known here. */
  known(person: string): Promise<Known>;
  /** From now on `person` is known as `name`. */
  rename(person: string, name: string): Promise<void>;
  /** Settles a send with a stored message, unless that is another send's outcome: then false, and nothing is written. */
  take(key: SendKey, delivered: Delivered): Promise<boolean>;
}

export type Outcome = { state: "sent"; delivered: Delivered } | { state: "unknown"; since: number };

const HOUR = 3_600_000;
const UNKNOWN_MS = 24 * HOUR;

/** Entries are some 500 bytes each. */
const MOST_ENTRIES = 100_000;
const MOST_NAMES = 50_000;

/** More sends are remembered than this memory holds: forgetting one could double it. */
export class LedgerFull extends Error {
  override readonly name = "LedgerFull";
}

interface Options {
  /** How long after its end a send counts as the same one. */
  dedupeMs: number;
  now: () => number;
  most?: number;
}

/** A ledger in this process's memory, bounded. What is over its time goes when room is needed or it is asked for. */
export class MemoryLedger implements Ledger {
  readonly #dedupeMs: number;
  readonly #now: () => number;
  readonly #most: number;
  readonly #entries = new Map<string, Entry>();
  readonly #names = new Names(MOST_NAMES);
  readonly #messageIds = new Set<string>();

  constructor({ dedupeMs, now, most = MOST_ENTRIES }: Options) {
    this.#dedupeMs = dedupeMs;
    this.#now = now;
    this.#most = most;
  }

  get size(): number {
    return this.#entries.size;
  }

  async claim(key: SendKey): Promise<Entry | undefined> {
    const entry = this.#standing(key); // Without a pause between the look and the entry: of two, one has it.
    if (entry !== undefined) return entry;
    const { slot, content } = key;
    if (!this.#entries.has(slot)) this.#makeRoom();
    this.#write(slot, { content, state: "begun", since: this.#now() });
    return undefined;
  }

  async find(key: SendKey): Promise<Entry | undefined> {
    return this.#standing(key);
  }

  #standing({ slot, content }: SendKey): Entry | undefined {
    const entry = this.#entries.get(slot);
    return entry !== undefined && entry.content === content && !this.#isOver(entry) ? entry : undefined;
  }

  async settle({ slot, content }: SendKey, outcome: Outcome): Promise<void> {
    if (outcome.state === "sent" && outcome.delivered.messageId) this.#own(outcome.delivered.messageId);
    const holder = this.#entries.get(slot)?.content ?? content;
    if (holder !== content) return;
    this.#write(slot, outcome.state === "sent" ? { ...outcome, content, at: this.#now() } : { ...outcome, content });
  }

  async release({ slot, content }: SendKey): Promise<void> {
    if (this.#entries.get(slot)?.content === content) this.#forget(slot);
  }

  async known(person: string): Promise<Known> {
    return this.#names.of(person);
  }

  async rename(person: string, name: string): Promise<void> {
    if (person !== name) this.#names.join(person, name);
  }

  async take(key: SendKey, delivered: Delivered): Promise<boolean> {
    const { messageId } = delivered; // Without a pause between the look and the entry: of two, one has it.
    if (messageId === undefined || this.#messageIds.has(messageId)) return false;
    await this.settle(key, { state: "sent", delivered });
    return true;
  }

  clear(): void {
    this.#entries.clear();
    this.#names.clear();
    this.#messageIds.clear();
  }

  /** At the end of the map's order, which is that of time. */
  #write(slot: string, entry: Entry): void {
    this.#forget(slot);
    this.#entries.set(slot, entry);
  }

  #forget(slot: string): void {
    this.#entries.delete(slot);
  }

  /** Ids outlive their entries: an explicit second send must not be taken for the first. */
  #own(messageId: string): void {
    this.#messageIds.add(messageId);
    const [oldest] = this.#messageIds;
    if (this.#messageIds.size > this.#most && oldest !== undefined) this.#messageIds.delete(oldest);
  }

  #isOver(entry: Entry): boolean {
    if (entry.state === "begun") return false;
    if (entry.state === "unknown") return this.#now() - entry.since >= UNKNOWN_MS;
    return this.#now() - entry.at >= this.#dedupeMs;
  }

  /** Drops what is over from the old end, a little with each new entry; when nothing goes and it is full, it refuses. */
  #makeRoom(): void {
    let looked = 0;
    for (const [slot, entry] of this.#entries) {
      if (this.#isOver(entry)) this.#forget(slot);
      looked += 1;
      if (looked >= 8 && this.#entries.size < this.#most) return;
    }
    if (this.#entries.size >= this.#most) throw new LedgerFull(`${this.#most} sends are remembered`);
  }
}
