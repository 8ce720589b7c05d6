import type { Conversation, ConversationKapso } from "../../kapso/types.ts";
import { contactName } from "../contacts/answer.ts";
import type { Scene } from "../http/context.ts";
import { kapsoBlock, type Selection } from "../http/selector.ts";
import { lastTextOf } from "../messages/content.ts";
import type { ConversationRow } from "../store/rows.ts";
import { iso, isoOrNull } from "../world/clock.ts";

/** stored-data.md section 2.4; numbers as live rows have them (`contract/live.md` section 3). */
export function conversationRecord(conversation: ConversationRow, selection: Selection, scene: Scene): Conversation {
  const { contact, lastMessage } = conversation;
  const { number } = contact;
  return {
    id: conversation.id,
    phone_number: contact.formattedPhone ?? contact.waId,
    business_scoped_user_id: contact.userId,
    parent_business_scoped_user_id: null,
    username: contact.username,
    status: conversation.status,
    last_active_at: iso(conversation.lastActiveAt),
    created_at: iso(conversation.createdAt),
    updated_at: iso(conversation.updatedAt),
    whatsapp_config_id: number.configId,
    metadata: conversation.metadata,
    phone_number_id: number.id,
    assigned_user_id: conversation.assignedUserId,
    ...kapsoBlock<ConversationKapso>(selection, {
      contact_name: () => contactName(contact),
      messages_count: () => conversation.messagesCount,
      last_message_id: () => lastMessage?.id ?? null,
      last_message_type: () => lastMessage?.type ?? null,
      last_message_timestamp: () => isoOrNull(lastMessage?.at ?? null),
      last_message_text: () => (lastMessage === null ? null : lastTextOf(lastMessage, scene)),
      last_inbound_at: () => isoOrNull(conversation.lastInboundAt),
      last_outbound_at: () => isoOrNull(conversation.lastOutboundAt),
    }),
  };
}
