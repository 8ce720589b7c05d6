import type { Message, MessageKapso } from "../../kapso/message-types.ts";
import { contactName } from "../contacts/answer.ts";
import type { Scene } from "../http/context.ts";
import { digText } from "../http/json.ts";
import { kapsoBlock, type Selection } from "../http/selector.ts";
import { copyOf, copyUrl, hasMedia, isMediaType, mediaData, mediaPart } from "../media/answer.ts";
import type { ContactRow, MessageRow } from "../store/rows.ts";
import { contentOf, flowReplyOf, typeDataOf } from "./content.ts";

/** The wire record of a stored message: `contract/live.md` section 3, and where that is silent stored-data.md 1.3. */
export function messageRecord(message: MessageRow, selection: Selection, scene: Scene): Message {
  const { contact } = message.conversation;
  return {
    id: message.id,
    timestamp: String(message.at / 1000),
    type: message.type,
    ...parties(message, contact),
    context: message.context,
    ...partOf(message, scene),
    ...message.more,
    ...(message.type === "unsupported" && { errors: message.errors }),
    ...kapsoBlock<MessageKapso>(selection, kapsoKeys(message, contact, scene)),
  };
}

function partOf(message: MessageRow, scene: Scene): Partial<Message> {
  if (isMediaType(message.type)) return { [message.type]: mediaPart(message, scene) };
  return message.payload === undefined ? {} : { [message.type]: message.payload };
}

/** An inbound row does not say our number, and has null where a name is not known. */
function parties({ direction }: MessageRow, { number, waId, userId, username }: ContactRow): Partial<Message> {
  if (direction === "inbound") return { from: waId, from_user_id: userId, username };
  return { from: number.digits, to: waId, ...(userId !== null && { to_user_id: userId }) };
}

/** Keys that live rows leave out give undefined, which JSON drops. */
function kapsoKeys(
  message: MessageRow,
  contact: ContactRow,
  scene: Scene,
): { [K in keyof MessageKapso]-?: () => MessageKapso[K] } {
  const { type, transcript, conversation } = message;
  return {
    direction: () => message.direction,
    status: () => message.status,
    processing_status: () => (message.status === "pending" ? "pending" : "completed"),
    origin: () => message.origin,
    phone_number: () => contact.waId,
    phone_number_id: () => contact.number.id,
    has_media: () => hasMedia(message),
    whatsapp_conversation_id: () => conversation.id,
    contact_name: () => contactName(contact),
    content: () => contentOf(message, scene),
    media_data: () => mediaData(message, scene),
    media_url: () => {
      const copy = copyOf(message, scene);
      return copy === null ? undefined : copyUrl(scene, copy);
    },
    message_type_data: () => typeDataOf(message),
    transcript: () => (transcript === null || copyOf(message, scene) === null ? undefined : { text: transcript }),
    flow_response: () => flowReplyOf(message)?.response,
    flow_token: () => flowReplyOf(message)?.token,
    flow_name: () => flowReplyOf(message)?.name,
    order_text: () => (type === "order" ? digText(message.payload, "text") : undefined),
    statuses: () => (message.statuses.length === 0 ? undefined : message.statuses),
  };
}
