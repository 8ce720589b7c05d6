import { KapsoError } from "../../kapso/http/errors.ts";
import type { Conversation } from "../../kapso/types.ts";
import type { WindowContext, Windows } from "../../tools/definition/tool.ts";
import { isOpen, type Opening, WINDOW_MS, type Window, windowOf } from "../../tools/records/window.ts";
import {
  conversationRow,
  conversationsOf,
  inboundCalls,
  lastInboundAt,
  MARGIN_MS,
  type Newest,
  newestIn,
  type Row,
  recentConversations,
} from "./newest-events.ts";
import type { StoredPerson } from "./stored-person.ts";

/** How long a closed window that was seen stays known. */
const KNOWN_MS = 60_000;
const MOST_KNOWN = 10_000;

/** Pages of one list that are read one after the other share what was read of calls. */
const SHARED_MS = 1_000;
const MOST_SHARED = 1_000;

const NOTHING: Newest = { at: new Map(), complete: false };

/** The 24-hour windows: told on reads, and remembered for a minute where they are closed for certain. */
export class WindowWatch implements Windows {
  readonly #now: () => number;
  readonly #closed = new Map<string, number>();
  readonly #calls = new Map<string, { at: number; newest: Newest }>();

  /** `now` only goes forward, in milliseconds. */
  constructor(now: () => number) {
    this.#now = now;
  }

  async of(rows: readonly Conversation[], context: WindowContext): Promise<(Window | undefined)[]> {
    const { kapso, phoneNumberId } = context;
    if (!rows.some(saysInbound)) return rows.map(() => undefined);
    const calls = phoneNumberId === undefined ? NOTHING : await this.#callsOf(rows, { ...context, phoneNumberId });
    const read = rows.map((row) => ({ row, ...conversationRow(row) }));
    const own = newestIn(read);
    const isShut = (last: Row) => !isOpen(opening(last, own, calls), kapso.now());
    const unsure = read.filter((last) => last.row.status !== "active" && isShut(last)).map(({ row }) => row);
    const others = phoneNumberId === undefined ? NOTHING : await elsewhere(unsure, { ...context, phoneNumberId });
    return read.map(({ row, ...last }) => {
      if (!saysInbound(row)) return undefined;
      const opened = opening(last, own, calls, others);
      const window = windowOf(opened, kapso.now());
      const certain = calls.complete && (!unsure.includes(row) || others.complete);
      if (phoneNumberId !== undefined) this.#note(phoneNumberId, last, certain && isLongClosed(opened, kapso.now()));
      return window.open || certain ? window : undefined;
    });
  }

  /** The service has said that it is closed. */
  noteClosed(phoneNumberId: string, person: string): void {
    this.#remember(`${phoneNumberId} ${person}`);
  }

  /**
   * When the window with this person closed, if that is certain: seen closed within the last minute, and still so by one
   * read now. Everything else is the service's to judge.
   */
  async closedFor(
    phoneNumberId: string,
    peer: StoredPerson,
    serviceNow: number,
  ): Promise<{ since?: number } | undefined> {
    const key = `${phoneNumberId} ${peer.key}`;
    const seenAt = this.#closed.get(key);
    if (seenAt === undefined || this.#now() - seenAt > KNOWN_MS) return undefined;
    const known = await unlessUnreadable(peer.known(), undefined);
    if (known === undefined || known.unreadable) return undefined;
    const { rows: conversations } = known;
    if (conversations.length === 0 || !conversations.every(saysInbound)) return undefined;
    const message = Math.max(...conversations.map(lastInboundAt));
    if (isLongClosed({ message }, serviceNow)) return message === 0 ? {} : { since: message + WINDOW_MS };
    this.#closed.delete(key);
    return undefined;
  }

  clear(): void {
    this.#closed.clear();
    this.#calls.clear();
  }

  #note(phoneNumberId: string, { keys }: Row, closed: boolean): void {
    if (!closed && this.#closed.size === 0) return;
    for (const name of keys) {
      if (closed) this.#remember(`${phoneNumberId} ${name}`);
      else this.#closed.delete(`${phoneNumberId} ${name}`);
    }
  }

  #remember(key: string): void {
    this.#closed.delete(key);
    this.#closed.set(key, this.#now());
    dropOldest(this.#closed, MOST_KNOWN);
  }

  /** One conversation is read to be acted upon: its calls are read anew. Pages of a list share them for a moment. */
  async #callsOf(rows: readonly Conversation[], context: WindowContext & { phoneNumberId: string }): Promise<Newest> {
    const { phoneNumberId } = context;
    const shared = this.#calls.get(phoneNumberId);
    if (rows.length > 1 && shared !== undefined && this.#now() - shared.at < SHARED_MS) return shared.newest;
    const at = this.#now();
    const newest = await unlessUnreadable(inboundCalls(context), NOTHING);
    this.#calls.set(phoneNumberId, { at, newest });
    dropOldest(this.#calls, MOST_SHARED);
    return newest;
  }
}

/** Whether the record tells when the customer last wrote: never is an answer too. Callers may leave it out. */
function saysInbound({ kapso }: Conversation): boolean {
  return kapso?.last_inbound_at !== undefined;
}

/** A person may write in a newer conversation than one that has ended. */
async function elsewhere(
  unsure: readonly Conversation[],
  context: WindowContext & { phoneNumberId: string },
): Promise<Newest> {
  const [first] = unsure;
  if (first === undefined) return NOTHING;
  const phone = unsure.length === 1 ? first.phone_number : undefined;
  return unlessUnreadable(phone ? conversationsOf(phone, context) : recentConversations(context), NOTHING);
}

function opening({ keys, at }: Row, own: Newest["at"], calls: Newest, others: Newest = NOTHING): Opening {
  const newest = (events: Newest["at"]) => Math.max(0, ...keys.map((key) => events.get(key) ?? 0));
  return { message: Math.max(at, newest(own), newest(others.at)), call: newest(calls.at) };
}

function isLongClosed({ message = 0, call = 0 }: Opening, now: number): boolean {
  return now - Math.max(message, call) >= WINDOW_MS + MARGIN_MS;
}

/** A window that cannot be known is left out; what asked for it goes on. */
async function unlessUnreadable<T>(reading: Promise<T>, otherwise: T): Promise<T> {
  try {
    return await reading;
  } catch (error) {
    if (error instanceof KapsoError && error.kind !== "aborted") return otherwise;
    throw error;
  }
}

function dropOldest<K>(map: Map<K, unknown>, most: number): void {
  const [oldest] = map.keys();
  if (map.size > most && oldest !== undefined) map.delete(oldest);
}
