import type { MessageQuery } from "../../../kapso/client.ts";
import { cursors } from "../../../kapso/http/page.ts";
import type { Message } from "../../../kapso/message-types.ts";
import type { List } from "../../../kapso/types.ts";
import { messageFields } from "../../definition/kapso-fields.ts";

const PAGE = 20;
/** How far one look goes back. */
const PAGES = 5;
/** The most that a look can find. */
export const LOOKS_AT = PAGE * PAGES;

/** The messages that are watched, newest first. */
export type ListMessages = (query: MessageQuery, signal: AbortSignal) => Promise<List<Message>>;

/** What comes into a conversation after a message, found by looking at its newest page now and then. */
export class Arrivals {
  readonly #known = new Set<string>();
  readonly #read: (signal: AbortSignal, after?: string) => Promise<List<Message>>;

  constructor(list: ListMessages) {
    const query = { limit: PAGE, fields: messageFields.query(undefined) };
    this.#read = (signal, after) => list({ ...query, ...(after !== undefined && { after }) }, signal);
  }

  /** Begins now; returns the newest message there is. */
  async begin(signal: AbortSignal): Promise<Message | undefined> {
    const { data } = await this.#read(signal);
    for (const { id } of data) this.#known.add(id);
    return data[0];
  }

  beginAfter(messageId: string): void {
    this.#known.add(messageId);
  }

  /**
   * What is new since the last look, oldest first; and whether the look met anything that was known before. A look that
   * fails is none: what it saw is new to the next one.
   */
  async look(signal: AbortSignal): Promise<{ fresh: Message[]; metKnown: boolean }> {
    const fresh: Message[] = [];
    let metKnown = false;
    let after: string | undefined;
    for (let page = 1; page <= PAGES; page++) {
      const list = await this.#read(signal, after);
      // Messages of one second have no order to rely on: what is new may stand below what is known.
      const lastKnown = list.data.findLastIndex(({ id }) => this.#known.has(id));
      metKnown = lastKnown >= 0;
      const rows = metKnown ? list.data.slice(0, lastKnown) : list.data;
      fresh.push(...rows.filter(({ id }) => !this.#known.has(id) && !fresh.some((each) => each.id === id)));
      after = cursors(list, { limit: PAGE }).next;
      if (metKnown || after === undefined) break;
    }
    for (const { id } of fresh) this.#known.add(id);
    return { fresh: fresh.reverse(), metKnown };
  }
}
