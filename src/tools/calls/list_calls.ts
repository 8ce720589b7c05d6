import { z } from "zod";
import { toPage } from "../definition/page.ts";
import { isoTime, pageFaults, pageInput, pageOf } from "../definition/schemas.ts";
import { defineTool } from "../definition/tool.ts";
import { callRecord, toCall } from "../records/call.ts";

export const listCalls = defineTool({
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
