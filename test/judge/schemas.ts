import { z } from "zod";
import { bsuid, isoTime, mediaId, waId, wamid } from "./formats.ts";

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

const cursor = z.string().min(1).nullable();

/** README section 5: `next` and `previous` are always there, null when there is no such page (section 17). */
export const paging = z
  .strictObject({
    cursors: z.strictObject({ before: cursor, after: cursor }),
    next: z.url().nullable(),
    previous: z.url().nullable(),
  })
  .superRefine(({ cursors, next, previous }, ctx) => {
    const check = (link: string | null, name: "after" | "before", key: "next" | "previous") => {
      if (link === null || !URL.canParse(link)) return;
      if (cursors[name] === null || new URL(link).searchParams.get(name) !== cursors[name]) {
        ctx.addIssue({
          code: "custom",
          path: [key],
          message: `its "${name}" is not cursors.${name}`,
        });
      }
    };
    check(next, "after", "next");
    check(previous, "before", "previous");
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
  windowExpired: graphWith({
    code: code(131047),
    error_subcode: code(131047),
    type: z.literal("MessageError"),
  }),
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
