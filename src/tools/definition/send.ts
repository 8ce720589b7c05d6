import { z } from "zod";
import type { SendOptions } from "../../kapso/client.ts";
import type { Message } from "../../kapso/message-types.ts";
import type { SendBody, SendResponse } from "../../kapso/types.ts";
import type { Filling } from "../messages/send_template_message/filling.ts";
import { messageRecord } from "../records/message.ts";
import { present } from "../records/present.ts";
import type { Delivered, Outgoing, OutgoingMessage } from "./outgoing.ts";
import { messageId } from "./schemas.ts";
import {
  type Definition,
  inScope,
  makeTool,
  type ScopeName,
  type Scopes,
  type Tool,
  type ToolContext,
} from "./tool.ts";

/** What every send takes beside its content. */
export const requestInput = {
  last_seen_message_id: messageId.optional().describe("Newest message you read: newer ones stop the send."),
  allow_duplicate: z.boolean().optional().describe("Repeat what was sent already."),
};
const request = z.object(requestInput);

/** What every send may answer beside its own result, or in its place. */
export const outcome = {
  status: z
    .string()
    .optional()
    .describe(
      "accepted: WhatsApp took it; it is not delivered yet. found_in_history: it went out, though the answer was lost; " +
        "failed: it stands there as failed. not_sent: newer_messages came first.",
    ),
  deduplicated: z.boolean().optional().describe("Nothing was sent now; this is the result of the same send before."),
  note: z.string().optional(),
  newer_messages: z
    .array(messageRecord.meta({ description: "As list_messages shows it.", shallow: true }))
    .optional()
    .describe("What came after last_seen_message_id, oldest first."),
};

/** The result of a message. */
export const sendResult = z.object({
  ...outcome,
  message_id: z.string().optional(),
  conversation_id: z.string().optional().describe("Where it stands now."),
  to: z.string().optional(),
  wa_id: z.string().optional().describe("The number as WhatsApp knows it; may differ from the one dialled."),
  user_id: z.string().optional(),
  warnings: z.array(z.string()).optional(),
});

interface SendDefinition<S extends ScopeName, I extends z.ZodObject, O extends z.ZodObject>
  extends Omit<Definition<S, I, O>, "run" | "effect"> {
  /** The request as it would leave. What only time or stored records tell is refused here. */
  compose(args: z.output<I>, context: ToolContext & Scopes[S]): Outgoing;
}

/** A tool that may reach a customer. It only composes: the server sends, behind the guards that all sends have. */
export function defineSend<S extends ScopeName, I extends z.ZodObject, O extends z.ZodObject>(
  definition: SendDefinition<S, I, O>,
): Tool {
  return makeTool({ ...definition, effect: "send" }, (args) => {
    const { last_seen_message_id: lastSeenMessageId, allow_duplicate: allowDuplicate = false } = request.parse(args);
    return {
      request: { lastSeenMessageId, allowDuplicate },
      compose: (context, id) => definition.compose(args, inScope(definition.scope, context, id)),
    };
  });
}

interface Composed {
  phoneNumberId: string;
  body: SendBody;
  filling?: Filling;
  warnings?: string[];
  /** Sends the body to its endpoint. */
  post(options: SendOptions): Promise<SendResponse>;
}

/** A message to one person or group, with what becomes of its answer. */
export function message({ phoneNumberId, body, filling, warnings, post }: Composed): OutgoingMessage {
  const to = body.to ?? body.recipient ?? "";
  const told = [...(warnings ?? []), ...escapeWarnings(body[body.type], body.type)];
  const delivered = (response: SendResponse) => toDelivered(response, to, told);
  return {
    kind: "message",
    phoneNumberId,
    to,
    body,
    filling,
    leave: async (options) => delivered(await post(options)),
    found: (stored) => delivered(asResponse(stored)),
  };
}

/** Texts in which a line break was written as its escape: the customer reads a backslash and a letter. */
function escapeWarnings(value: unknown, at: string): string[] {
  if (typeof value === "string") {
    const isText = /\.(?:body|text|caption)$/.test(at) && /\\[nrt]/.test(value);
    return isText
      ? [`${at}: has \\n, \\r or \\t as two characters, which the customer sees; send the character itself`]
      : [];
  }
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, each]) => escapeWarnings(each, `${at}.${key}`));
}

function toDelivered(response: SendResponse, to: string, warnings: string[]): Delivered {
  const [sent] = response.messages;
  const { wa_id, user_id } = response.contacts?.[0] ?? {};
  const status = typeof sent.message_status === "string" ? sent.message_status : "accepted";
  return {
    data: { status, message_id: sent.id, ...present({ to, wa_id, user_id, warnings }) },
    messageId: sent.id,
    aliases: [wa_id, user_id].filter((name) => typeof name === "string").filter((name) => name !== ""),
  };
}

/** What the stored record says of the answer that was lost. */
function asResponse({ id, to, to_user_id: user_id, kapso }: Message): SendResponse {
  return {
    messages: [{ id, message_status: kapso?.status === "failed" ? "failed" : "found_in_history" }],
    contacts: [{ wa_id: to?.replace(/^\+/, "") ?? null, ...(user_id && { user_id }) }],
  };
}
