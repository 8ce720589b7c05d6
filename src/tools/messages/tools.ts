import { getMessage } from "./get_message.ts";
import { listMessages } from "./list_messages.ts";
import { markMessageRead } from "./mark_message_read.ts";
import { sendInteractiveMessage } from "./send_interactive_message/tool.ts";
import { sendMessage } from "./send_message.ts";
import { sendReaction } from "./send_reaction.ts";
import { sendTemplateMessage } from "./send_template_message/tool.ts";

export default [
  sendMessage,
  sendInteractiveMessage,
  sendTemplateMessage,
  sendReaction,
  listMessages,
  getMessage,
  markMessageRead,
];
