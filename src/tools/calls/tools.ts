import { z } from "zod";
import { callId } from "../definition/call-id.ts";
import { toPage } from "../definition/page.ts";
import { isoTime, pageFaults, pageInput, pageOf, waId } from "../definition/schemas.ts";
import { defineTool } from "../definition/tool.ts";
import { ToolError } from "../definition/tool-error.ts";
import { callRecord, toCall } from "../records/call.ts";
import { callPermissionRecord, toCallPermission } from "../records/call-permission.ts";

const listCalls = defineTool({
  name: "list_calls",
  title: "List calls",
  description:
    "List the stored WhatsApp calls of a number, newest first: customer, direction, status and duration. " +
    "For one call whose id is known, use get_call.",
  scope: "phone_number",
  effect: "read",
  input: z.strictObject({
    direction: z.enum(["inbound", "outbound"]).optional().describe("inbound: the customer called."),
    status: z.enum(["initiated", "ringing", "answered", "completed", "failed"]).optional().describe("Omit for all."),
    since: isoTime.optional().describe("Call time, ISO 8601 with zone, inclusive."),
    until: isoTime.optional().describe("Call time, ISO 8601 with zone, inclusive."),
    ...pageInput,
  }),
  check: pageFaults,
  output: pageOf(callRecord),
  async run({ direction, ...query }, { kapso, phoneNumberId, signal }) {
    // The user's document writes the filter in upper case (contract README section 16).
    const wire = {
      ...query,
      ...(direction !== undefined && { direction: direction.toUpperCase() }),
    };
    return toPage(await kapso.calls.list(phoneNumberId, wire, { signal }), query, toCall);
  },
});

const getCall = defineTool({
  name: "get_call",
  title: "Get a call",
  description: "Get one stored call by its id. To find the id, use list_calls. There is no recording or transcript.",
  scope: "phone_number",
  effect: "read",
  input: z.strictObject({
    call_id: callId.describe("From list_calls: wacid. ..."),
  }),
  output: callRecord,
  async run({ call_id }, { kapso, phoneNumberId, signal }) {
    // The API has no path for one call: the list filters by id.
    const { data } = await kapso.calls.list(phoneNumberId, { call_id, limit: 1 }, { signal });
    const call = data.find((row) => row.call_id === call_id);
    if (call === undefined)
      throw new ToolError("No call of this number has that call_id.", {
        see: ["list_calls"],
      });
    return toCall(call);
  },
});

const getCallPermission = defineTool({
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

export default [listCalls, getCall, getCallPermission];
