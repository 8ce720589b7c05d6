import { z } from "zod";
import { contactFields } from "../definition/kapso-fields.ts";
import { contactId } from "../definition/schemas.ts";
import { defineTool } from "../definition/tool.ts";
import { contactRecord, toContact } from "../records/contact.ts";

export const getContact = defineTool({
  name: "get_contact",
  title: "Get a contact",
  description: "Get one stored contact by WhatsApp id: names, metadata and ids. To find the id, use find_customer.",
  scope: "phone_number",
  effect: "read",
  input: z.strictObject({
    wa_id: contactId.describe(
      "The number's digits with country code; or the contact's user_id where it has no number.",
    ),
    kapso_fields: contactFields.parameter,
  }),
  output: contactRecord,
  async run({ wa_id, kapso_fields }, { kapso, phoneNumberId, signal }) {
    const fields = contactFields.query(kapso_fields);
    const contact = await kapso.contacts.get(phoneNumberId, wa_id, { fields }, { signal });
    return {
      ...toContact(contact),
      ...contactFields.pick(kapso_fields, contact.kapso),
    };
  },
});
