import { z } from "zod";
import type { Kapso, MessageQuery } from "../../../kapso/client.ts";
import { KapsoError } from "../../../kapso/http/errors.ts";
import { cursors } from "../../../kapso/http/page.ts";
import type { Message } from "../../../kapso/message-types.ts";
import { personKey } from "../../../kapso/people.ts";
import type { Call, Conversation, List } from "../../../kapso/types.ts";
import {
  conversationFaults,
  conversationInput,
  conversationOf,
  conversationsOf,
  messagesOf,
  newestOf,
} from "../../definition/customer.ts";
import { conversationFields, messageFields } from "../../definition/kapso-fields.ts";
import { leftOut, pageInput } from "../../definition/schemas.ts";
import { defineTool } from "../../definition/tool.ts";
import { ToolError } from "../../definition/tool-error.ts";
import { plus, present } from "../../records/present.ts";
import { windowRecord } from "../../records/window.ts";
import { callTime, eventRecord, toTimeline } from "./timeline.ts";

/** Calls are listed for the number, not for one customer: as many are looked through. */
const CALLS = 100;

/** A cursor of the API, and when the page that gave it began: between two pages no call may fall through. */
const OLDER = /^(\d{1,13})~([!-~]{1,2000})$/;

export const readConversation = defineTool({
  name: "read_conversation",
  title: "Read a conversation",
  description:
    "Read one conversation before answering it: contact, 24-hour window and the newest events as one timeline of " +
    "messages and calls, oldest first. Pass last_seen_message_id on to the send.",
  scope: "project",
  effect: "read",
  input: z.strictObject({
    ...conversationInput,
    limit: pageInput.limit.describe("Messages."),
    before: z
      .string()
      .refine((text) => OLDER.test(text), "must be older_cursor of a former read_conversation, unchanged")
      .optional()
      .describe("older_cursor of a former result."),
  }),
  check: conversationFaults,
  output: z.object({
    conversation_id: z.string(),
    phone_number_id: z.string().optional().describe("The business number, where it is not the configured one."),
    contact: z
      .object({
        name: z.string().optional(),
        phone_number: z.string().optional().describe("E.164."),
        user_id: z.string().optional().describe("Business-scoped id."),
        username: z.string().optional(),
      })
      .optional(),
    status: z.string().describe("active or ended."),
    assigned_user_id: z.string().optional(),
    window: windowRecord.optional(),
    timeline: z.array(eventRecord),
    unreadable: leftOut("Messages"),
    last_seen_message_id: z.string().optional().describe("For sends: they stop when something newer stands there."),
    older_cursor: z.string().optional().describe("Pass as before for what was earlier; absent at the beginning."),
    calls_incomplete: z.boolean().optional().describe("Calls may be missing: too many, or not readable."),
  }),
  async run({ limit, before, ...which }, context) {
    const { kapso, signal, defaultPhoneNumberId, windows, advise } = context;
    const { phone_number } = which;
    const at = { kapso, phoneNumberId: defaultPhoneNumberId, signal };
    const theirs = phone_number === undefined ? undefined : await conversationsOf(phone_number, at);
    const conversation_id = theirs === undefined ? await conversationOf(which, at) : newestOf(theirs);
    const asked = { fields: conversationFields.query(undefined), phoneNumberId: defaultPhoneNumberId };
    const conversation = await kapso.conversations.get(conversation_id, asked, { signal });
    const phoneNumberId = conversation.phone_number_id ?? defaultPhoneNumberId;
    if (phoneNumberId === undefined) {
      throw new ToolError("The conversation does not say which number it belongs to, and none is configured.", {
        see: ["list_messages"],
      });
    }
    // The window first: the newest message may then be newer than it, but is never one that was not read.
    const [window] = await windows.of([conversation], { kapso, phoneNumberId, signal });
    const from = { kapso, phoneNumberId, signal };
    const fields = messageFields.query(undefined);
    const ask = (query: MessageQuery) => kapso.messages.list(phoneNumberId, { ...query, fields }, { signal });
    const page = await readPage({ limit, before }, (query) =>
      theirs === undefined ? ask({ ...query, conversation_id }) : messagesOf(theirs, query, ask),
    );
    const calls = await callsWith(conversation, page, from);
    const templateTexts = await context.templateTexts.of(page.messages, from);
    return {
      conversation_id,
      ...present({
        phone_number_id: phoneNumberId === defaultPhoneNumberId ? undefined : phoneNumberId,
        contact: contactOf(conversation),
      }),
      status: conversation.status,
      ...present({ assigned_user_id: conversation.assigned_user_id, window }),
      timeline: toTimeline(page.messages, calls.rows, { advise, templateTexts }),
      ...present({
        unreadable: page.unreadable,
        last_seen_message_id: before === undefined ? page.messages[0]?.id : undefined,
        older_cursor: page.older,
        calls_incomplete: calls.incomplete || undefined,
      }),
    };
  },
});

