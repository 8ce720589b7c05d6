// biome-ignore lint/suspicious/noExplicitAny: rows of results, whose fields are what is tested
type Row = Record<string, any>;

/** The rows of a `list_messages` of one conversation, each with what the page says once for all of them. */
export function wholeRows({ customer = {}, data }: Row, conversation_id: string): Row[] {
  const { phone_number, ...names } = customer;
  return data.map((row: Row) => ({
    ...row,
    conversation_id,
    ...names,
    ...(phone_number && { [row["direction"] === "outbound" ? "to" : "from"]: phone_number }),
  }));
}
