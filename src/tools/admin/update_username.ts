import { z } from "zod";
import { defineTool } from "../definition/tool.ts";
import { present } from "../records/present.ts";
import { username } from "./username.ts";

export const updateUsername = defineTool({
  name: "update_username",
  title: "Set the username",
  description:
    "Ask for a username for a business number; returns whether it is approved, reserved, pending or rejected, and why.",
  scope: "phone_number",
  effect: "update",
  input: z.strictObject({
    username: username.describe("3 to 35 of a-z 0-9 . _ with a letter; not like a domain."),
    transfer_action: z
      .enum(["none", "force_transfer"])
      .optional()
      .describe("force_transfer takes it from another number of the business."),
  }),
  output: z.object({
    username: z.string(),
    status: z.string(),
    rejection_reasons: z.array(z.string()).optional(),
  }),
  async run(body, { kapso, phoneNumberId, signal }) {
    const { status, rejection_reasons } = await kapso.usernames.update(phoneNumberId, body, { signal });
    return { username: body.username, status: status.toLowerCase(), ...present({ rejection_reasons }) };
  },
});
