import type { Kapso } from "../../kapso/client.ts";
import { cursors } from "../../kapso/http/page.ts";
import { personKey } from "../../kapso/people.ts";
import type { Call, Conversation, List } from "../../kapso/types.ts";
import { WINDOW_MS } from "../../tools/records/window.ts";

/** Clocks differ, and events may be stored late: a window counts as closed for certain only this long after. */
export const MARGIN_MS = 5 * 60_000;

const PAGE = 100;
const MOST_PAGES = 5;

/** The newest event of each person, in milliseconds, and whether every event of the time is among them. */
export interface Newest {
  at: ReadonlyMap<string, number>;
  complete: boolean;
}

interface Asked {
  kapso: Kapso;
  phoneNumberId: string;
  signal: AbortSignal;
}

/** Whom an event is about, by all names that a record has for them, and when it was. */
export interface Row {
  keys: string[];
  at: number;
}

/** The inbound calls of a number that can have a window open. */
export function inboundCalls({ kapso, phoneNumberId, signal }: Asked): Promise<Newest> {
  const query = { direction: "INBOUND", since: earliest(kapso), limit: PAGE };
  return newest(query, (page) => kapso.calls.list(phoneNumberId, page, { signal }), callRow);
}

/** The conversations of a number in which a customer's message can have a window open. */
export function recentConversations({ kapso, phoneNumberId, signal }: Asked): Promise<Newest> {
  const query = { last_active_since: earliest(kapso), limit: PAGE, fields: "kapso(last_inbound_at)" };
  return newest(query, (page) => kapso.conversations.list(phoneNumberId, page, { signal }), conversationRow);
}

/** All conversations of one person. */
export async function conversationsOf(phone: string, { kapso, phoneNumberId, signal }: Asked): Promise<Newest> {
  const query = { phone_number: phone, limit: PAGE, fields: "kapso(last_inbound_at)" };
  return newest(query, (page) => kapso.conversations.list(phoneNumberId, page, { signal }), conversationRow);
}

/** The names by which a person of a record is known. One of another type names nobody. */
function keysOf({ phone_number, business_scoped_user_id }: Conversation): string[] {
  const names: unknown[] = [phone_number, business_scoped_user_id];
  return names.flatMap((name) => (typeof name === "string" && name !== "" ? [personKey(name)] : []));
}

export function lastInboundAt({ kapso }: Conversation): number {
  return Date.parse(kapso?.last_inbound_at ?? "") || 0;
}

/** The newest message of a customer in a conversation. */
export function conversationRow(row: Conversation): Row {
  return { keys: keysOf(row), at: lastInboundAt(row) };
}

function callRow({ user_wa_id, business_scoped_user_id, session_started_at, started_at, created_at }: Call): Row {
  return {
    keys: keysOf({
      id: "",
      status: "",
      phone_number: user_wa_id ?? null,
      business_scoped_user_id: business_scoped_user_id ?? null,
    }),
    at: Date.parse(session_started_at ?? started_at ?? created_at ?? "") || 0,
  };
}

function earliest(kapso: Kapso): string {
  return new Date(kapso.now() - WINDOW_MS - MARGIN_MS).toISOString();
}

/** The newest event of each person. */
export function newestIn(rows: readonly Row[], at = new Map<string, number>()): Map<string, number> {
  for (const row of rows) {
    for (const key of row.keys) at.set(key, Math.max(at.get(key) ?? 0, row.at));
  }
  return at;
}

async function newest<T, Q extends { limit: number }>(
  query: Q,
  list: (page: Q & { after?: string }) => Promise<List<T>>,
  read: (row: T) => Row,
): Promise<Newest> {
  const at = new Map<string, number>();
  let after: string | undefined;
  let isWhole = true;
  for (let page = 0; page < MOST_PAGES; page += 1) {
    const rows: List<T> = await list({ ...query, ...(after !== undefined && { after }) });
    newestIn(rows.data.map(read), at);
    isWhole &&= rows.unreadable === undefined;
    after = cursors(rows, query).next;
    if (after === undefined) return { at, complete: isWhole };
  }
  return { at, complete: false };
}
