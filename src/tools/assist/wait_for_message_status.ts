import { z } from "zod";
import type { Message } from "../../kapso/message-types.ts";
import { messageFields } from "../definition/kapso-fields.ts";
import { messageId } from "../definition/schemas.ts";
import { defineTool, type ToolContext } from "../definition/tool.ts";
import { ToolError } from "../definition/tool-error.ts";
import { WithSteps } from "../definition/with-steps.ts";
import { errorRecord, errorsOf } from "../records/message/delivery.ts";
import { present } from "../records/present.ts";
import { CALL_AGAIN, pauseAfter, timeoutInput, Wait } from "./wait.ts";

/** In the order in which a message comes to have them: a later one implies those before it. */
const STEPS = ["pending", "sent", "delivered", "read"];
const RECEIPTS_OFF = "A customer who has switched read receipts off is never seen to read.";
const REACTIONS_END = "A reaction is reported as sent and no further.";

export const waitForMessageStatus = defineTool({
  name: "wait_for_message_status",
  title: "Wait for delivery",
  description:
    "Wait until a sent message is delivered (or read), or has failed. Returns its status and, for a failure, why and " +
    "what to do.",
  scope: "phone_number",
  effect: "read",
  input: z.strictObject({
    message_id: messageId.describe("From a send."),
    until: z.enum(["sent", "delivered", "read"]).default("delivered").describe("At least this."),
    timeout_seconds: timeoutInput,
  }),
  output: z.object({
    message_id: z.string(),
    status: z.string().optional().describe("pending, sent, delivered, read or failed."),
    reached: z.boolean(),
    waited_seconds: z.number(),
    error: errorRecord.optional(),
    note: z.string().optional(),
  }),
  async run({ message_id, until, timeout_seconds }, context) {
    const wait = new Wait(context, timeout_seconds);
    const read = (signal: AbortSignal) => readOutbound(message_id, { ...context, signal });
    let message = await wait.first(read);
    for (let look = 1; ; look++) {
      const status = message.kapso?.status ?? undefined;
      await wait.tell(wait.failure === undefined ? (status ?? "unknown") : "the look failed");
      const reached = STEPS.indexOf(status ?? "") >= STEPS.indexOf(until);
      const settled = reached || status === "failed";
      if (wait.over && wait.failure !== undefined) throw new WithSteps(wait.failure, [lastKnown(status)]);
      if (settled || wait.over) {
        return {
          message_id,
          reached,
          waited_seconds: wait.waited,
          ...present({
            status,
            error: status === "failed" ? errorsOf(message, context.advise)?.[0] : undefined,
            note: settled ? undefined : notYet(until, message, wait),
          }),
        };
      }
      await wait.pause(pauseAfter(look));
      message = (await wait.again(read)) ?? message;
    }
  },
});

/** @throws ToolError for a message of the customer's: nobody delivers it */
async function readOutbound(
  id: string,
  { kapso, phoneNumberId, signal }: ToolContext & { phoneNumberId: string },
): Promise<Message> {
  const fields = messageFields.query(undefined);
  const message = await kapso.messages.get(phoneNumberId, id, { fields }, { signal });
  if (message.kapso?.direction === "inbound") {
    throw new ToolError("message_id: is a message from the customer. Give the id of one that was sent to them.", {
      see: ["list_messages"],
    });
  }
  return message;
}

/** What stands below a failure that hides the status. */
function lastKnown(status: string | undefined): string {
  const known = STEPS.find((step) => step === status);
  const before = known === undefined ? "" : ` The last that was seen is ${known}.`;
  return `Its status now is not known.${before} Call again to wait on.`;
}

function notYet(until: string, { type, kapso }: Message, wait: Wait): string {
  const never = [
    until === "read" && kapso?.status === "delivered" ? RECEIPTS_OFF : undefined,
    type === "reaction" && kapso?.status === "sent" ? REACTIONS_END : undefined,
  ];
  return [`Not yet ${until}.`, CALL_AGAIN, ...never, wait.cut].filter(Boolean).join(" ");
}
