import type { Message, MessageKapso } from "../../kapso/types.ts";
import { digText } from "../json.ts";
import { kapsoBlock, type Selection } from "../selector.ts";
import type { ContactRow, MessageRow } from "../store/rows.ts";
import { contactName } from "./contact.ts";
import { contentOf, copyOf, copyUrl, flowReplyOf, hasMedia, typeDataOf } from "./content.ts";

/** The wire record of a stored message (stored-data.md section 1.3). `origin` is where Kapso's media copies are. */
export function messageRecord(message: MessageRow, selection: Selection, origin: string): Message {
  const { contact } = message.conversation;
  return {
    id: message.id,
    timestamp: String(message.at / 1000),
    type: message.type,
    ...parties(message, contact),
    ...(message.context !== null && { context: message.context }),
    ...(message.payload !== undefined && { [message.type]: message.payload }),
    ...(message.referral !== null && { referral: message.referral }),
    ...(message.errors !== null && { errors: message.errors }),
    ...kapsoBlock<MessageKapso>(selection, kapsoKeys(message, contact, origin)),
  };
}

function parties({ direction }: MessageRow, { number, waId, userId, username }: ContactRow): Partial<Message> {
  const inbound = direction === "inbound";
  return {
    from: inbound ? waId : number.digits,
    to: inbound ? number.digits : waId,
    ...(userId !== null && { [inbound ? "from_user_id" : "to_user_id"]: userId }),
    ...(username !== null && { username }),
  };
}

function kapsoKeys(
  message: MessageRow,
  contact: ContactRow,
  origin: string,
): { [K in keyof MessageKapso]-?: () => MessageKapso[K] } {
  const mediaUrl = () => {
    const media = copyOf(message);
    return media === null ? null : copyUrl(origin, media);
  };
  return {
    direction: () => message.direction,
    origin: () => "cloud_api",
    phone_number_id: () => undefined,
    transcript: () => undefined,
    statuses: () => undefined,
    status: () => message.status,
    processing_status: () => (message.status === "pending" ? "pending" : "completed"),
    phone_number: () => (contact.waId === null ? null : `+${contact.waId}`),
    has_media: () => hasMedia(message),
    media_data: () => {
      const media = copyOf(message);
      if (media === null) return null;
      const { filename, mimeType, bytes } = media;
      return { url: copyUrl(origin, media), filename, content_type: mimeType, byte_size: bytes.length };
    },
    media_url: mediaUrl,
    whatsapp_conversation_id: () => message.conversation.id,
    contact_name: () => contactName(contact),
    message_type_data: () => typeDataOf(message),
    content: () => contentOf(message, origin),
    flow_response: () => flowReplyOf(message)?.response ?? null,
    flow_token: () => flowReplyOf(message)?.token ?? null,
    flow_name: () => flowReplyOf(message)?.name ?? null,
    order_text: () => (message.type === "order" ? (digText(message.payload, "text") ?? null) : null),
  };
}
