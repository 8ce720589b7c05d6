import { z } from "zod";
import { defineTool } from "../definition/tool.ts";
import { changed, done, failed, userFaults, users } from "./block-list.ts";

export const blockUsers = defineTool({
  name: "block_users",
  title: "Block people",
  description:
    "Block people, so that they can neither write to nor call a business number, nor be written to. Only people who " +
    "wrote in the last 24 hours can be blocked. Returns who was blocked and who not. unblock_users undoes it.",
  scope: "phone_number",
  effect: "update",
  input: z.strictObject(users),
  check: userFaults,
  output: z.object({ blocked: z.array(z.string()), ...changed }),
  async run(args, { kapso, phoneNumberId, signal }) {
    const change = await kapso.blockList.block(phoneNumberId, args.users, { signal });
    return { blocked: done(change, "blocked"), ...failed(change) };
  },
});
