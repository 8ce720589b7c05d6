import { z } from "zod";
import { digits, freeObject, party, plusNumber, unixSeconds, uuid, wamid } from "./formats.ts";
import { BARE_TYPES, context, payloads, recordError, referral, userIds } from "./payload-schemas.ts";
import { kapsoBlock, type Selection } from "./selector.ts";

/** The stored message record: stored-data.md sections 1.3 and 1.4, README section 6. */

const messageKapso = {
  direction: z.enum(["inbound", "outbound"]),
  status: z.enum(["pending", "sent", "delivered", "read", "failed", "received"]),
  processing_status: z.enum(["pending", "processing", "completed", "failed"]),
  phone_number: plusNumber.nullable(),
  has_media: z.boolean(),
  media_data: z
    .strictObject({
      url: z.url(),
      filename: z.string().min(1),
      content_type: z.string().regex(/^\w+\/[\w.+-]+/),
      byte_size: z.int().min(0),
    })
    .nullable(),
  media_url: z.url().nullable(),
  whatsapp_conversation_id: uuid,
  contact_name: z.string().nullable(),
  message_type_data: freeObject.nullable(),
  content: z.string().nullable(),
  flow_response: freeObject.nullable(),
  flow_token: z.string().nullable(),
  flow_name: z.string().nullable(),
  order_text: z.string().nullable(),
};

const mediaTypeData = z.strictObject({
  caption: z.string().nullish(),
  filename: z.string().nullish(),
  has_media: z.boolean(),
});

/** `message_type_data` by message type; any other type has `{}` or null. */
const messageTypeData: Record<string, z.ZodType> = {
  image: mediaTypeData.omit({ filename: true }),
  video: mediaTypeData,
  document: mediaTypeData,
  audio: mediaTypeData,
  template: z.strictObject({
    name: z.string(),
    language: z.string(),
    params: z.array(z.unknown()),
  }),
  interactive: z.strictObject({
    type: z.string(),
    body_text: z.string().nullable(),
  }),
  location: z.strictObject({
    latitude: z.unknown(),
    longitude: z.unknown(),
    name: z.string().nullish(),
    address: z.string().nullish(),
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
  if (kapso.has_media === false && MEDIA_TYPES.includes(type)) fail(["kapso", "has_media"], `false on ${type}`);
  if (kapso.has_media === true && NEVER_MEDIA.includes(type)) fail(["kapso", "has_media"], `true on ${type}`);
  if (kapso.media_data === undefined || kapso.media_url === undefined) return;
  const url = (kapso.media_data as { url?: unknown } | null)?.url ?? null;
  if (url !== kapso.media_url) fail(["kapso", "media_url"], "differs from media_data.url");
}

function checkTypeData(type: string, data: unknown, fail: Fail) {
  if (data === undefined) return;
  const schema = messageTypeData[type] ?? z.strictObject({}).nullable();
  for (const issue of schema.safeParse(data).error?.issues ?? []) {
    fail(["kapso", "message_type_data", ...issue.path.map(String)], `${issue.message} (type ${type})`);
  }
}

function checkDirection(record: Loose, kapso: Loose, fail: Fail) {
  const { direction, status, phone_number: customer } = kapso;
  if (direction !== undefined && status !== undefined && (direction === "inbound") !== (status === "received")) {
    fail(["kapso", "status"], `${String(status)} on an ${String(direction)} message`);
  }
  const side = direction === "inbound" ? "from" : "to";
  const party = record[side];
  if (direction !== undefined && typeof customer === "string" && typeof party === "string" && party !== "") {
    if (digits(customer) !== digits(party)) fail(["kapso", "phone_number"], `is not the customer in "${side}"`);
  }
}

function checkErrors(record: Loose, kapso: Loose, fail: Fail) {
  if (kapso.status === undefined) return;
  const mayFail = kapso.status === "failed" || record.type === "unsupported";
  if (kapso.status === "failed" && record.errors === undefined) fail(["errors"], "missing on a failed message");
  if (!mayFail && record.errors !== undefined) fail(["errors"], `present on a ${String(kapso.status)} message`);
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
      from: party,
      to: party,
      ...userIds,
      context: context.nullish(),
      ...z.object(payloads).partial().shape,
      referral: referral.optional(),
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

/** The 15 selectable names, in the contract's order. */
export const MESSAGE_KAPSO_KEYS = Object.keys(messageKapso);
