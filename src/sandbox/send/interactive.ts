import { z } from "zod";
import { hasDuplicates, text } from "./check.ts";
import { mediaPayloads } from "./payloads.ts";

/**
 * Interactive payloads. Buttons, lists and URL buttons are checked in full (messages.md 7.1 to 7.3); of the other kinds
 * only the parts that all share.
 */

const KINDS = [
  "button",
  "list",
  "cta_url",
  "location_request_message",
  "flow",
  "product",
  "product_list",
  "catalog_message",
  "address_message",
  "carousel",
  "call_permission_request",
  "voice_call",
  "request_contact_info",
  "order_details",
  "order_status",
] as const;

const textHeader = z.object({ type: z.literal("text"), text: text(60) });
const header = z.discriminatedUnion(
  "type",
  [
    textHeader,
    z.object({ type: z.literal("image"), image: mediaPayloads.image }),
    z.object({ type: z.literal("video"), video: mediaPayloads.video }),
    z.object({ type: z.literal("document"), document: mediaPayloads.document }),
  ],
  { error: "must be a text, image, video or document header" },
);

const body = (max: number) => z.object({ text: text(max) });
const footer = z.object({ text: text(60) }).optional();

const different = (what: string) => ({ message: `must have different ${what}` });

const buttons = z
  .array(z.object({ type: z.literal("reply", "must be reply"), reply: z.object({ id: text(256), title: text(20) }) }))
  .min(1, "must have 1 to 3 buttons")
  .max(3, "must have 1 to 3 buttons")
  .refine((list) => !hasDuplicates(list.map(({ reply }) => reply.id)), different("ids"))
  .refine((list) => !hasDuplicates(list.map(({ reply }) => reply.title)), different("titles"));

const row = z.object({ id: text(200), title: text(24), description: text(72, 0).optional() });

const sections = z
  .array(z.object({ title: text(24).optional(), rows: z.array(row).min(1, "must have at least 1 row") }))
  .min(1, "must have 1 to 10 sections")
  .max(10, "must have 1 to 10 sections")
  .refine((list) => list.length === 1 || list.every(({ title }) => title !== undefined), "must all have a title")
  .refine((list) => list.flatMap(({ rows }) => rows).length <= 10, "must have at most 10 rows in total")
  .refine((list) => !hasDuplicates(list.flatMap(({ rows }) => rows.map(({ id }) => id))), different("row ids"));

const urlAction = z.object({
  name: z.literal("cta_url", "must be cta_url"),
  parameters: z.object({
    display_text: text(20),
    url: text(2048).refine(
      (value) => /^https?:\/\//.test(value) && URL.canParse(value),
      "must be an http or https URL",
    ),
  }),
});

const checked = z.discriminatedUnion("type", [
  z.object({
    type: z.literal("button"),
    header: header.optional(),
    body: body(1024),
    footer,
    action: z.object({ buttons }),
  }),
  z.object({
    type: z.literal("list"),
    header: textHeader.optional(),
    body: body(4096),
    footer,
    action: z.object({ button: text(20), sections }),
  }),
  z.object({ type: z.literal("cta_url"), header: header.optional(), body: body(1024), footer, action: urlAction }),
]);

const common = z.object({
  type: z.string(),
  header: header.optional(),
  body: body(1024).optional(),
  footer,
  action: z.record(z.string(), z.unknown()),
});

const CHECKED: readonly string[] = ["button", "list", "cta_url"];

const kind = z.looseObject({
  type: z.string().refine((value) => KINDS.some((known) => known === value), {
    message: `must be one of {${KINDS.join(", ")}}`,
    params: { code: 131051 },
  }),
});

export function interactiveSchema(type: unknown): z.ZodType<Record<string, unknown>> {
  return typeof type === "string" && CHECKED.includes(type) ? kind.pipe(checked) : kind.pipe(common);
}
