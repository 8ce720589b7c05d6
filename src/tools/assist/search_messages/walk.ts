import { z } from "zod";
import type { MessageQuery } from "../../../kapso/client.ts";
import { cursors } from "../../../kapso/http/page.ts";
import type { Message } from "../../../kapso/message-types.ts";
import type { List } from "../../../kapso/types.ts";
import { ToolError } from "../../definition/tool-error.ts";

const PAGE = 100;

/** Where a walk goes on: the page, and the last message of it that was passed. */
const place = z.object({ page: z.string().optional(), id: z.string().optional(), at: z.number().optional() });
type Place = z.output<typeof place>;

export function placeOf(cursor: string | undefined): Place {
  if (cursor === undefined) return {};
  try {
    return place.parse(JSON.parse(Buffer.from(cursor, "base64url").toString("utf8")));
  } catch {
    throw new ToolError("after: must be next_cursor of a former search_messages, unchanged.");
  }
}

/** Goes through the history page by page, and can stop in the middle of one. */
export class Walk {
  searched = 0;
  unreadable: number | undefined;
  last: Message | undefined;
  #page: string | undefined;
  #next: string | undefined;
  /** The last message that a former call has passed: what stands above it is known. */
  #known: Place | undefined;
  #left: Message[] | undefined;
  #ended = false;

  constructor(start: Place) {
    this.#page = start.page;
    this.#known = start.id === undefined ? undefined : start;
  }

  get complete(): boolean {
    return this.#ended && (this.#left?.length ?? 0) === 0;
  }

  /** The next rows. */
  async page(list: (query: MessageQuery) => Promise<List<Message>>): Promise<readonly Message[]> {
    if (this.#left !== undefined) this.#page = this.#next;
    const query = { limit: PAGE, ...(this.#page !== undefined && { after: this.#page }) };
    const found = await list(query);
    this.#next = cursors(found, query).next;
    this.#ended = this.#next === undefined;
    if (found.unreadable !== undefined) this.unreadable = (this.unreadable ?? 0) + found.unreadable;
    this.#left = this.#fresh(found.data);
    return [...this.#left];
  }

  pass(message: Message): void {
    this.#left?.shift();
    this.last = message;
    this.searched += 1;
  }

  get cursor(): string | undefined {
    if (this.complete) return undefined;
    const inPage = (this.#left?.length ?? 0) > 0 && this.last !== undefined;
    const at: Place = inPage
      ? { page: this.#page, id: this.last?.id, at: Number(this.last?.timestamp) || undefined }
      : { page: this.#left === undefined ? this.#page : this.#next };
    return Buffer.from(JSON.stringify(at)).toString("base64url");
  }

  /** Messages that came meanwhile push the known ones down, perhaps onto the next page. */
  #fresh(rows: readonly Message[]): Message[] {
    const known = this.#known;
    if (known === undefined) return [...rows];
    const found = rows.findIndex(({ id }) => id === known.id);
    const older = rows.findIndex(({ timestamp }) => known.at !== undefined && Number(timestamp) < known.at);
    const from = found >= 0 ? found + 1 : older >= 0 ? older : rows.length;
    if (found >= 0 || older >= 0) this.#known = undefined;
    return rows.slice(from);
  }
}
