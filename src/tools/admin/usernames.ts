import { z } from "zod";
import { defineTool } from "../definition/tool.ts";
import { present } from "../records/present.ts";
import { username } from "./username.ts";

const getUsername = defineTool({
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

const updateUsername = defineTool({
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

const deleteUsername = defineTool({
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

const listUsernameSuggestions = defineTool({
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

export default [getUsername, updateUsername, deleteUsername, listUsernameSuggestions];
