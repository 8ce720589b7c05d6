import { z } from "zod";
import type { Message } from "../../../kapso/message-types.ts";
import { pageOf } from "../../definition/schemas.ts";
import { messageRecord, toMessage } from "../message.ts";
import { present, withoutKnown } from "../present.ts";
import { amendmentsIn } from "./amended.ts";
import type { Advise } from "./delivery.ts";

/** A page of messages. What all rows of one conversation have in common stands above them, once. */
export const messageList = pageOf(messageRecord).extend({
  customer: z
    .object({
      phone_number: z.string().optional(),
      user_id: z.string().optional(),
      username: z.string().optional(),
      contact_name: z.string().optional(),
    })
    .optional()
    .describe("Of all rows, with conversation_id."),
});

type Row = ReturnType<typeof toMessage>;
type Customer = NonNullable<ReturnType<typeof messageList.parse>["customer"]>;

interface Options {
  advise?: Advise;
  templateTexts?: ReadonlyMap<string, string>;
  /** The conversation that was asked for: all rows are of it. */
  conversationId?: string | undefined;
}

interface Projected {
  shared: { customer?: Customer };
  /** The row of one of these messages. */
  row(message: Message): Row;
}

/** A page's messages. Those that others of the page edit or withdraw say so. */
export function projectList(
  messages: readonly Message[],
  { advise, templateTexts, conversationId }: Options,
): Projected {
  const amended = amendmentsIn(messages);
  const row = (message: Message): Row => {
    const after = amended.get(message.id);
    return {
      ...toMessage(message, { advise, ...(templateTexts && { templateTexts }) }),
      ...(after !== undefined && { amended: after }),
    };
  };
  if (conversationId === undefined) return { shared: {}, row };
  const rows = new Map(messages.map((message) => [message, row(message)]));
  const { phone_number, ...names } = customerOf([...rows.values()]);
  const known = { ...names, conversation_id: conversationId, from: phone_number, to: phone_number };
  return {
    shared: present({ customer: present({ phone_number, ...names }) }),
    row: (message) => withoutKnown(rows.get(message) ?? row(message), known),
  };
}

function customerOf(rows: readonly Row[]): Customer {
  return present({
    phone_number: sameInAll(rows, ({ from, to }) => from ?? to),
    user_id: sameInAll(rows, ({ user_id }) => user_id),
    username: sameInAll(rows, ({ username }) => username),
    contact_name: sameInAll(rows, ({ contact_name }) => contact_name),
  });
}

/** A value that no row contradicts: rows may lack it. */
function sameInAll(rows: readonly Row[], of: (row: Row) => string | undefined): string | undefined {
  const values = new Set(rows.flatMap((row) => of(row) ?? []));
  const [value] = values;
  return values.size === 1 ? value : undefined;
}
