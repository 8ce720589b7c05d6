import type { Kapso } from "../../kapso/client.ts";
import { KapsoError } from "../../kapso/http/errors.ts";
import { cursors } from "../../kapso/http/page.ts";
import type { Message } from "../../kapso/message-types.ts";
import { personKey } from "../../kapso/people.ts";
import type { Delivered, OutgoingMessage } from "../../tools/definition/outgoing.ts";

/** When it is looked for again, in milliseconds after the last look: stored messages may come a little late. */
const LOOKS = [0, 500, 1_500];
/** All looks together: the caller waits, and may give up after a minute of which the send has had half. */
const LONGEST_MS = 12_000;

const PAGE = 100;
const MOST_PAGES = 5;

/** Timestamps are whole seconds, and clocks differ a little. */
const MARGIN_MS = 3_000;

interface Search {
  outgoing: OutgoingMessage;
  /** Names of the recipient that the ledger knows beside the address. */
  names: ReadonlySet<string>;
  /** When the attempt began: service time, in milliseconds, is asked for once an answer has corrected it. */
  begunAt(): number;
  /** Makes a message this send's own; undefined where it is another's. */
  take(message: Message): Promise<Delivered | undefined>;
}

interface Means {
  kapso: Kapso;
  sleep(ms: number): Promise<void>;
}

/**
 * Looks in the stored history for a send whose answer was lost: recipient, type, content and time must agree, and no
 * other send of ours may be its owner. That it is not there proves nothing. A look that fails is as good as one that
 * does not find it: the next one may.
 */
export async function findInHistory(search: Search, means: Means): Promise<Delivered | undefined> {
  const signal = AbortSignal.timeout(LONGEST_MS);
  for (const pause of LOOKS) {
    if (pause > 0) await means.sleep(pause);
    try {
      const found = await look(search, means, signal);
      if (found !== undefined) return found;
    } catch (error) {
      if (!(error instanceof KapsoError)) throw error;
      if (error.kind === "aborted") return undefined; // The time is over, or the process ends.
    }
  }
  return undefined;
}

async function look(
  { outgoing, names, begunAt, take }: Search,
  { kapso }: Means,
  signal: AbortSignal,
): Promise<Delivered | undefined> {
  const { phoneNumberId } = outgoing;
  // Before its first answer the clock may be far off: then the next look asks for the right time.
  const since = new Date(begunAt() - MARGIN_MS).toISOString();
  const query = { direction: "outbound" as const, since, limit: PAGE, fields: "kapso(direction,status)" };
  let after: string | undefined;
  for (let page = 0; page < MOST_PAGES; page += 1) {
    const list = await kapso.messages.list(
      phoneNumberId,
      { ...query, ...(after !== undefined && { after }) },
      { signal },
    );
    const from = begunAt() - MARGIN_MS;
    const recent = list.data.filter(({ timestamp }) => Number(timestamp) * 1_000 >= from);
    // Oldest first: with two of a kind, the one that was sent first is ours rather than a colleague's answer to it.
    for (const message of recent.toReversed()) {
      const taken = fits(outgoing, names, message) ? await take(message) : undefined;
      if (taken !== undefined) return taken;
    }
    after = cursors(list, query).next;
    if (after === undefined || recent.length < list.data.length) return undefined;
  }
  return undefined;
}

/** Whether a stored message of its number can be this one. */
export function fits(outgoing: OutgoingMessage, names: ReadonlySet<string>, message: Message): boolean {
  return isTo(message, names) && sameContent(outgoing, message);
}

function isTo({ to, to_user_id }: Message, names: ReadonlySet<string>): boolean {
  return [to, to_user_id].some((name) => typeof name === "string" && names.has(personKey(name)));
}

/** What a record must hold to be taken for the message: without it, another one of the type could be mistaken for it. */
const MARKS: Readonly<Record<string, readonly string[]>> = {
  text: ["body"],
  template: ["name", "language"],
  reaction: ["message_id"],
  location: ["latitude", "longitude"],
  interactive: ["type", "action"],
  contacts: ["0"],
};
const MEDIA_MARKS = ["id", "link"];
/** What a customer sees where it stands there: a message of which one has it and the other has not is another one. */
const VISIBLE = ["caption", "components", "header", "body", "footer", "emoji", "name", "address"];

/** Whether the stored message is what was sent: nothing of it differs, and what marks it is there. */
function sameContent({ body }: OutgoingMessage, stored: Message): boolean {
  const quoted = stored.context?.id;
  if (stored.type !== body.type || (quoted && quoted !== body.context?.message_id)) return false;
  const sent = body[body.type];
  const kept: unknown = Reflect.get(stored, body.type);
  if (!isObject(sent) || !isObject(kept)) return false;
  const marks = MARKS[body.type] ?? MEDIA_MARKS.filter((mark) => Reflect.has(sent, mark));
  if (VISIBLE.some((part) => isEmpty(Reflect.get(sent, part)) !== isEmpty(Reflect.get(kept, part)))) return false;
  return marks.every((mark) => Reflect.get(kept, mark) != null) && agrees(sent, kept);
}

/** Whether what was sent stands in what was kept. Records hold more (types, hashes) and sometimes less. */
function agrees(sent: unknown, kept: unknown): boolean {
  if (kept === undefined || kept === null) return true;
  if (Array.isArray(sent)) {
    return Array.isArray(kept) && sent.length === kept.length && sent.every((part, i) => agrees(part, kept[i]));
  }
  if (isObject(sent)) {
    return isObject(kept) && Object.entries(sent).every(([key, part]) => agrees(part, Reflect.get(kept, key)));
  }
  return String(sent).trim() === String(kept).trim();
}

function isEmpty(part: unknown): boolean {
  return part === undefined || part === null || part === "" || (Array.isArray(part) && part.length === 0);
}

function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null;
}
