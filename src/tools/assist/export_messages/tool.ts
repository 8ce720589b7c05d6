import { createHash } from "node:crypto";
import { z } from "zod";
import type { MessageQuery, Theirs } from "../../../kapso/client.ts";
import type { Message } from "../../../kapso/message-types.ts";
import type { Conversation } from "../../../kapso/types.ts";
import { conversationInput, conversationsOf, customerFaults, messagesOf } from "../../definition/customer.ts";
import type { Fault } from "../../definition/faults.ts";
import { messageFields } from "../../definition/kapso-fields.ts";
import { refusal } from "../../definition/refusal.ts";
import { isoTime, leftOut, pageInput, uuid } from "../../definition/schemas.ts";
import { type Attachment, defineTool, type Scopes, type ToolContext, WithAttachments } from "../../definition/tool.ts";
import { ToolError } from "../../definition/tool-error.ts";
import { cleanText } from "../../definition/untrusted.ts";
import { WithSteps } from "../../definition/with-steps.ts";
import type { Spool } from "../../media/disk.ts";
import { plus } from "../../records/present.ts";
import { FORMATS, type FormatName } from "./formats.ts";
import type { ExportPlace, Kept } from "./places.ts";
import { oldestFirst, type Walked, walk } from "./walk.ts";
import type { Subject } from "./writer.ts";

const NAME = "export_messages";
const MOST = 100_000;

const input = z.strictObject({
  conversation_id: uuid.optional().describe("Without it: the whole number, since or until."),
  phone_number: conversationInput.phone_number,
  since: isoTime.optional().describe("ISO 8601 with zone, inclusive."),
  until: isoTime.optional().describe("Inclusive."),
  file_format: z.enum(["jsonl", "csv", "markdown"]).default("jsonl").describe("markdown: a transcript."),
  max_messages: z.int().min(1).max(MOST).default(10_000).describe("The newest so many."),
  after: pageInput.after.describe("next_cursor: the older rest, in another file."),
});
type Args = z.output<typeof input>;
type Context = ToolContext & Scopes["phone_number"];

export const exportMessages = defineTool({
  name: NAME,
  title: "Export messages",
  description:
    "Write all messages of a conversation, a customer or a time range to a file, oldest first. " +
    "To read messages here, use list_messages.",
  scope: "phone_number",
  effect: "read",
  walks: true,
  input,
  check: rangeFaults,
  output: z.object({
    file_path: z.string().optional().describe("Where the file is. Absent when there was no message."),
    uri: z.string().optional().describe("The resource that holds it, where there are no files."),
    expires_at: z.string().optional().describe("Until when the resource can be read."),
    file_format: z.string(),
    count: z.int().describe("Messages in it."),
    from: z.string().optional().describe("Time of the oldest."),
    to: z.string().optional().describe("Time of the newest."),
    bytes: z.int(),
    next_cursor: z.string().optional().describe("There are older ones: pass as after, with the same arguments."),
    unreadable: leftOut("Messages"),
    invisible_characters_removed: z.number().optional(),
  }),
  run,
});

function rangeFaults(args: Args): Fault[] {
  const { conversation_id, phone_number, since, until } = args;
  if ([conversation_id, phone_number, since, until].every((each) => each === undefined))
    return [
      {
        path: ["conversation_id"],
        message: "is needed, or phone_number, or since or until for a time range of the number",
      },
    ];
  if (since !== undefined && until !== undefined && since > until)
    return [{ path: ["until"], message: `must not be before since (${since})` }];
  return customerFaults(args);
}

async function run(args: Args, context: Context) {
  const { signal, phoneNumberId } = context;
  const place = placeOf(context);
  const theirs = args.phone_number === undefined ? undefined : await conversationsOf(args.phone_number, context);
  const conversation = theirs === undefined ? await conversationFor(args, context) : theirs.rows[0];
  const spool = await place.spool();
  try {
    const walked = await walkAll(args, context, { spool, theirs, total: totalOf(args, conversation) });
    const result = { file_format: args.file_format, ...told(walked) };
    if (walked.count === 0) return { ...result, bytes: 0 };
    const { extension, mimeType } = FORMATS[args.file_format];
    const file = { name: `${nameOf(args, phoneNumberId, walked)}.${extension}`, mimeType };
    const subject = subjectOf(walked, phoneNumberId, conversation);
    const kept = await place.keep(file, text(args.file_format, subject, { spool, walked, signal }), signal);
    return withLink({ ...result, ...kept }, { ...file, ...kept });
  } finally {
    await spool.close();
  }
}

/** Whom it is with, and how long it is. @throws ToolError when it is another number's */
async function conversationFor(
  { conversation_id: id }: Args,
  { kapso, phoneNumberId, signal }: Context,
): Promise<Conversation | undefined> {
  if (id === undefined) return undefined;
  const fields = "kapso(contact_name,messages_count)";
  const conversation = await kapso.conversations.get(id, { phoneNumberId, fields }, { signal });
  const owner = conversation.phone_number_id ?? phoneNumberId;
  if (owner === phoneNumberId) return conversation;
  const message = `is of another number: pass phone_number_id ${owner} with it`;
  throw refusal(NAME, [{ path: ["conversation_id"], message }], ["list_phone_numbers"]);
}

