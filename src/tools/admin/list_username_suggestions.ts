import { z } from "zod";
import { defineTool } from "../definition/tool.ts";

export const listUsernameSuggestions = defineTool({
  name: "list_username_suggestions",
  title: "List username suggestions",
  description: "List usernames that WhatsApp suggests for a business number. update_username asks for one.",
  scope: "phone_number",
  effect: "read",
  input: z.strictObject({}),
  output: z.object({ suggestions: z.array(z.string()) }),
  async run(_, { kapso, phoneNumberId, signal }) {
    return { suggestions: await kapso.usernames.suggestions(phoneNumberId, { signal }) };
  },
});
