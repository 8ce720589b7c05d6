import { z } from "zod";
import { defineTool } from "../definition/tool.ts";
import { changed, done, failed, userFaults, users } from "./block-list.ts";

export const unblockUsers = defineTool({
  name: "unblock_users",
  title: "Unblock people",
  description: "Let blocked people write to and call a business number again. list_blocked_users shows who is blocked.",
  scope: "phone_number",
  effect: "update",
  input: z.strictObject(users),
  check: userFaults,
  output: z.object({ unblocked: z.array(z.string()), ...changed }),
  async run(args, { kapso, phoneNumberId, signal }) {
    const change = await kapso.blockList.unblock(phoneNumberId, args.users, { signal });
    return { unblocked: done(change, "unblocked"), ...failed(change) };
  },
});
