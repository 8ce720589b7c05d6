import { z } from "zod";
import { defineTool } from "../definition/tool.ts";

export const deleteUsername = defineTool({
  name: "delete_username",
  title: "Delete the username",
  description: "Give up the username of a business number. Somebody else may then take it.",
  scope: "phone_number",
  effect: "delete",
  input: z.strictObject({}),
  output: z.object({ deleted: z.boolean() }),
  async run(_, { kapso, phoneNumberId, signal }) {
    await kapso.usernames.delete(phoneNumberId, { signal });
    return { deleted: true };
  },
});
