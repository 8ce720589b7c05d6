import type { Kapso, MessageQuery, Theirs } from "../../kapso/client.ts";
import { cursors } from "../../kapso/http/page.ts";
import type { Message } from "../../kapso/message-types.ts";
import type { List } from "../../kapso/types.ts";
import type { Fault } from "./faults.ts";
import { contactId, uuid } from "./schemas.ts";
import { ToolError } from "./tool-error.ts";

/** Which conversation: by its id, or by the customer whose newest it is. */
export const conversationInput = {
  conversation_id: uuid.optional().describe("From list_conversations."),
  phone_number: contactId.optional().describe("Instead: the customer's number or user id."),
};

interface Which {
  conversation_id?: string | undefined;
  phone_number?: string | undefined;
}

export function conversationFaults(which: Which): Fault[] {
  const { conversation_id: id, phone_number: customer } = which;
  if (id === undefined && customer === undefined) {
    return [
      { path: ["conversation_id"], message: "is needed, or phone_number for the customer's newest conversation" },
    ];
  }
  return oneOfBoth(which);
}

/** For a list, which takes neither as well. Of a customer's messages no page before another can be asked for. */
export function customerFaults({ before, ...which }: Which & { before?: string | undefined }): Fault[] {
  if (which.phone_number === undefined || before === undefined) return oneOfBoth(which);
  return [{ path: ["before"], message: "cannot go together with phone_number; with conversation_id it can" }];
}

function oneOfBoth({ conversation_id: id, phone_number: customer }: Which): Fault[] {
  if (id === undefined || customer === undefined) return [];
  return [{ path: ["phone_number"], message: "cannot go together with conversation_id; give one of the two" }];
}

interface From {
  kapso: Kapso;
  phoneNumberId?: string | undefined;
  signal: AbortSignal;
}

/** The conversation that is meant, to act on it. @throws ToolError where it is not certain which one is the newest */
export async function conversationOf(
  { conversation_id: id, phone_number: customer }: Which,
  from: From,
): Promise<string> {
  if (id !== undefined || customer === undefined) return id ?? "";
  return newestOf(await conversationsOf(customer, from));
}

/** @throws ToolError where it is not certain which one is the newest */
export function newestOf({ rows: [newest], unreadable }: Theirs): string {
  if (newest !== undefined && !unreadable) return newest.id;
  throw new ToolError(
    "phone_number: a conversation of this customer cannot be read, so the newest is not known for certain.",
    {
      see: ["list_conversations"],
    },
  );
}

/** More conversations than one customer has; of a user id, which no filter takes, the most recent of all. */
const BOUNDS = { limit: 100, pages: 5 };

/** @throws ToolError where the customer has none, or there is no number to look at */
export async function conversationsOf(customer: string, { kapso, phoneNumberId, signal }: From): Promise<Theirs> {
  if (phoneNumberId === undefined) {
    throw new ToolError(
      "phone_number: needs a business number to look at. The operator can set KAPSO_PHONE_NUMBER_ID.",
    );
  }
  const to = /^\d+$/.test(customer) ? `+${customer}` : customer;
  const theirs = await kapso.conversations.of(phoneNumberId, to, { ...BOUNDS, signal });
  if (theirs.rows.length > 0 || theirs.unreadable) return theirs;
  const among = theirs.more ? ` among the ${BOUNDS.limit * BOUNDS.pages} most recent` : "";
  throw new ToolError(`phone_number: this business number has no conversation with the customer${among}.`, {
    see: ["find_customer", "list_contacts"],
  });
}

/** How many reads one page may take, where a customer has many short conversations. */
const READS = 20;

/** A cursor of the API within a conversation. */
const PLACE = /^([0-9a-f-]{36})~([!-~]{0,2000})$/i;

/**
 * A customer's messages of all conversations as one list, newest first: a conversation has ended before the next one
 * begins.
 */
export async function messagesOf(
  { rows, unreadable: mayBeMore }: Theirs,
  { limit = 20, after, ...filter }: MessageQuery,
  ask: (query: MessageQuery) => Promise<List<Message>>,
): Promise<List<Message>> {
  const ids = rows.map(({ id }) => id);
  const data: Message[] = [];
  let unreadable = 0;
  let { id, cursor } = placeOf(after, ids);
  for (let reads = 1; id !== undefined; reads += 1) {
    const place = { conversation_id: id, ...(cursor && { after: cursor }) };
    const query = { ...filter, ...place, limit: limit - data.length - unreadable };
    const part = await ask(query);
    data.push(...part.data);
    unreadable += part.unreadable ?? 0;
    cursor = cursors(part, query).next;
    if (cursor === undefined) id = ids[ids.indexOf(id) + 1];
    if (data.length + unreadable >= limit || (reads >= READS && data.length > 0)) break;
  }
  const next = id === undefined ? null : `${id}~${cursor ?? ""}`;
  const leftOut = unreadable + (mayBeMore && after === undefined ? 1 : 0);
  return { data, ...(leftOut > 0 && { unreadable: leftOut }), paging: { next } };
}

function placeOf(
  after: string | undefined,
  ids: readonly string[],
): { id: string | undefined; cursor?: string | undefined } {
  if (after === undefined) return { id: ids[0] };
  const [, id = "", cursor] = PLACE.exec(after) ?? [];
  if (ids.includes(id)) return { id, cursor };
  throw new ToolError("after: is no cursor of this customer's messages. Begin again without it.");
}
