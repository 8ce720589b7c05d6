import { z } from "zod";
import type { Contact, Conversation } from "../../../kapso/types.ts";
import { chars } from "../../definition/schemas.ts";
import { defineTool, type Scopes, type ToolContext } from "../../definition/tool.ts";
import { present, time } from "../../records/present.ts";
import { windowRecord } from "../../records/window.ts";
import { queryFaults } from "../match.ts";
import { type Match, search } from "./search.ts";

type Context = ToolContext & Scopes["phone_number"];

const AT_ONCE = 4;

const found = z.object({
  wa_id: z.string().optional().describe("The number's digits: as to of a send."),
  user_id: z.string().optional().describe("Business-scoped id: as recipient of a send."),
  profile_name: z.string().optional(),
  display_name: z.string().optional(),
  username: z.string().optional(),
  customer_id: z.string().optional(),
  matched: z.string().describe("The field that fits."),
  conversations: z
    .array(
      z.object({
        conversation_id: z.string(),
        phone_number_id: z.string().describe("The business number."),
        status: z.string(),
        last_message_at: z.string().optional(),
        window: windowRecord.meta({ shallow: true }).optional(),
      }),
    )
    .describe("The newest with each business number."),
});

export const findCustomer = defineTool({
  name: "find_customer",
  title: "Find a customer",
  description:
    "Find people by a part of their name or number, username, customer_id or metadata value, on all of the project's " +
    "numbers, with their newest conversations.",
  scope: "phone_number",
  effect: "read",
  walks: true,
  input: z.strictObject({
    query: chars(2, 200).describe("Case and accents do not matter."),
    limit: z.int().min(1).max(20).default(5).describe("People."),
  }),
  check: queryFaults,
  output: z.object({
    data: z.array(found),
    fitting: z.int().describe("How many were found; data has the newest."),
    searched: z.int().describe("Contacts looked at."),
    complete: z.boolean().describe("All contacts were looked at."),
    phone_number_ids: z.array(z.string()).describe("The business numbers that were searched."),
    note: z.string().optional(),
  }),
  async run({ query, limit }, context) {
    const numbers = await numbersOf(context);
    const { matches, searched, complete, unread, note } = await search(query, numbers, context);
    const shown = matches.slice(0, limit);
    const data: z.input<typeof found>[] = [];
    for (let i = 0; i < shown.length; i += AT_ONCE) {
      context.signal.throwIfAborted();
      const some = shown.slice(i, i + AT_ONCE);
      data.push(...(await Promise.all(some.map((match) => toFound(match, numbers, context)))));
    }
    const several = matches.length > 1 ? `${matches.length} people fit: make sure which is meant.` : undefined;
    return {
      data,
      fitting: matches.length,
      searched,
      complete,
      phone_number_ids: numbers.filter((number) => !unread.includes(number)),
      ...present({ note: [several, note].filter(Boolean).join(" ") }),
    };
  },
});

/** All numbers of the project where the key tells them, that of the call first. */
async function numbersOf({ kapso, phoneNumberId, signal }: Context): Promise<string[]> {
  const list = await kapso.platform?.numbers({ signal }).catch(() => undefined);
  signal.throwIfAborted();
  return [...new Set([phoneNumberId, ...(list?.data ?? []).map(({ phone_number_id: id }) => id)])];
}

async function toFound(
  { contact, matched }: Match,
  numbers: readonly string[],
  context: Context,
): Promise<z.input<typeof found>> {
  const conversations = await Promise.all(numbers.map((number) => newestWith(contact, number, context)));
  return {
    ...present({
      wa_id: contact.wa_id,
      user_id: contact.business_scoped_user_id,
      profile_name: contact.profile_name,
      display_name: contact.display_name,
      username: contact.username,
      customer_id: contact.customer_id,
    }),
    matched,
    conversations: conversations.filter((each) => each !== undefined),
  };
}

/** The newest conversation with a number. One that cannot be read is left out: the person was found. */
async function newestWith(
  contact: Contact,
  phoneNumberId: string,
  { kapso, signal, windows }: Context,
): Promise<z.input<typeof found>["conversations"][number] | undefined> {
  const person = contact.wa_id ? `+${contact.wa_id}` : contact.business_scoped_user_id;
  if (!person) return undefined;
  const bounds = contact.wa_id ? { limit: 10, pages: 1 } : { limit: 100, pages: 1 };
  const theirs = await kapso.conversations.of(phoneNumberId, person, { ...bounds, signal }).catch(() => undefined);
  signal.throwIfAborted();
  const newest: Conversation | undefined = theirs?.rows[0];
  if (newest === undefined) return undefined;
  const [window] = await windows.of([newest], { kapso, phoneNumberId, signal });
  return {
    conversation_id: newest.id,
    phone_number_id: phoneNumberId,
    status: newest.status,
    ...present({ last_message_at: time(newest.kapso?.last_message_timestamp), window }),
  };
}
