import { z } from "zod";
import { hasDuplicates, text } from "../check.ts";
import { anyHeader, body, different, footer, named, none, textHeader, webUrl } from "./parts.ts";

/** Reply buttons, lists, URL buttons and location requests: messages.md 7.1 to 7.4. */

const buttons = z
  .array(z.object({ type: named("reply"), reply: z.object({ id: text(256), title: text(20) }) }))
  .min(1, "must have 1 to 3 buttons")
  .max(3, "must have 1 to 3 buttons")
  .refine((list) => !hasDuplicates(list.map(({ reply }) => reply.id)), different("ids"))
  .refine((list) => !hasDuplicates(list.map(({ reply }) => reply.title)), different("titles"));

export const button = z.object({
  type: z.literal("button"),
  header: anyHeader.optional(),
  body: body(),
  footer,
  action: z.object({ buttons }),
});

const row = z.object({ id: text(200), title: text(24), description: text(72, 0).optional() });

const sections = z
  .array(z.object({ title: text(24).optional(), rows: z.array(row).min(1, "must have at least 1 row") }))
  .min(1, "must have 1 to 10 sections")
  .max(10, "must have 1 to 10 sections")
  .refine((list) => list.length === 1 || list.every(({ title }) => title !== undefined), "must all have a title")
  .refine((list) => list.flatMap(({ rows }) => rows).length <= 10, "must have at most 10 rows in total")
  .refine((list) => !hasDuplicates(list.flatMap(({ rows }) => rows.map(({ id }) => id))), different("row ids"));

export const list = z.object({
  type: z.literal("list"),
  header: textHeader.optional(),
  body: body(4096),
  footer,
  action: z.object({ button: text(20), sections }),
});

export const urlAction = z.object({
  name: named("cta_url"),
  parameters: z.object({ display_text: text(20), url: webUrl(2048) }),
});

export const ctaUrl = z.object({
  type: z.literal("cta_url"),
  header: anyHeader.optional(),
  body: body(),
  footer,
  action: urlAction,
});

/** Kapso's SDK sends undocumented `parameters`, which are tolerated. */
export const locationRequest = z.object({
  type: z.literal("location_request_message"),
  header: none("header"),
  body: body(),
  footer: none("footer"),
  action: z.object({ name: named("send_location") }),
});

/** No header is documented; the footer is unclear, so it is taken. */
export const contactInfoRequest = z.object({
  type: z.literal("request_contact_info"),
  header: none("header"),
  body: body(),
  footer,
  action: z.object({ name: named("request_contact_info") }),
});

export const callPermissionRequest = z.object({
  type: z.literal("call_permission_request"),
  header: none("header"),
  body: body().optional(),
  footer: none("footer"),
  action: z.object({ name: named("call_permission_request") }),
});

export const voiceCall = z.object({
  type: z.literal("voice_call"),
  header: none("header"),
  body: body(),
  footer: none("footer"),
  action: z.object({
    name: named("voice_call"),
    parameters: z
      .object({
        display_text: text(20).optional(),
        ttl_minutes: z.int().min(1, "must be 1 to 43200").max(43_200, "must be 1 to 43200").optional(),
        payload: text(512).optional(),
      })
      .optional(),
  }),
});
