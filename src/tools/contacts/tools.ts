import { getContact } from "./get_contact.ts";
import { listContacts } from "./list_contacts.ts";
import { updateContact } from "./update_contact.ts";

export default [listContacts, getContact, updateContact];
