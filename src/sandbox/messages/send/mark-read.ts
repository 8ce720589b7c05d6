import { z } from "zod";
import { invalidValue } from "../../http/errors.ts";
import type { JsonObject } from "../../http/json.ts";
import type { NumberRow } from "../../store/rows.ts";
import { DAY } from "../../world/clock.ts";
import type { World } from "../../world/world.ts";
import { checkParams, text } from "./check.ts";
import { messagingProduct } from "./envelope.ts";

const readMark = z.object({
  messaging_product: messagingProduct,
  status: z.literal("read", "must be one of {read}"),
  message_id: text(256),
  typing_indicator: z.object({ type: z.literal("text", "must be one of {text}") }).optional(),
});

/** Marks an inbound message and all before it as read (messages.md section 9). Takes no lock and makes no record. */
export function markRead(world: World, number: NumberRow, body: JsonObject): void {
  const { message_id } = checkParams(readMark, body);
  const message = world.messages.get(message_id);
  const isMarkable =
    message?.direction === "inbound" &&
    message.conversation.contact.number === number &&
    world.now() - message.at <= 30 * DAY;
  if (!isMarkable) throw invalidValue("Param message_id is not an inbound message of this number within 30 days");
  let unread: typeof message | undefined = message;
  const scope = number.id;
  const facets = [message.conversation.id, "inbound", undefined];
  // newest first, back to the first that is read already
  while (unread !== undefined && unread.readAt === null) {
    unread.readAt = world.now();
    unread = world.messages.table.page({ scope, facets, after: { at: unread.at, seq: unread.seq }, limit: 1 }).rows[0];
  }
}
