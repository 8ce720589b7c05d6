import { cursors } from "../../../kapso/http/page.ts";
import type { Contact } from "../../../kapso/types.ts";
import { contactFields } from "../../definition/kapso-fields.ts";
import { uuid } from "../../definition/schemas.ts";
import type { Scopes, ToolContext } from "../../definition/tool.ts";
import { snippet, termsOf } from "../match.ts";

type Context = ToolContext & Scopes["phone_number"];

const PAGE = 100;
/** Contacts are walked so far back, on each number. */
const PAGES = 5;

export interface Match {
  contact: Contact;
  /** The field that fits. */
  matched: string;
}

interface Searched {
  matches: Match[];
  /** How many contacts were looked at. */
  searched: number;
  complete: boolean;
  /** Numbers whose contacts could not be read. */
  unread: string[];
  note?: string | undefined;
}

/**
 * Contacts that fit: by the Platform API's search, which knows all names and numbers, and by a bounded walk, which also
 * looks at what the business has set.
 */
export async function search(query: string, numbers: readonly string[], context: Context): Promise<Searched> {
  const rows = new Map<string, Contact>();
  const known = await searchPlatform(query, context);
  for (const contact of known ?? []) rows.set(keyOf(contact), contact);
  let complete = true;
  const unread: string[] = [];
  for (const number of numbers) {
    const walked = await walk(number, customerIdIn(query), context).catch((error: unknown) => {
      context.signal.throwIfAborted();
      if (number === context.phoneNumberId) throw error;
      unread.push(number);
      return { contacts: [], complete: true };
    });
    for (const contact of walked.contacts) if (!rows.has(keyOf(contact))) rows.set(keyOf(contact), contact);
    complete &&= walked.complete;
  }
  const matches = fitting([...rows.values()], query);
  const note = noteOf({ complete, unread, hasSearch: known !== undefined });
  return { matches, searched: rows.size, complete: complete && unread.length === 0, unread, note };
}

function noteOf({ complete, unread, hasSearch }: { complete: boolean; unread: string[]; hasSearch: boolean }) {
  const names = hasSearch ? "Beyond them only names and numbers were searched." : "Older contacts were not searched.";
  const notes = [
    ...(complete ? [] : [`The newest ${PAGE * PAGES} contacts of a number were looked at. ${names}`]),
    ...(unread.length === 0 ? [] : [`The contacts of ${unread.join(", ")} could not be read; call again to try.`]),
  ];
  return notes.length === 0 ? undefined : notes.join(" ");
}

/** The same person is a contact of each number. */
function keyOf({ id, wa_id, business_scoped_user_id }: Contact): string {
  return wa_id ?? business_scoped_user_id ?? id;
}

/** Undefined where this API is not there. */
async function searchPlatform(query: string, { kapso, signal }: Context): Promise<Contact[] | undefined> {
  const digits = digitsIn(query);
  const asked = digits === undefined ? { profile_name_contains: query } : { wa_id_contains: digits };
  const list = await kapso.platform?.contacts({ ...asked, limit: PAGE }, { signal }).catch(() => undefined);
  signal.throwIfAborted();
  return list?.data;
}

async function walk(
  number: string,
  customer_id: string | undefined,
  { kapso, signal, progress }: Context,
): Promise<{ contacts: Contact[]; complete: boolean }> {
  const contacts: Contact[] = [];
  let after: string | undefined;
  for (let page = 1; page <= PAGES; page += 1) {
    signal.throwIfAborted();
    const query = { limit: PAGE, customer_id, ...(after !== undefined && { after }) };
    const list = await kapso.contacts.list(number, { ...query, fields: contactFields.query(undefined) }, { signal });
    contacts.push(...list.data);
    await progress(contacts.length, undefined, `${contacts.length} contacts looked at`);
    after = cursors(list, query).next;
    if (after === undefined) break;
  }
  return { contacts, complete: after === undefined };
}

/** A part of a number, however it is written: at least four digits and nothing else. */
function digitsIn(query: string): string | undefined {
  const digits = query.replace(/[\s().+-]/g, "");
  return /^\d{4,15}$/.test(digits) ? digits : undefined;
}

function customerIdIn(query: string): string | undefined {
  return uuid.safeParse(query.trim()).data;
}

function fitting(contacts: readonly Contact[], query: string): Match[] {
  const terms = termsOf(query);
  const digits = digitsIn(query);
  return contacts.flatMap((contact) => {
    const matched = fieldThatFits(contact, terms, digits);
    return matched === undefined ? [] : [{ contact, matched }];
  });
}

/** Names before the rest: what people look for first. */
function fieldThatFits(contact: Contact, terms: readonly string[], digits: string | undefined): string | undefined {
  const fits = (value: unknown) => value !== null && value !== undefined && snippet(String(value), terms) !== undefined;
  const { profile_name, display_name, username, customer_id, business_scoped_user_id: user_id, wa_id } = contact;
  if (digits !== undefined && wa_id?.includes(digits)) return "wa_id";
  const fields = Object.entries({ profile_name, display_name, username, customer_id, user_id });
  const metadata = Object.entries(contact.metadata ?? {}).map(
    ([key, value]) => [`metadata.${key}`, textOf(value)] as const,
  );
  return [...fields, ...metadata].find(([, value]) => fits(value))?.[0];
}

function textOf(value: unknown): string {
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}
