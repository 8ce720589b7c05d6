import exportMessages from "./export_messages/tool.ts";
import findCustomer from "./find_customer/tool.ts";
import listWaiting from "./list_waiting_conversations/tool.ts";
import preview from "./preview_template.ts";
import readConversation from "./read_conversation/tool.ts";
import search from "./search_messages/tool.ts";
import messageStatus from "./wait_for_message_status.ts";
import waitForMessages from "./wait_for_messages/tool.ts";
import reply from "./wait_for_reply/tool.ts";

export default [
  ...readConversation,
  ...listWaiting,
  ...search,
  ...findCustomer,
  ...preview,
  ...messageStatus,
  ...reply,
  ...waitForMessages,
  ...exportMessages,
];
