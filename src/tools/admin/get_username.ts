import { z } from "zod";
import { defineTool } from "../definition/tool.ts";
import { present } from "../records/present.ts";

export const getUsername = defineTool({
  name: "get_username",
  title: "Get the username",
  description:
    "Get the username under which customers find a business number, whether it is active or reserved, and the one asked " +
    "for. Absent when the number has none; list_username_suggestions gives free ones.",
  scope: "phone_number",
  effect: "read",
  input: z.strictObject({}),
  output: z.object({
    username: z.string().optional(),
    status: z.string().optional().describe("active or reserved."),
    requested_username: z.string().optional(),
  }),
  async run(_, { kapso, phoneNumberId, signal }) {
    const { username: name, status, requested_username } = await kapso.usernames.get(phoneNumberId, { signal });
    return present({ username: name, status: status?.toLowerCase(), requested_username });
  },
});
