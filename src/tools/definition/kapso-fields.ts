import { z } from "zod";
import { freeObject } from "./schemas.ts";

/** The selectable names of contract README section 6, and those that live records hold besides (`live.md` 3). */
const MESSAGE_FIELDS = [
  "direction",
  "status",
  "statuses",
  "processing_status",
  "origin",
  "phone_number",
  "has_media",
  "media_data",
  "media_url",
  "whatsapp_conversation_id",
  "contact_name",
  "message_type_data",
  "content",
  "transcript",
  "flow_response",
  "flow_token",
  "flow_name",
  "order_text",
] as const;

const CONVERSATION_FIELDS = [
  "contact_name",
  "messages_count",
  "last_message_id",
  "last_message_type",
  "last_message_timestamp",
  "last_message_text",
  "last_inbound_at",
  "last_outbound_at",
] as const;

/** None is documented for contacts; the SDK's guide selects this one. */
const CONTACT_FIELDS = ["contact_name"] as const;

/**
 * The `kapso_fields` parameter of one kind of record: what it takes, what is sent for it, and what of the record's
 * `kapso` block comes back. `needed` are the fields that the projection itself reads: they are asked for as well,
 * unless the caller wants `none`.
 */
function selector<const F extends readonly [string, ...string[]]>(fields: F, needed: readonly F[number][]) {
  const name = z.enum(["none", "default", ...fields]);
  const parameter = z
    .preprocess(
      (value) => (typeof value === "string" ? value.split(",").map((part) => part.trim()) : value),
      z.array(name),
    )
    .refine(
      (names) => names.length > 0 && (names.length === 1 || !names.some((n) => n === "none" || n === "default")),
      'must be ["none"], ["default"] or a list of field names',
    )
    .optional()
    .describe('Kapso\'s own fields to return under kapso: ["none"], ["default"] for all, or names.')
    .meta({
      type: "array",
      items: { type: "string", enum: ["none", "default", ...fields] },
    });

  type Choice = z.output<typeof parameter>;
  return {
    parameter,
    /** The `fields` query value. */
    query(choice: Choice): string {
      if (choice === undefined) return `kapso(${needed.join(",")})`;
      if (choice[0] === "none") return "kapso()";
      if (choice[0] === "default") return "kapso(default)";
      return `kapso(${[...new Set([...needed, ...choice])].join(",")})`;
    },
    /** The selected part of a record's block, under `kapso`; nothing when none was asked for. */
    pick(choice: Choice, block: object | undefined): { kapso?: Record<string, unknown> } {
      if (choice === undefined || choice[0] === "none" || block === undefined) return {};
      const names: readonly string[] = choice[0] === "default" ? fields : choice;
      return {
        kapso: Object.fromEntries(Object.entries(block).filter(([key]) => names.includes(key))),
      };
    },
  };
}

export const messageFields = selector(MESSAGE_FIELDS, [
  "direction",
  "status",
  "statuses",
  "origin",
  "phone_number",
  "has_media",
  "media_data",
  "whatsapp_conversation_id",
  "contact_name",
  "message_type_data",
  "content",
  "transcript",
  "flow_response",
  "flow_name",
  "order_text",
]);
export const conversationFields = selector(CONVERSATION_FIELDS, CONVERSATION_FIELDS);
export const contactFields = selector(CONTACT_FIELDS, CONTACT_FIELDS);

/** What the selector returns, in an output schema. */
export const kapsoBlock = freeObject.optional().describe("The selected Kapso fields, as stored.");