/** How many messages will come, where that is known: nothing counts those of a range, or the rest after a cursor. */
function totalOf(args: Args, conversation?: Conversation): number | undefined {
  const { phone_number, since, until, after, max_messages } = args;
  const count = conversation?.kapso?.messages_count;
  if (count === undefined) return undefined;
  if ([phone_number, since, until, after].some((each) => each !== undefined)) return undefined;
  return Math.min(count, max_messages);
}

interface Walk {
  spool: Spool;
  theirs: Theirs | undefined;
  total: number | undefined;
}

async function walkAll(args: Args, context: Context, { spool, theirs, total }: Walk): Promise<Walked> {
  const { conversation_id, since, until, after, max_messages: max } = args;
  const walked: Walked = { count: 0, removed: 0, unreadable: 0, amended: new Map() };
  const route = {
    after,
    max,
    list: pages(context, { conversation_id, since, until }, theirs),
    templateTexts: (messages: readonly Message[]) => context.templateTexts.of(messages, context),
    // Messages that arrive meanwhile make more of them than were counted.
    onPage: ({ count }: Walked) => context.progress(count, total && Math.max(total, count), `${count} messages read`),
  };
  try {
    await walk(route, spool, walked);
    return walked;
  } catch (error) {
    if (walked.count === 0 || !(error instanceof Error)) throw error;
    throw new WithSteps(error, [
      `${walked.count} messages had been read; no file was kept. The same call begins anew. With max_messages ` +
        `${walked.count} it ends before the place where this one failed, and its next_cursor leads on from there.`,
    ]);
  }
}

type Filter = Pick<Args, "conversation_id" | "since" | "until">;

function pages({ kapso, phoneNumberId, signal }: Context, filter: Filter, theirs: Theirs | undefined) {
  const fields = messageFields.query(undefined);
  const ask = (query: MessageQuery) => kapso.messages.list(phoneNumberId, { ...query, fields }, { signal });
  return (page: MessageQuery) => {
    const query = { ...filter, ...page };
    return theirs === undefined ? ask(query) : messagesOf(theirs, query, ask);
  };
}

function told({ count, from, to, next, removed, unreadable }: Walked) {
  return {
    count,
    ...(from !== undefined && { from }),
    ...(to !== undefined && { to }),
    ...(next !== undefined && { next_cursor: next }),
    ...(unreadable > 0 && { unreadable }),
    ...(removed > 0 && { invisible_characters_removed: removed }),
  };
}

/**
 * Says whose messages, and from when to when. A part that was reached by a cursor is named after it too: it may begin in
 * the second in which the one before it ends.
 */
function nameOf({ conversation_id, phone_number, after }: Args, phoneNumberId: string, { from, to }: Walked): string {
  const part = after && `after-${createHash("sha256").update(after).digest("hex").slice(0, 8)}`;
  const times = [from, to].map((time) => time?.replace(/[-:]|\.\d+/g, ""));
  return ["messages", conversation_id?.toLowerCase() ?? phone_number ?? phoneNumberId, ...times, part]
    .filter(Boolean)
    .join("-");
}

function subjectOf({ count, from, to, next }: Walked, phoneNumberId: string, conversation?: Conversation): Subject {
  return {
    contactName: cleanText(conversation?.kapso?.contact_name ?? "").text || undefined,
    address: plus(conversation?.phone_number) ?? conversation?.business_scoped_user_id ?? undefined,
    phoneNumberId,
    count,
    from,
    to,
    hasOlder: next !== undefined,
  };
}

interface Source {
  spool: Spool;
  walked: Walked;
  signal: AbortSignal;
}

async function* text(format: FormatName, subject: Subject, { spool, walked, signal }: Source): AsyncGenerator<string> {
  const writer = FORMATS[format].begin(subject);
  yield writer.head;
  for await (const rows of oldestFirst(spool, walked)) {
    signal.throwIfAborted();
    yield writer.block(rows);
  }
}

/** What is no file on the caller's disk is linked, so that a client can fetch it. */
function withLink<T extends Kept>(result: T, { name, mimeType, uri, bytes: size }: Kept & Attached) {
  if (uri === undefined) return result;
  const link: Attachment = { type: "resource_link", uri, name, mimeType, size };
  return new WithAttachments(result, [link]);
}

interface Attached {
  name: string;
  mimeType: string;
}

/** @throws ToolError where there is no place, since nothing should be read then */
export function placeOf({ media, exports }: ToolContext): ExportPlace {
  if (media !== undefined) {
    return {
      spool: () => media.spool(),
      async keep({ name }, chunks, signal) {
        const { path: file_path, bytes } = await media.stream(name, chunks, signal);
        return { file_path, bytes };
      },
    };
  }
  if (exports !== undefined) return exports;
  throw new ToolError(
    "Nothing was exported: this server has no media folder to write to. The operator can set one with " +
      "KAPSO_MEDIA_DIR, over stdio.",
    { see: ["list_messages"] },
  );
}
