import { z } from "zod";
import type { Conversation } from "../../../kapso/types.ts";
import { leftOut, uuid } from "../../definition/schemas.ts";
import { defineTool } from "../../definition/tool.ts";
import { instant, plus, present } from "../../records/present.ts";
import { type Window, windowRecord } from "../../records/window.ts";
import { failure } from "../read_conversation/timeline.ts";
import { endedUnanswered, waitingAmong, walk } from "./survey.ts";
import { byUrgency, type Candidate } from "./waiting.ts";

const waitingRecord = z.object({
  conversation_id: z.string().describe("For read_conversation."),
  contact_name: z.string().optional(),
  phone_number: z.string().optional().describe("E.164."),
  user_id: z.string().optional().describe("Where there is no number."),
  last_text: z.string().optional().describe("Of the newest message; where our send failed, that may be ours."),
  waiting_since: z.string().optional().describe("ISO 8601, UTC: the customer's first message without an answer."),
  window: windowRecord.meta({ shallow: true }).optional(),
  assigned_user_id: z.string().optional(),
  failed: z
    .object({ code: z.number().optional(), next_step: z.string().optional() })
    .optional()
    .describe("Our last message did not arrive."),
});

/**
 * Who waits for an answer, the most urgent first: conversations whose last message of ours failed, since the business
 * believes that it has answered; then those whose open window closes within four hours, soonest first, since after that
 * only a template reaches the customer; then the longest wait.
 */
export const listWaitingConversations = defineTool({
  name: "list_waiting_conversations",
  title: "List who waits for an answer",
  description:
    "List active conversations in which the customer waits for an answer or our last message failed, most urgent first.",
  scope: "phone_number",
  effect: "read",
  walks: true,
  input: z.strictObject({
    limit: z.int().min(1).max(50).default(10).describe("Rows."),
    assigned_user_id: uuid.optional().describe("Assigned to this team member."),
    unassigned: z.boolean().optional().describe("true: assigned to nobody."),
  }),
  check: ({ assigned_user_id, unassigned }) =>
    assigned_user_id !== undefined && unassigned !== undefined
      ? [{ path: ["unassigned"], message: "cannot go together with assigned_user_id" }]
      : [],
  output: z.object({
    waiting: z.int().describe("How many were found; data has the most urgent."),
    data: z.array(waitingRecord),
    sorted: z.string(),
    ended_left_out: z
      .int()
      .optional()
      .describe("Of the 100 newest ended conversations: those whose last word is the customer's."),
    examined: z.int().describe("Active conversations looked at, most recently active first."),
    more: z.boolean().describe("There are conversations that were not looked at."),
    unreadable: leftOut("Conversations"),
    follow_ups_left_out: z
      .int()
      .optional()
      .describe("Conversations not read closely: they may wait for longer than waiting_since says."),
  }),
  async run({ limit, ...filter }, context) {
    const { kapso, phoneNumberId, signal, windows } = context;
    const { rows, more, unreadable } = await walk(filter, context);
    const [{ candidates, leftOut }, ended] = await Promise.all([
      waitingAmong(rows, context),
      endedUnanswered(filter, context),
    ]);
    const told = candidates.length === 0 ? [] : await windows.of(rows, { kapso, phoneNumberId, signal });
    const windowsById = new Map(rows.map((row, i) => [row.id, told[i]]));
    const ranked = candidates
      .map((each) => ({ ...each, window: windowsById.get(each.row.id) }))
      .map((each) => ({ ...each, closes: each.window?.open ? Date.parse(each.window.closes_at ?? "") : undefined }))
      .sort(byUrgency(kapso.now()));
    return {
      waiting: ranked.length,
      data: ranked.slice(0, limit).map((each) => toWaiting(each, each.window, context.advise)),
      sorted: "our last message failed; the window closes within 4 hours; the longest wait",
      ...(ended > 0 && { ended_left_out: ended }),
      examined: rows.length,
      more,
      ...(unreadable > 0 && { unreadable }),
      ...(leftOut > 0 && { follow_ups_left_out: leftOut }),
    };
  },
});

function toWaiting(
  { row, failed, since }: Candidate,
  window: Window | undefined,
  advise: (code: number) => string | undefined,
): z.input<typeof waitingRecord> {
  return {
    conversation_id: row.id,
    ...present({
      contact_name: row.kapso?.contact_name,
      ...whom(row),
      last_text: row.kapso?.last_message_text,
      waiting_since: Number.isNaN(since) ? undefined : instant(since),
      window,
      assigned_user_id: row.assigned_user_id,
    }),
    ...(failed && { failed: reason(failure(failed, advise)) }),
  };
}

/** The one name that a send takes. */
function whom({ phone_number, business_scoped_user_id }: Conversation) {
  return phone_number ? { phone_number: plus(phone_number) } : { user_id: business_scoped_user_id };
}

function reason({ code, next_step }: { code?: number; next_step?: string }) {
  return present({ code, next_step });
}