interface Source {
  kapso: Kapso;
  phoneNumberId: string;
  signal: AbortSignal;
}

interface Page {
  /** Newest first. */
  messages: Message[];
  /** When its oldest message was sent, in seconds. */
  since?: number | undefined;
  /** Where the page after it in time begins; absent on the newest. */
  until?: number | undefined;
  older?: string | undefined;
  unreadable?: number | undefined;
}

async function readPage(
  { limit, before }: { limit: number; before?: string | undefined },
  ask: (query: MessageQuery) => Promise<List<Message>>,
): Promise<Page> {
  const [, until, after] = OLDER.exec(before ?? "") ?? [];
  const query = { limit, ...(after !== undefined && { after }) };
  const list = await ask(query);
  const { next } = cursors(list, query);
  const since = Number(list.data.at(-1)?.timestamp ?? until) || undefined;
  return {
    messages: list.data,
    unreadable: list.unreadable,
    since,
    until: until === undefined ? undefined : Number(until),
    older: next === undefined || since === undefined ? undefined : `${since}~${next}`,
  };
}

/** The customer's calls within the time of a page; on the oldest page from the conversation's beginning. */
async function callsWith(
  conversation: Conversation,
  { since = Number.POSITIVE_INFINITY, until, older }: Page,
  { kapso, phoneNumberId, signal }: Source,
): Promise<{ rows: Call[]; incomplete: boolean }> {
  const created = Date.parse(conversation.created_at ?? "") || Number.POSITIVE_INFINITY;
  const from = Math.min(since * 1000, older === undefined ? created : Number.POSITIVE_INFINITY);
  if (!Number.isFinite(from)) return { rows: [], incomplete: false };
  const to = until === undefined ? undefined : until * 1000;
  const query = { since: iso(from), ...(to !== undefined && { until: iso(to) }), limit: CALLS };
  try {
    const list = await kapso.calls.list(phoneNumberId, query, { signal });
    const names = new Set(namesOf(conversation.phone_number, conversation.business_scoped_user_id));
    const own = (call: Call) =>
      namesOf(call.user_wa_id ?? call.whatsapp_contact?.wa_id, call.business_scoped_user_id).some((name) =>
        names.has(name),
      );
    const rows = list.data.filter((call) => own(call) && (to === undefined || callTime(call) < to));
    return { rows, incomplete: cursors(list, query).next !== undefined || list.unreadable !== undefined };
  } catch (error) {
    // A number without calling may have no such list; the messages are worth reading all the same.
    if (error instanceof KapsoError && error.kind !== "aborted") return { rows: [], incomplete: true };
    throw error;
  }
}

const iso = (at: number) => new Date(at).toISOString();

function namesOf(...names: (string | null | undefined)[]): string[] {
  return names.flatMap((name) => (name ? [personKey(name)] : []));
}

function contactOf({ kapso, phone_number, business_scoped_user_id, username }: Conversation) {
  return present({
    name: kapso?.contact_name,
    phone_number: plus(phone_number),
    user_id: business_scoped_user_id,
    username,
  });
}
