import { z } from "zod";
import { bsuid, isoMicros, isoTime, mediaId, waId, wamid } from "./formats.ts";

/** Strict schemas of every answer of the sandbox, written from the contract; `routes.ts` says which belongs where. */

export { messageRecord } from "./message-schema.ts";
export {
  callRecord,
  contactRecord,
  conversationRecord,
} from "./record-schemas.ts";

/** endpoints.md A1. A send to a business-scoped id has no `wa_id` and names the `user_id`. */
export const sendResponse = z.strictObject({
  messaging_product: z.literal("whatsapp"),
  contacts: z
    .array(
      z
        .strictObject({
          input: z.string().min(1),
          wa_id: z.union([waId, z.literal("")]).nullable(),
          user_id: bsuid.optional(),
        })
        .refine((contact) => Boolean(contact.wa_id) || contact.user_id !== undefined, "neither wa_id nor user_id"),
    )
    .length(1),
  messages: z
    .array(
      z.strictObject({
        id: wamid,
        message_status: z.enum(["accepted", "held_for_quality_assessment", "paused"]).optional(),
        group_id: z.string().min(1).optional(),
      }),
    )
    .length(1),
});

/** `ok` of endpoints.md. */
export const success = z.strictObject({ success: z.literal(true) });

/** Base64 of the sort value in microseconds and the row's number as a string. */
const listCursor = z.base64({ abort: true }).refine((text) => {
  const parsed = z
    .strictObject({
      values: z.tuple([isoMicros, z.string().regex(/^\d+$/)]),
      columns: z.tuple([z.string(), z.literal("id")]),
    })
    .safeParse(JSON.parse(Buffer.from(text, "base64").toString("utf8")));
  return parsed.success;
}, "is not a cursor of a stored list");

/** live.md section 3: `next` is the bare cursor or null, `previous` null. */
export const paging = z
  .strictObject({
    cursors: z.strictObject({ before: listCursor.nullable(), after: listCursor.nullable() }),
    next: listCursor.nullable(),
    previous: z.null(),
  })
  .refine(({ cursors, next }) => next === null || next === cursors.after, {
    path: ["next"],
    message: "is not cursors.after",
  });

export const listOf = (record: z.ZodType) => z.strictObject({ data: z.array(record).max(100), paging });

/** media.md sections 1 and 2. */
export const mediaUpload = z.strictObject({ id: mediaId });

export const mediaMetadata = z.strictObject({
  messaging_product: z.literal("whatsapp"),
  id: mediaId,
  url: z.url(),
  mime_type: z.string().regex(/^\w+\/[\w.+-]+/),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  file_size: z.union([z.string().regex(/^\d+$/), z.int().min(0)]),
  download_url: z.url(),
  download_url_expires_at: isoTime,
});

/** README section 7, the Graph envelope. */
export const graphError = z.strictObject({
  error: z.strictObject({
    message: z.string().min(1),
    type: z.enum(["OAuthException", "GraphMethodException", "MessageError"]),
    code: z.int(),
    error_subcode: z.int().optional(),
    error_data: z
      .strictObject({
        messaging_product: z.literal("whatsapp"),
        details: z.string().min(1),
      })
      .optional(),
    error_user_title: z.string().min(1).optional(),
    error_user_msg: z.string().min(1).optional(),
    is_transient: z.boolean().optional(),
    href: z.url().optional(),
    fbtrace_id: z.string().min(1).optional(),
  }),
});

/** README section 7, the Kapso envelope: `error` is a string. */
export const kapsoError = z.strictObject({
  error: z.string().min(1),
  code: z.string().min(1).optional(),
  message: z.string().min(1).optional(),
  detail: z.string().min(1).optional(),
  next_steps: z.string().min(1).optional(),
  billing_url: z.url().optional(),
  thread_error: z.record(z.string(), z.unknown()).optional(),
});

export const anyError = z.union([graphError, kapsoError]);

const graphWith = (fields: Record<string, z.ZodType>) =>
  z.strictObject({ error: graphError.shape.error.safeExtend(fields) });

const code = (...codes: number[]) => z.literal(codes);

const THREAD_ERRORS = new Set([
  ...["thread_not_owner", "thread_ownership_unknown", "meta_business_agent_control", "thread_control_in_progress"],
]);

/** The errors that the contract fixes to the letter. */
export const errors = {
  badKey: z.strictObject({ error: z.literal("Invalid or missing API key") }),
  badToken: graphWith({ code: code(0, 190) }),
  badRequest: graphWith({ code: code(100), type: z.literal("OAuthException") }),
  badMessagesRequest: graphWith({
    code: code(100),
    type: z.literal("MessageError"),
  }),
  notAllowed: graphWith({ code: code(100) }),
  noSuchObject: graphWith({
    code: code(100),
    error_subcode: code(33),
    type: z.literal("GraphMethodException"),
  }),
  /** errors.md section 12: what a flow refuses in its present state. */
  badFlow: graphWith({ code: code(139001, 139002, 139003, 139004, 139006) }),
  messageNotFound: z.strictObject({
    error: z.strictObject({
      message: z.literal("Message not found"),
      type: z.literal("MessageError"),
      code: z.literal(404),
    }),
  }),
  recordNotFound: graphWith({ code: code(404) }),
  windowExpired: z.union([
    z.strictObject({
      error: z.literal("Cannot send non-template messages outside the 24-hour window."),
      next_steps: z.string().min(1),
    }),
    graphWith({ code: code(131047), error_subcode: code(131047), type: z.literal("MessageError") }),
  ]),
  receiverIncapable: graphWith({ code: code(1026) }),
  threadOwnership: kapsoError.refine((body) => [body.error, body.code].some((name) => name && THREAD_ERRORS.has(name))),
  inFlight: z.strictObject({
    error: z.literal("Another message is already in-flight for this conversation. Please retry shortly."),
  }),
  rateLimited: z.strictObject({
    error: z.literal("Rate limit exceeded"),
    message: z.literal("You have exceeded the rate limit. Please try again later."),
  }),
};
