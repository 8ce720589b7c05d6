import { z } from "zod";
import type { MessageQuery } from "../../../kapso/client.ts";
import type { Message } from "../../../kapso/message-types.ts";
import type { List } from "../../../kapso/types.ts";
import { conversationInput, conversationsOf, customerFaults, messagesOf } from "../../definition/customer.ts";
import { messageFields } from "../../definition/kapso-fields.ts";
import { chars, isoTime, leftOut } from "../../definition/schemas.ts";
import { defineTool } from "../../definition/tool.ts";
import { toMessage } from "../../records/message.ts";
import { present, time } from "../../records/present.ts";
import { queryFaults, snippet, termsOf } from "../match.ts";
import { inWords } from "../words.ts";
import { placeOf, Walk } from "./walk.ts";

/** How far one call goes. */
const PAGES = 20;
const MOST_MS = 20_000;

const hit = z.object({
  message_id: z.string(),
  conversation_id: z.string().optional(),
  time: z.string().optional(),
  from: z.string().describe("customer or us."),
  customer: z.string().optional().describe("Name, else number or id."),
  type: z.string(),
  snippet: z.string(),
});

export const searchMessages = defineTool({
  name: "search_messages",
  title: "Search messages",
  description:
    "Find words in the stored messages of a WhatsApp number, newest first: texts, captions, file names, transcripts, " +
    "tapped buttons. Looks at 2,000 a call.",
  scope: "phone_number",
  effect: "read",
  walks: true,
  input: z.strictObject({
    query: chars(1, 200).describe('All words must be there, or a "phrase". Case and accents do not matter.'),
    ...conversationInput,
    direction: z.enum(["inbound", "outbound"]).optional().describe("inbound: from the customer."),
    types: z.array(z.string().max(40)).max(20).optional().describe("Such as image."),
    since: isoTime.optional().describe("ISO 8601 with zone."),
    until: isoTime.optional().describe("Inclusive."),
    limit: z.int().min(1).max(100).default(10).describe("Hits."),
    after: z.string().max(3000).optional().describe("next_cursor of a former result."),
  }),
  check: (args) => [...customerFaults(args), ...queryFaults(args)],
  output: z.object({
    data: z.array(hit),
    searched: z.int().describe("Messages looked at in this call."),
    searched_back_to: z.string().optional(),
    complete: z.boolean().describe("Nothing older is left in the period."),
    unreadable: leftOut("Messages"),
    next_cursor: z.string().optional(),
  }),
  async run({ query, types, limit, after, phone_number, ...filter }, context) {
    const { kapso, phoneNumberId, signal, timer, templateTexts, progress } = context;
    const terms = termsOf(query);
    const fields = messageFields.query(undefined);
    const ask = (part: MessageQuery) => kapso.messages.list(phoneNumberId, { ...part, fields }, { signal });
    const theirs = phone_number === undefined ? undefined : await conversationsOf(phone_number, context);
    const list = (page: MessageQuery): Promise<List<Message>> => {
      const asked = { ...filter, ...page };
      return theirs === undefined ? ask(asked) : messagesOf(theirs, asked, ask);
    };
    const walk = new Walk(placeOf(after));
    const begun = timer.now();
    const hits: z.input<typeof hit>[] = [];
    for (let pages = 0; hits.length < limit && !walk.complete; pages += 1) {
      if (pages === PAGES || timer.now() - begun > MOST_MS) break;
      signal.throwIfAborted();
      const rows = await walk.page(list);
      const texts = await templateTexts.of(rows, { kapso, phoneNumberId, signal });
      for (const message of rows) {
        walk.pass(message);
        if (types !== undefined && !types.includes(message.type)) continue;
        const found = toHit(message, terms, texts);
        if (found !== undefined && hits.push(found) === limit) break;
      }
      await progress(walk.searched, undefined, `${walk.searched} messages searched`);
    }
    return {
      data: hits,
      searched: walk.searched,
      complete: walk.complete,
      ...present({
        searched_back_to: time(walk.last?.timestamp),
        unreadable: walk.unreadable,
        next_cursor: walk.cursor,
      }),
    };
  },
});

function toHit(
  message: Message,
  terms: readonly string[],
  templateTexts: ReadonlyMap<string, string>,
): z.input<typeof hit> | undefined {
  const row = toMessage(message, { templateTexts });
  const text = [inWords(row), row.media?.filename].filter(Boolean).join("\n");
  const part = snippet(text, terms);
  if (part === undefined) return undefined;
  return {
    message_id: row.message_id,
    ...present({ conversation_id: row.conversation_id, time: row.time }),
    from: row.direction === "outbound" ? "us" : "customer",
    ...present({ customer: row.contact_name ?? row.from ?? row.to ?? row.user_id }),
    type: row.type,
    snippet: part,
  };
}
