import { z } from "zod";
import type { Contact } from "../../kapso/types.ts";
import { kapsoBlock } from "../definition/kapso-fields.ts";
import { freeObject } from "../definition/schemas.ts";
import { present, time } from "./present.ts";

export const contactRecord = z.object({
  wa_id: z.string().optional().describe("The number's digits: for get_contact, update_contact and as to of a send."),
  user_id: z.string().optional().describe("Business-scoped id, where there is one."),
  username: z.string().optional(),
  profile_name: z.string().optional().describe("The name that the person set."),
  display_name: z.string().optional().describe("The name that the business set."),
  customer_id: z.string().optional(),
  metadata: freeObject.optional(),
  created_at: z.string().optional(),
  updated_at: z.string().optional(),
  kapso: kapsoBlock,
});

export function toContact(contact: Contact): z.input<typeof contactRecord> {
  return present({
    wa_id: contact.wa_id,
    user_id: contact.business_scoped_user_id,
    username: contact.username,
    profile_name: contact.profile_name,
    display_name: contact.display_name,
    customer_id: contact.customer_id,
    metadata: contact.metadata,
    created_at: time(contact.created_at),
    updated_at: time(contact.updated_at),
  });
}
