import { z } from "zod";
import { callId } from "../definition/schemas.ts";
import { defineTool } from "../definition/tool.ts";
import { ToolError } from "../definition/tool-error.ts";
import { callRecord, toCall } from "../records/call.ts";

export const getCall = defineTool({
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
