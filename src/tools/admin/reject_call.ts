import { z } from "zod";
import { defineTool } from "../definition/tool.ts";
import { callInput } from "./call-action.ts";

export const rejectCall = defineTool({
  name: "reject_call",
  title: "Reject a call",
  description:
    "Reject an incoming WhatsApp call that rings, within 30 to 60 seconds. Calls cannot be answered here: that needs " +
    "live audio. One that is under way is ended with terminate_call.",
  scope: "phone_number",
  effect: "update",
  input: callInput,
  output: z.object({ call_id: z.string(), rejected: z.boolean() }),
  async run({ call_id }, { kapso, phoneNumberId, signal }) {
    await kapso.calls.end(phoneNumberId, { action: "reject", call_id }, { signal });
    return { call_id, rejected: true };
  },
});
