import { createHash } from "node:crypto";
import { z } from "zod";
import { cursors } from "../../../kapso/http/page.ts";
import type { Message } from "../../../kapso/message-types.ts";
import { messageFields } from "../../definition/kapso-fields.ts";
import type { Scopes, ToolContext } from "../../definition/tool.ts";
import { ToolError } from "../../definition/tool-error.ts";

const PAGE = 100;
/** The most that a look reads: what comes in an hour to a busy number. */
const PAGES = 20;
/** A message may be stored after one that is newer: so far back a look reads again, knowing what it has seen. */
const OVERLAP_S = 60;

/** The year 2100: no message is from later. */
const MOST_S = 4_102_444_800;

/** Where a reading stands: the newest message's time in seconds, and short names of those of the last minute. */
const place = z.object({ at: z.int().min(0).max(MOST_S), seen: z.array(z.string().max(20)).max(5_000) });

/** What customers write to a number, each message once: from a place on, over any number of calls. */
export class Inbox {
  readonly #context: ToolContext & Scopes["phone_number"];
  #at = 0;
  /** Times by short names. */
  #seen = new Map<string, number>();
  /** Older messages were left unread: there were too many. */
  overflowed = false;

  constructor(context: ToolContext & Scopes["phone_number"]) {
    this.#context = context;
  }

  /** Begins with what comes from now on. */
  async beginNow(signal: AbortSignal): Promise<void> {
    const { data } = await this.#page({}, signal);
    this.#at = Math.max(0, ...data.map(timeOf)) || Math.floor(this.#context.kapso.now() / 1000);
    this.#note(data);
  }

  /** @throws ToolError for what is no place */
  beginAt(cursor: string): void {
    try {
      const { at, seen } = place.parse(JSON.parse(Buffer.from(cursor, "base64url").toString("utf8")));
      this.#at = at;
      this.#seen = new Map(seen.map((name) => [name, at]));
    } catch {
      throw new ToolError("after: must be next_cursor of a former wait_for_messages, unchanged.");
    }
  }

  get cursor(): string {
    return Buffer.from(JSON.stringify({ at: this.#at, seen: [...this.#seen.keys()] })).toString("base64url");
  }

  /** What is new since the last look, oldest first. */
  async look(signal: AbortSignal): Promise<Message[]> {
    const since = new Date((this.#at - OVERLAP_S) * 1000).toISOString();
    const fresh = new Map<string, Message>();
    let after: string | undefined;
    for (let pages = 1; pages <= PAGES; pages += 1) {
      const list = await this.#page({ since, ...(after !== undefined && { after }) }, signal);
      for (const message of list.data) if (!this.#seen.has(nameOf(message))) fresh.set(message.id, message);
      after = cursors(list, { limit: PAGE }).next;
      if (after === undefined) break;
    }
    this.overflowed ||= after !== undefined;
    const messages = [...fresh.values()].reverse().sort((one, other) => timeOf(one) - timeOf(other));
    this.#at = Math.max(this.#at, ...messages.map(timeOf));
    this.#note(messages);
    return messages;
  }

  #page(query: { since?: string; after?: string }, signal: AbortSignal) {
    const { kapso, phoneNumberId } = this.#context;
    const asked = { ...query, direction: "inbound" as const, limit: PAGE, fields: messageFields.query(undefined) };
    return kapso.messages.list(phoneNumberId, asked, { signal });
  }

  #note(messages: readonly Message[]): void {
    for (const message of messages) this.#seen.set(nameOf(message), timeOf(message));
    for (const [name, at] of this.#seen) if (at < this.#at - OVERLAP_S) this.#seen.delete(name);
  }
}

function timeOf({ timestamp }: Message): number {
  return Number(timestamp) || 0;
}

/** Ids are long, and a cursor has one of each message of the last minute. */
function nameOf({ id }: Message): string {
  return createHash("sha256").update(id).digest("base64url").slice(0, 10);
}
