import { z } from "zod";
import { defineTool } from "../definition/tool.ts";
import { callInput } from "./call-action.ts";

export const terminateCall = defineTool({
  name: "terminate_call",
  title: "Hang up a call",
  description: "Hang up a WhatsApp call that is under way. One that still rings is turned down with reject_call.",
  scope: "phone_number",
  effect: "update",
  input: callInput,
  output: z.object({ call_id: z.string(), terminated: z.boolean() }),
  async run({ call_id }, { kapso, phoneNumberId, signal }) {
    await kapso.calls.end(phoneNumberId, { action: "terminate", call_id }, { signal });
    return { call_id, terminated: true };
  },
});
