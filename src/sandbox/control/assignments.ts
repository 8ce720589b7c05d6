import { z } from "zod";
import type { World } from "../world/world.ts";
import { InputError } from "./input-error.ts";

/** Gives a conversation to a team member, or to nobody: `POST /_sandbox/assignments`. */
export const assignment = z.strictObject({
  conversation_id: z.string().min(1),
  assigned_user_id: z.uuid().nullable(),
});

export function assign(world: World, { conversation_id, assigned_user_id }: z.output<typeof assignment>): void {
  const conversation = world.conversations.get(conversation_id);
  if (conversation === undefined) throw new InputError(`conversation_id: ${conversation_id} is not known`);
  world.conversations.table.update(conversation, (row) => {
    row.assignedUserId = assigned_user_id;
    row.updatedAt = world.now();
  });
}
