import type { MessageQuery } from "../../../kapso/client.ts";
import { cursors } from "../../../kapso/http/page.ts";
import type { Message } from "../../../kapso/message-types.ts";
import type { List } from "../../../kapso/types.ts";
import { cleanRecord } from "../../definition/clean-record.ts";
import { freeObject } from "../../definition/schemas.ts";
import { ToolError } from "../../definition/tool-error.ts";
import type { Spool } from "../../media/disk.ts";
import { type Amendment, noteAmendment } from "../../records/message/amended.ts";
import { toMessage } from "../../records/message.ts";
import { time } from "../../records/present.ts";

const PAGE = 100;

/** A message of an export: projected, and cleaned of what no screen shows. */
export type Row = Record<string, unknown>;

export interface Route {
  list(query: MessageQuery): Promise<List<Message>>;
  /** What templates said among these, by message id. */
  templateTexts(messages: readonly Message[]): Promise<ReadonlyMap<string, string>>;
  after?: string | undefined;
  max: number;
  onPage(walked: Walked): Promise<void>;
}

/** What was found on the way. Of the messages themselves one page is held, and the rest put aside. */
export interface Walked {
  count: number;
  /** The times of the oldest and the newest message. */
  from?: string;
  to?: string;
  /** The first and the last that the API gave. */
  first?: string;
  last?: string;
  /** Where more can be read. */
  next?: string;
  removed: number;
  unreadable: number;
  /** What newer messages did to older ones: the walk meets them first. */
  amended: Map<string, Amendment>;
}

/** Puts aside page after page, to the end or to `max` messages. `walked` tells how far it came, also when it throws. */
export async function walk(
  { list, templateTexts, after, max, onPage }: Route,
  spool: Spool,
  walked: Walked,
): Promise<void> {
  let cursor = after;
  while (walked.count < max) {
    const query = { limit: Math.min(PAGE, max - walked.count), ...(cursor !== undefined && { after: cursor }) };
    const page = await list(query);
    const texts = await templateTexts(page.data);
    if (page.data.length > 0) await spool.append(page.data.map((message) => line(message, walked, texts)).join("\n"));
    walked.count += page.data.length;
    walked.unreadable += page.unreadable ?? 0;
    const { next } = cursors(page, query);
    if (next !== undefined && next === cursor) throw new ToolError("The API gave the same page twice.");
    cursor = next;
    await onPage(walked);
    if (cursor === undefined) break;
  }
  if (cursor !== undefined) walked.next = cursor;
}

function line(message: Message, walked: Walked, templateTexts: ReadonlyMap<string, string>): string {
  noteAmendment(message, walked.amended);
  const amended = walked.amended.get(message.id);
  const row = { ...toMessage(message, { templateTexts, whole: true }), ...(amended !== undefined && { amended }) };
  const { record, removed } = cleanRecord(row);
  walked.removed += removed;
  const at = time(message.timestamp);
  if (at !== undefined) {
    walked.first ??= at;
    walked.last = at;
    if (walked.from === undefined || at < walked.from) walked.from = at;
    if (walked.to === undefined || at > walked.to) walked.to = at;
  }
  return JSON.stringify(record);
}

/**
 * The messages, oldest first, a page at a time. The API gives the newest first, so its pages are turned round; should it
 * one day begin with the oldest, they stay as they are.
 */
export async function* oldestFirst(spool: Spool, { first = "", last = "" }: Walked): AsyncGenerator<Row[]> {
  const turned = first >= last;
  for (let index = 0; index < spool.length; index += 1) {
    const block = await spool.read(turned ? spool.length - 1 - index : index);
    const rows = block.split("\n").map((text) => freeObject.parse(JSON.parse(text)));
    yield turned ? rows.reverse() : rows;
  }
}
