import { z } from "zod";
import { waId } from "../definition/schemas.ts";
import { defineTool } from "../definition/tool.ts";
import { callPermissionRecord, toCallPermission } from "../records/call-permission.ts";

export const getCallPermission = defineTool({
  name: "get_call_permission",
  title: "Get a call permission",
  description:
    "See whether a customer has allowed the business to call, until when, and how many calls and permission requests " +
    "are left. To ask for permission, send_interactive_message with kind call_permission_request.",
  scope: "phone_number",
  effect: "read",
  input: z.strictObject({ wa_id: waId.describe("The customer's number's digits with country code.") }),
  output: callPermissionRecord,
  async run({ wa_id }, { kapso, phoneNumberId, signal }) {
    return { wa_id, ...toCallPermission(await kapso.calls.permission(phoneNumberId, wa_id, { signal })) };
  },
});
