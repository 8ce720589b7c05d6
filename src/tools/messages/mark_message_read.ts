import { z } from "zod";
import { messageId } from "../definition/schemas.ts";
import { defineTool } from "../definition/tool.ts";

export const markMessageRead = defineTool({
  name: "mark_message_read",
  title: "Mark as read",
  description:
    "Mark an inbound message, and all before it in its thread, as read: the customer sees blue ticks. " +
    "With typing_indicator the customer also sees that a reply is being written, for up to 25 seconds.",
  scope: "phone_number",
  effect: "update",
  input: z.strictObject({
    message_id: messageId.describe("Of an inbound message of the last 30 days."),
    typing_indicator: z.boolean().default(false).describe("Also show that a reply is being written."),
  }),
  output: z.object({
    message_id: z.string(),
    marked_read: z.boolean(),
    typing_indicator: z.boolean().optional(),
  }),
  async run({ message_id, typing_indicator }, { kapso, phoneNumberId, signal }) {
    const typing = typing_indicator ? { typing_indicator: { type: "text" as const } } : {};
    await kapso.messages.markRead(phoneNumberId, { message_id, ...typing }, { signal });
    return {
      message_id,
      marked_read: true,
      ...(typing_indicator && { typing_indicator }),
    };
  },
});
