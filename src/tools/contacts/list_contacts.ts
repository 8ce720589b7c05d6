import { z } from "zod";
import { contactFields } from "../definition/kapso-fields.ts";
import { toPage } from "../definition/page.ts";
import { pageFaults, pageInput, pageOf, uuid, waId } from "../definition/schemas.ts";
import { defineTool } from "../definition/tool.ts";
import { contactRecord, toContact } from "../records/contact.ts";

export const listContacts = defineTool({
  name: "list_contacts",
  title: "List contacts",
  description:
    "List the stored contacts of a WhatsApp number, newest first: names, wa_id and metadata. To look a person up, use " +
    "find_customer.",
  scope: "phone_number",
  effect: "read",
  input: z.strictObject({
    wa_id: waId.optional().describe("The number's digits."),
    customer_id: uuid.optional().describe("Of this Kapso customer."),
    has_customer: z.boolean().optional().describe("Kapso customers."),
    kapso_fields: contactFields.parameter,
    ...pageInput,
  }),
  check: pageFaults,
  output: pageOf(contactRecord),
  async run({ kapso_fields, ...query }, { kapso, phoneNumberId, signal }) {
    const fields = contactFields.query(kapso_fields);
    const list = await kapso.contacts.list(phoneNumberId, { ...query, fields }, { signal });
    return toPage(list, query, (row) => ({
      ...toContact(row),
      ...contactFields.pick(kapso_fields, row.kapso),
    }));
  },
});
