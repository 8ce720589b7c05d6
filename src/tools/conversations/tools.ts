import { getConversation } from "./get_conversation.ts";
import { listConversations } from "./list_conversations.ts";
import { updateConversation } from "./update_conversation.ts";

export default [listConversations, getConversation, updateConversation];
