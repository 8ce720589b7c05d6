import { isRecord, type JsonRecord } from "./http/json.ts";
import type { Message } from "./message-types.ts";
import { shaped, unixSeconds } from "./odd-rows.ts";
import type { Reader } from "./records.ts";
import type { Call, Contact, Conversation } from "./types.ts";

/**
 * Stored rows as they come, in the shapes of `types.ts`: whatever spelling a host has for times, numbers and ids, it ends
 * here (`contract/live.md` sections 3 and 5). A row without an id is none; everything else can be missing.
 */

/** Parts that say what a message is, where its type does not. */
const PARTS = ["text", "image", "video", "audio", "document", "sticker", "location", "interactive", "button"];
/** Those that are lists. */
const LISTS = ["contacts"];

const MESSAGE = {
  texts: words("id type from to from_user_id to_user_id username group_id"),
  records: [...PARTS, ...words("context template reaction order edit revoke referral system unsupported kapso")],
  lists: [...LISTS, "errors"],
};
const MESSAGE_KAPSO = {
  texts: words(
    "direction status origin phone_number phone_number_id media_url contact_name whatsapp_conversation_id " +
      "flow_token flow_name order_text",
  ),
  records: words("media_data message_type_data transcript flow_response"),
  lists: ["statuses"],
};

const PEOPLE = words("business_scoped_user_id parent_business_scoped_user_id username");

const CONVERSATION = {
  texts: [...PEOPLE, ...words("id status phone_number phone_number_id assigned_user_id last_active_at created_at")],
  records: words("metadata kapso"),
};
const CONVERSATION_KAPSO = {
  texts: words(
    "contact_name last_message_id last_message_type last_message_timestamp last_message_text last_inbound_at " +
      "last_outbound_at",
  ),
  numbers: ["messages_count"],
};
const CONTACT = {
  texts: [...PEOPLE, ...words("id wa_id profile_name display_name customer_id created_at updated_at")],
  records: words("metadata kapso"),
};
const CALL = {
  texts: [
    ...PEOPLE,
    ...words("id call_id direction status user_wa_id voice_agent_id voice_agent_name whatsapp_conversation_id"),
    ...words("session_started_at started_at ended_at created_at config_display_phone_number"),
  ],
  numbers: ["duration_seconds"],
  records: words("whatsapp_contact whatsapp_conversation"),
};

export const message: { read: Reader<Message> } = {
  read(value) {
    if (!isRecord(value)) return undefined;
    const { id, type, kapso, timestamp, ...rest } = shaped(value, MESSAGE);
    if (!isText(id)) return undefined;
    const block = isRecord(kapso) ? { kapso: shaped(kapso, MESSAGE_KAPSO) } : {};
    const kind = isText(type) ? type : (partOf(value) ?? "unknown");
    return { ...rest, id, type: kind, timestamp: unixSeconds(timestamp), ...block };
  },
};

export const conversation: { read: Reader<Conversation> } = {
  read(value) {
    if (!isRecord(value)) return undefined;
    const { id, status, phone_number, kapso, ...rest } = shaped(value, CONVERSATION);
    if (!isText(id)) return undefined;
    const block = isRecord(kapso) ? { kapso: shaped(kapso, CONVERSATION_KAPSO) } : {};
    return { ...rest, id, status: textOr(status, "unknown"), ...numberIn({ phone_number }), ...block };
  },
};

export const contact: { read: Reader<Contact> } = {
  read(value) {
    if (!isRecord(value)) return undefined;
    const { id, wa_id, ...rest } = shaped(value, CONTACT);
    const digits = typeof wa_id === "string" ? unformatted(wa_id).replace(/^\+/, "") : wa_id;
    return isText(id) ? { ...rest, id, ...(isText(digits) || digits === null ? { wa_id: digits } : {}) } : undefined;
  },
};

/** Kapso's own tests have calls whose `id` is the one of WhatsApp. */
export const call: { read: Reader<Call> } = {
  read(value) {
    if (!isRecord(value)) return undefined;
    const { id, call_id, direction, status, ...rest } = shaped(value, CALL);
    const own = isText(call_id) ? call_id : isText(id) && id.startsWith("wacid.") ? id : undefined;
    if (own === undefined) return undefined;
    const facts = { direction: textOr(direction, "unknown"), status: textOr(status, "unknown") };
    return { ...rest, id: textOr(id, own), call_id: own, ...facts };
  },
};

function words(names: string): string[] {
  return names.split(" ");
}

function partOf(value: JsonRecord): string | undefined {
  return PARTS.find((part) => isRecord(value[part])) ?? LISTS.find((part) => Array.isArray(value[part]));
}

function numberIn({ phone_number: number }: JsonRecord): { phone_number?: string | null } {
  if (number === null) return { phone_number: null };
  return typeof number === "string" ? { phone_number: unformatted(number) } : {};
}

/** `+1 (555) 123-4567` is `+15551234567`; what is no number stays as it is. */
function unformatted(number: string): string {
  return /^\+?[\d\s().-]{5,30}$/.test(number) ? number.replace(/[^\d+]/g, "") : number;
}

function isText(value: unknown): value is string {
  return typeof value === "string" && value !== "";
}

function textOr(value: unknown, otherwise: string): string {
  return isText(value) ? value : otherwise;
}
