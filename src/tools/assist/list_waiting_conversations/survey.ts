import { cursors } from "../../../kapso/http/page.ts";
import type { Message } from "../../../kapso/message-types.ts";
import type { Conversation } from "../../../kapso/types.ts";
import { conversationFields, messageFields } from "../../definition/kapso-fields.ts";
import type { Scopes, ToolContext } from "../../definition/tool.ts";
import { byUrgency, type Candidate, candidate, isCertain, lookedAt, newestFailures } from "./waiting.ts";

/** How much is read at most to see who waits: pages of conversations, and reads after them. */
const PAGES = 10;
const FOLLOW_UPS = 20;
/** Of the follow-ups, those that list failed messages of the number: one usually tells of all conversations. */
const FAILURE_PAGES = 3;
const ROWS = 100;
/** At once; the API's limit is shared with everything else that is called. */
const AT_ONCE = 4;

type Context = ToolContext & Scopes["phone_number"];
type Filter = { assigned_user_id?: string | undefined; unassigned?: boolean | undefined };

export interface Examined {
  rows: Conversation[];
  /** Whether conversations were left unexamined. */
  more: boolean;
  /** Rows that made no sense. */
  unreadable: number;
}

/** Active conversations: one that has ended is dealt with, and a customer who writes again begins a new one. */
export async function walk(filter: Filter, { kapso, phoneNumberId, signal, progress }: Context): Promise<Examined> {
  const query = { ...filter, status: "active" as const, limit: ROWS, fields: conversationFields.query(undefined) };
  const rows = new Map<string, Conversation>();
  let after: string | undefined;
  let unreadable = 0;
  for (let page = 1; page <= PAGES; page += 1) {
    signal.throwIfAborted();
    const asked = { ...query, ...(after !== undefined && { after }) };
    const list = await kapso.conversations.list(phoneNumberId, asked, { signal });
    // A conversation that becomes active moves up meanwhile, and others stand on two pages.
    for (const row of list.data) if (!rows.has(row.id)) rows.set(row.id, row);
    unreadable += list.unreadable ?? 0;
    after = cursors(list, asked).next;
    await progress(page, undefined, `${rows.size} conversations examined`);
    if (after === undefined) break;
  }
  return { rows: [...rows.values()], more: after !== undefined, unreadable };
}

/** Conversations that have ended on a customer's word: somebody closed them, or took them for dealt with. */
export async function endedUnanswered(filter: Filter, { kapso, phoneNumberId, signal }: Context): Promise<number> {
  const query = { ...filter, status: "ended" as const, limit: ROWS, fields: conversationFields.query(undefined) };
  const { data } = await kapso.conversations.list(phoneNumberId, query, { signal });
  return data.filter(({ kapso: facts }) => timeOf(facts?.last_inbound_at) > timeOf(facts?.last_outbound_at)).length;
}

const timeOf = (text: string | null | undefined) => Date.parse(text ?? "") || 0;

export interface Found {
  candidates: Candidate[];
  /** Reads that would have told more. */
  leftOut: number;
}

/** Who waits among these, by as many reads as are allowed: the most urgent are looked at first. */
export async function waitingAmong(rows: readonly Conversation[], context: Context): Promise<Found> {
  const failures = await failedSince(rows, context);
  const failed = newestFailures(failures.messages);
  const all = rows.flatMap((row) => candidate(row, failed) ?? []);
  const unsure = all.filter(({ exact }) => !exact).sort(byUrgency(context.kapso.now()));
  const chosen = unsure.slice(0, FOLLOW_UPS - failures.reads);
  const looked = new Map<Candidate, Candidate | undefined>();
  for (let i = 0; i < chosen.length; i += AT_ONCE) {
    context.signal.throwIfAborted();
    const some = chosen.slice(i, i + AT_ONCE);
    const messages = await Promise.all(some.map(({ row }) => newestOf(row, context)));
    for (const [n, each] of some.entries()) looked.set(each, lookedAt(each, messages[n] ?? []));
  }
  return {
    candidates: all.flatMap((each) => (looked.has(each) ? looked.get(each) : isCertain(each) ? each : undefined) ?? []),
    leftOut: unsure.length - chosen.length + (failures.more ? 1 : 0),
  };
}

interface Failed {
  messages: Message[];
  reads: number;
  more: boolean;
}

/** The number's failed messages since the earliest of these conversations was active. */
async function failedSince(rows: readonly Conversation[], { kapso, phoneNumberId, signal }: Context): Promise<Failed> {
  const sent = rows.map(({ kapso }) => Date.parse(kapso?.last_outbound_at ?? "")).filter((at) => !Number.isNaN(at));
  if (sent.length === 0) return { messages: [], reads: 0, more: false };
  const since = new Date(sent.reduce((a, b) => Math.min(a, b))).toISOString();
  const query = { direction: "outbound" as const, status: "failed" as const, since, limit: ROWS };
  const fields = messageFields.query(undefined);
  const messages: Message[] = [];
  let after: string | undefined;
  for (let reads = 1; reads <= FAILURE_PAGES; reads += 1) {
    signal.throwIfAborted();
    const asked = { ...query, fields, ...(after !== undefined && { after }) };
    const list = await kapso.messages.list(phoneNumberId, asked, { signal });
    messages.push(...list.data);
    after = cursors(list, asked).next;
    if (after === undefined) return { messages, reads, more: false };
  }
  return { messages, reads: FAILURE_PAGES, more: true };
}

async function newestOf({ id }: Conversation, { kapso, phoneNumberId, signal }: Context): Promise<Message[]> {
  const query = { conversation_id: id, limit: ROWS, fields: messageFields.query(["direction", "status"]) };
  return (await kapso.messages.list(phoneNumberId, query, { signal })).data;
}
