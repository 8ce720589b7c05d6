import { exportMessages } from "./export_messages/tool.ts";
import { findCustomer } from "./find_customer/tool.ts";
import { listWaitingConversations } from "./list_waiting_conversations/tool.ts";
import { previewTemplate } from "./preview_template.ts";
import { readConversation } from "./read_conversation/tool.ts";
import { searchMessages } from "./search_messages/tool.ts";
import { waitForMessageStatus } from "./wait_for_message_status.ts";
import { waitForMessages } from "./wait_for_messages/tool.ts";
import { waitForReply } from "./wait_for_reply/tool.ts";

export default [
  readConversation,
  listWaitingConversations,
  searchMessages,
  findCustomer,
  previewTemplate,
  waitForMessageStatus,
  waitForReply,
  waitForMessages,
  exportMessages,
];
