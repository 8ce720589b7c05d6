import { z } from "zod";
import { callId } from "../definition/call-id.ts";
import { defineTool } from "../definition/tool.ts";

const input = z.strictObject({ call_id: callId.describe("wacid. ..., from list_calls.") });

const rejectCall = defineTool({
  name: "reject_call",
  title: "Reject a call",
  description:
    "Reject an incoming WhatsApp call that rings, within 30 to 60 seconds. Calls cannot be answered here: that needs " +
    "live audio. One that is under way is ended with terminate_call.",
  scope: "phone_number",
  effect: "update",
  input,
  output: z.object({ call_id: z.string(), rejected: z.boolean() }),
  async run({ call_id }, { kapso, phoneNumberId, signal }) {
    await kapso.calls.end(phoneNumberId, { action: "reject", call_id }, { signal });
    return { call_id, rejected: true };
  },
});

const terminateCall = defineTool({
  name: "terminate_call",
  title: "Hang up a call",
  description: "Hang up a WhatsApp call that is under way. One that still rings is turned down with reject_call.",
  scope: "phone_number",
  effect: "update",
  input,
  output: z.object({ call_id: z.string(), terminated: z.boolean() }),
  async run({ call_id }, { kapso, phoneNumberId, signal }) {
    await kapso.calls.end(phoneNumberId, { action: "terminate", call_id }, { signal });
    return { call_id, terminated: true };
  },
});

export default [rejectCall, terminateCall];
