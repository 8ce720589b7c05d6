import { z } from "zod";
import { digits, freeObject, numericId, unixSeconds, uuid, waId, wamid } from "./formats.ts";
import { BARE_TYPES, context, payloads, recordError, userIds } from "./payload-schemas.ts";
import { kapsoBlock, type Selection } from "./selector.ts";

/** The stored message record as live hosts answer it: live.md section 3 and the captured records. */

const status = z.strictObject({
  id: wamid,
  status: z.enum(["sent", "delivered", "read", "failed"]),
  timestamp: unixSeconds,
  recipient_id: z.string().min(1).nullable().optional(),
  pricing: z
    .strictObject({ billable: z.boolean(), pricing_model: z.literal("PMP"), category: z.string().min(1) })
    .optional(),
  errors: z.array(recordError).min(1).optional(),
});

/** These stand in every row. */
const always = {
  direction: z.enum(["inbound", "outbound"]),
  status: z.enum(["pending", "sent", "delivered", "read", "failed"]),
  processing_status: z.enum(["pending", "processed", "completed"]),
  origin: z.enum(["cloud_api", "business_app", "history_sync"]),
  phone_number: waId.nullable(),
  phone_number_id: numericId,
  has_media: z.boolean(),
  whatsapp_conversation_id: uuid,
  contact_name: z.string().nullable(),
  content: z.string().nullable(),
};

/** These stand only in rows that have something to say: absent, and not null. */
const sometimes = {
  media_data: z.strictObject({
    url: z.url(),
    filename: z.string().min(1),
    content_type: z.string().regex(/^\w+\/[\w.+-]+/),
    byte_size: z.int().min(0),
  }),
  media_url: z.url(),
  message_type_data: freeObject,
  transcript: z.strictObject({ text: z.string().min(1) }),
  flow_response: freeObject,
  flow_token: z.string().nullable(),
  flow_name: z.string(),
  order_text: z.string(),
  statuses: z.array(status).min(1),
};

const messageKapso = { ...always, ...z.object(sometimes).partial().shape };

const mediaTypeData = z.strictObject({ caption: z.string().optional(), has_media: z.boolean().optional() });

/** `message_type_data` by message type; no other type has one. */
const messageTypeData: Record<string, z.ZodType> = {
  image: mediaTypeData,
  video: mediaTypeData,
  document: mediaTypeData,
  audio: mediaTypeData,
  sticker: mediaTypeData,
  template: z.strictObject({
    name: z.string(),
    language: z.string(),
    params: z.array(z.unknown()),
  }),
  interactive: z.strictObject({
    type: z.string(),
    body_text: z.string().nullish(),
  }),
};

const MEDIA_TYPES = ["image", "video", "audio", "document", "sticker"];
const NEVER_MEDIA = ["text", "location", "contacts", "reaction", "button", "order"];

type Fail = (path: string[], message: string) => void;
type Loose = Record<string, unknown>;

function checkPayload(record: Loose, fail: Fail) {
  const type = String(record.type);
  const isBare = BARE_TYPES.includes(type);
  if (!isBare && !(type in payloads)) fail(["type"], `"${type}" is not a type of the contract's list`);
  for (const key of Object.keys(payloads)) {
    if (key === type && record[key] === undefined) fail([key], `missing in a record of type ${type}`);
    if (key !== type && record[key] !== undefined) fail([key], `present in a record of type ${type}`);
  }
}

function checkMedia(type: string, kapso: Loose, fail: Fail) {
  // A file of ours that is shown by its link has no copy.
  const mustHave = kapso.direction === "inbound" && MEDIA_TYPES.includes(type);
  if (kapso.has_media === false && mustHave) fail(["kapso", "has_media"], `false on ${type}`);
  if (kapso.has_media === true && NEVER_MEDIA.includes(type)) fail(["kapso", "has_media"], `true on ${type}`);
  if (kapso.media_data === undefined || kapso.media_url === undefined) return;
  const url = (kapso.media_data as { url?: unknown } | null)?.url ?? null;
  if (url !== kapso.media_url) fail(["kapso", "media_url"], "differs from media_data.url");
}

function checkTypeData(type: string, data: unknown, fail: Fail) {
  if (data === undefined) return;
  const schema = messageTypeData[type] ?? z.undefined(`no message_type_data on ${type}`);
  for (const issue of schema.safeParse(data).error?.issues ?? []) {
    fail(["kapso", "message_type_data", ...issue.path.map(String)], `${issue.message} (type ${type})`);
  }
}

function checkDirection(record: Loose, kapso: Loose, fail: Fail) {
  const { direction, status, phone_number: customer } = kapso;
  if (direction === "inbound" && status !== undefined && status !== "delivered") {
    fail(["kapso", "status"], `${String(status)} on an inbound message`);
  }
  if (direction === "inbound" && kapso.statuses !== undefined) fail(["kapso", "statuses"], "on an inbound message");
  const side = direction === "inbound" ? "from" : "to";
  const party = record[side];
  if (direction !== undefined && typeof customer === "string" && typeof party === "string" && party !== "") {
    if (digits(customer) !== digits(party)) fail(["kapso", "phone_number"], `is not the customer in "${side}"`);
  }
}

function checkErrors(record: Loose, kapso: Loose, fail: Fail) {
  const isUnsupported = record.type === "unsupported";
  if (isUnsupported !== (record.errors !== undefined))
    fail(["errors"], "belong to unsupported messages, and to those alone");
  if (kapso.status !== "failed" || kapso.statuses === undefined) return;
  const last = (kapso.statuses as { status: string; errors?: unknown[] }[]).at(-1);
  if (last?.status !== "failed" || last.errors === undefined) fail(["kapso", "statuses"], "do not end with the reason");
}

const schemas = new Map<string, z.ZodType>();

/** A message record whose `kapso` block is the one that `selection` asks for. */
export function messageRecord(selection: Selection): z.ZodType {
  const key = String(selection);
  const known = schemas.get(key);
  if (known) return known;
  const schema = z
    .strictObject({
      id: wamid,
      timestamp: unixSeconds,
      type: z.string().min(1),
      from: waId.nullable(),
      to: waId.nullable().optional(),
      ...userIds,
      context: context.nullable(),
      group_id: z.string().min(1).optional(),
      ...z.object(payloads).partial().shape,
      errors: z.array(recordError).min(1).optional(),
      kapso: kapsoBlock(selection, messageKapso),
    })
    .superRefine((parsed, ctx) => {
      const fail: Fail = (path, message) => ctx.addIssue({ code: "custom", path, message });
      const record: Loose = parsed;
      const kapso = (record.kapso ?? {}) as Loose;
      checkPayload(record, fail);
      checkMedia(parsed.type, kapso, fail);
      checkTypeData(parsed.type, kapso.message_type_data, fail);
      checkDirection(record, kapso, fail);
      checkErrors(record, kapso, fail);
    });
  schemas.set(key, schema);
  return schema;
}

/** The names that can be selected, and those of them that every row has. */
export const MESSAGE_KAPSO_KEYS = Object.keys(messageKapso);
export const USUAL_KAPSO_KEYS = Object.keys(always);
