import type { RecordError } from "../../../kapso/message-types.ts";
import { isUserId, looksLikeUserId, readPhone, waIdOf } from "../../contacts/phone.ts";
import { invalidValue } from "../../http/errors.ts";
import { recordError } from "../../http/failures.ts";
import type { ContactRow, NumberRow } from "../../store/rows.ts";
import type { Store } from "../../store/store.ts";
import { coded } from "./check.ts";
import type { Envelope } from "./envelope.ts";

/** Whom a send is for. */
export interface Recipient {
  /** As it was written, echoed in the answer. */
  input: string;
  /** Null when the send is addressed to a user id. */
  waId: string | null;
  userId: string | null;
  /** Unknown people become contacts when the send is accepted. */
  contact: ContactRow | undefined;
  /** What makes the accepted message fail later. */
  fault?: RecordError;
}

/**
 * `to` wins over `recipient`. A user id belongs into `recipient`; in `to` it is taken too, and the message fails later
 * (`contract/live.md` section 3).
 */
export function resolveRecipient(store: Store, number: NumberRow, { to = "", recipient = "" }: Envelope): Recipient {
  const input = to === "" ? recipient : to;
  const name = to === "" ? "recipient" : "to";
  const phone = readPhone(input);
  if (phone !== undefined) return toPhone(store, number, input, phone);
  if (name === "to" && looksLikeUserId(input)) return { ...toUserId(store, number, input), fault: recordError(131026) };
  if (name === "recipient" && isUserId(input)) return toUserId(store, number, input);
  throw invalidValue(`Param ${name} must be a phone number or a business-scoped user id`);
}

function toPhone(store: Store, number: NumberRow, input: string, phone: string): Recipient {
  const waId = waIdOf(phone);
  if (phone === number.digits || waId === number.digits) throw coded(131021);
  const contact = store.contacts.find(number, waId);
  return { input, waId, userId: contact?.userId ?? null, contact };
}

/** A user id is made by Meta when a person writes: one from which nobody wrote cannot be reached. */
function toUserId(store: Store, number: NumberRow, input: string): Recipient {
  const contact = store.contacts.find(number, input);
  if (contact === undefined) throw coded(131026, `Param recipient: the user id ${input} is not known to this number`);
  return { input, waId: null, userId: input, contact };
}
