import type { Contact } from "../../kapso/types.ts";
import { kapsoBlock, type Selection } from "../http/selector.ts";
import type { ContactRow } from "../store/rows.ts";
import { iso } from "../world/clock.ts";

/** The name set in Kapso, else the one that the customer set. */
export function contactName({ displayName, profileName }: ContactRow): string | null {
  return displayName ?? profileName;
}

/** stored-data.md section 3.4. */
export function contactRecord(contact: ContactRow, selection: Selection): Contact {
  return {
    id: contact.id,
    wa_id: contact.waId,
    business_scoped_user_id: contact.userId,
    parent_business_scoped_user_id: null,
    username: contact.username,
    profile_name: contact.profileName,
    display_name: contact.displayName,
    customer_id: contact.customerId,
    metadata: contact.metadata,
    created_at: iso(contact.createdAt),
    updated_at: iso(contact.updatedAt),
    ...kapsoBlock<{ contact_name: string | null }>(selection, { contact_name: () => contactName(contact) }),
  };
}
