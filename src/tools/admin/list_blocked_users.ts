import { z } from "zod";
import { toPage } from "../definition/page.ts";
import { pageFaults, pageInput, pageOf } from "../definition/schemas.ts";
import { defineTool } from "../definition/tool.ts";

export const listBlockedUsers = defineTool({
  name: "list_blocked_users",
  title: "List blocked people",
  description: "List the people who are blocked from writing to or calling a business number.",
  scope: "phone_number",
  effect: "read",
  input: z.strictObject(pageInput),
  check: pageFaults,
  output: pageOf(z.object({ wa_id: z.string() })),
  async run(query, { kapso, phoneNumberId, signal }) {
    const list = await kapso.blockList.list(phoneNumberId, query, { signal });
    return toPage(list, query, ({ wa_id }) => ({ wa_id }), "meta");
  },
});
