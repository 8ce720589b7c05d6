import { z } from "zod";
import { toPage } from "../definition/page.ts";
import { pageFaults, pageInput, pageOf } from "../definition/schemas.ts";
import { defineTool } from "../definition/tool.ts";
import { present } from "../records/present.ts";
import { NUMBER_FIELDS, numberRecord, toNumber } from "./record.ts";

const filter = z
  .strictObject({
    field: z.enum(["account_mode", "messaging_limit_tier", "is_official_business_account"]),
    operator: z.string().min(1).max(20),
    value: z.union([z.string().max(100), z.boolean()]),
  })
  .meta({
    description: "{field: account_mode, messaging_limit_tier or is_official_business_account; operator: EQUAL; value}.",
    shallow: true,
  });

export const listPhoneNumbers = defineTool({
  name: "list_phone_numbers",
  title: "List business numbers",
  description:
    "List the business numbers of a WhatsApp Business account, with name, status, quality and limits. Returns the " +
    "phone_number_id that other tools take. These are the business's own numbers; customers are in list_contacts.",
  scope: "business_account",
  effect: "read",
  input: z.strictObject({
    sort: z
      .enum(["creation_time.asc", "creation_time.desc", "last_onboarded_time.asc", "last_onboarded_time.desc"])
      .optional()
      .describe("Order."),
    filtering: z.array(filter).min(1).max(10).optional().describe("Only numbers that meet all of these."),
    ...pageInput,
  }),
  check: pageFaults,
  output: pageOf(numberRecord).extend({ note: z.string().optional() }),
  async run({ filtering, ...query }, { kapso, businessAccountId, signal }) {
    const wire = {
      ...query,
      ...(filtering !== undefined && { filtering: JSON.stringify(filtering) }),
      fields: NUMBER_FIELDS,
    };
    const page = toPage(await kapso.numbers.list(businessAccountId, wire, { signal }), query, toNumber, "meta");
    return {
      ...page,
      ...present({ note: isOnly(page, filtering) ? "This is the account's only number." : undefined }),
    };
  },
});

/** Whoever looks for another number learns at once that there is none. */
function isOnly(page: ReturnType<typeof toPage>, filtering: unknown): boolean {
  const { count, next_cursor, previous_cursor, unreadable } = page;
  const isWhole = next_cursor === undefined && previous_cursor === undefined && unreadable === undefined;
  return count === 1 && isWhole && filtering === undefined;
}
