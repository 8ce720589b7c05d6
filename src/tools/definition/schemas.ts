import { z } from "zod";
import { numberFault } from "./phone/length.ts";
import { internationalDigits, isOtherAddress } from "./phone/written.ts";

/**
 * Shared parameters. The parsing schemas are complete and strict; what is advertised of them is short: no patterns
 * for uuids and times, since those cost tokens and help no model (`design.md` section 5).
 */

/**
 * Text of `min` to `max` Unicode code points (JSON Schema counts so too; zod would count UTF-16 units). One that must
 * have any must have one that is seen.
 */
export function chars(min: number, max: number) {
  return z
    .string()
    .refine((text) => text.isWellFormed(), "must be valid Unicode without lone surrogates")
    .refine((text) => !text.includes("\0"), "must not have the character NUL")
    .refine((text) => min === 0 || text === "" || SEEN.test(text), "must not be white space alone")
    .refine((text) => within([...text].length, min, max), `must have ${min} to ${max} characters`)
    .meta(min > 0 ? { minLength: min, maxLength: max } : { maxLength: max });
}

const SEEN = /[^\s\p{Default_Ignorable_Code_Point}]/u;

const within = (n: number, min: number, max: number) => n >= min && n <= max;

/** A business phone number's id or an account's id: digits, 5 to 20 (contract README section 13). */
export const metaId = z.string().regex(/^\d{5,20}$/, "must be 5 to 20 digits");

export const uuid = z
  .string()
  .refine((id) => /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i.test(id), "must be a UUID");

export const conversationId = uuid.describe("From list_conversations.");

export const messageId = z
  .string()
  .refine((id) => /^wamid\.[A-Za-z0-9+/=_-]{1,250}$/.test(id), "must be a message id: wamid. and Base64 characters");

export const mediaId = z.string().refine((id) => /^\d{5,20}$/.test(id), "must be 5 to 20 digits");

/** Digits with or without `+`, as `wa_id` or E.164, in whatever it is wrapped. Parsed to digits. */
export const waId = z
  .string()
  .transform(internationalDigits)
  .refine(
    (id) => /^[1-9]\d{4,14}$/.test(id),
    "must be a WhatsApp id: 5 to 15 digits with the country code, no letters",
  );

/** A contact in a path: a WhatsApp id, or the business-scoped id of somebody whose number is not known. */
export const contactId = z
  .string()
  .transform(internationalDigits)
  .refine(
    (id) => /^[1-9]\d{4,14}$/.test(id) || /^[A-Za-z]+\.[A-Za-z0-9._-]{1,250}$/.test(id),
    "must be a WhatsApp id (5 to 15 digits with the country code) or a business-scoped user id (such as BR.1203...)",
  );

/** A phone number with its country code, in whatever it is wrapped, parsed to E.164. */
export const phone = z
  .string()
  .refine((text) => !isOtherAddress(text), "is no person's number: a group has group_id, a user id is a recipient")
  .transform(internationalDigits)
  .refine(
    (digits) => /^[1-9]\d{7,14}$/.test(digits),
    "must be a phone number with country code: 8 to 15 digits, such as +5511987650042",
  )
  .transform((digits) => `+${digits}`);

/** A phone number to write to: one that its country's plan cannot have is refused before a message is paid for. */
export const recipientPhone = phone.superRefine((number, context) => {
  const message = numberFault(number);
  if (message !== undefined) context.addIssue({ code: "custom", message });
});

/** A business-scoped user id (contract README section 13). */
export const bsuid = z
  .string()
  .refine((id) => /^[A-Za-z0-9._-]{1,256}$/.test(id), "must be a business-scoped user id: letters, digits, . _ -");

/** Whether the day is one of its month: `Date` takes the 30th of February for the 2nd of March. */
function isDay(text: string): boolean {
  const [year = 0, month = 0, day = 0] = text.slice(0, 10).split("-").map(Number);
  return new Date(Date.UTC(year, month - 1, day)).getUTCDate() === day;
}

const ISO_TIME = /^\d{4}-\d{2}-\d{2}[Tt ]\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?([Zz]|[+-]\d{2}:?\d{2})$/;

/** An instant in ISO 8601 with a zone, parsed to UTC. */
export const isoTime = z
  .string()
  .refine(
    (text) => ISO_TIME.test(text) && !Number.isNaN(Date.parse(text)) && isDay(text),
    "must be an ISO 8601 time with a zone, such as 2026-11-20T14:03:11Z",
  )
  .transform((text) => new Date(text).toISOString());

const cursor = z
  .string()
  .refine((text) => /^[!-~]{1,2000}$/.test(text), "must be a cursor as a former page returned it, unchanged");

/** Paging of every list. That `after` and `before` exclude each other is `pageFaults`. */
export const pageInput = {
  limit: z.int().min(1).max(100).default(20).describe("Rows a page."),
  after: cursor.optional().describe("next_cursor of a former page."),
  before: cursor.optional().describe("previous_cursor of a former page."),
};

export function pageFaults({ after, before }: { after?: string; before?: string }) {
  return after !== undefined && before !== undefined
    ? [
        {
          path: ["before"],
          message: "cannot go together with after; give one of the two cursors",
        },
      ]
    : [];
}

/** How many rows a result lacks because the API's answer made no sense there. */
export function leftOut(what: string) {
  return z.int().optional().describe(`${what} left out: the API's answer made no sense there.`);
}

/** A page as a tool returns it. */
export function pageOf<T extends z.ZodType>(row: T) {
  return z.object({
    count: z.int().describe("Rows on this page."),
    data: z.array(row),
    unreadable: leftOut("Rows"),
    next_cursor: z.string().optional().describe("Pass as after for the next page; absent on the last."),
    previous_cursor: z.string().optional().describe("Pass as before for the previous page; absent on the first."),
  });
}

/** Free-form JSON object: keys and values are the customer's or the operator's. */
export const freeObject = z.record(z.string(), z.unknown());

export const callId = z
  .string()
  .refine((id) => /^wacid\.[!-~]{1,250}$/.test(id), "must be a call id: wacid. and its characters");

/** Countries in which WhatsApp stores data when asked to (contract phone-number.md 2.2). */
export const REGIONS = ["AU", "ID", "IN", "JP", "SG", "KR", "DE", "CH", "GB", "BR", "BH", "ZA", "AE", "CA"] as const;
