import { z } from "zod";
import { isRecord } from "../../kapso/http/json.ts";
import type { Message } from "../../kapso/message-types.ts";
import { kapsoBlock } from "../definition/kapso-fields.ts";
import { freeObject } from "../definition/schemas.ts";
import { amendedBy } from "./message/amended.ts";
import { type Advise, errorRecord, errorsOf, historyOf, pricingOf, statusRecord } from "./message/delivery.ts";
import { directionOf } from "./message/direction.ts";
import {
  callPermissionOf,
  flowResponseOf,
  optionsOf,
  optionsRecord,
  replyOf,
  replyRecord,
} from "./message/interactive.ts";
import { captionOf, isMedia, mediaOf, mediaRecord } from "./message/media.ts";
import { transcriptOf } from "./message/rendering.ts";
import { templateOf } from "./message/template.ts";
import { textOf } from "./message/text.ts";
import { plus, present, time } from "./present.ts";

/** A stored message as the model sees it: who, when, what, and the ids that the next step needs. */
export const messageRecord = z.object({
  message_id: z.string(),
  conversation_id: z.string().optional(),
  direction: z.string().optional().describe("inbound (from the customer) or outbound."),
  from: z.string().optional().describe("The customer, when inbound."),
  to: z.string().optional().describe("The customer, when outbound."),
  user_id: z.string().optional().describe("The customer's business-scoped id."),
  username: z.string().optional(),
  contact_name: z.string().optional(),
  group_id: z.string().optional(),
  origin: z
    .string()
    .optional()
    .describe("business_app: sent by a person on the business's phone; history_sync: imported."),
  time: z.string().optional().describe("ISO 8601, UTC."),
  type: z.string(),
  status: z.string().optional().describe("Of an outbound message: pending, sent, delivered, read or failed."),
  text: z.string().optional().describe("Body, button title or a rendering."),
  caption: z.string().optional(),
  transcript: z.string().optional().describe("The words of a voice note, as Kapso heard them."),
  amended: z.string().optional().describe("edited or withdrawn by a later message."),
  amends_message_id: z.string().optional().describe("What this edits (text is the new one) or withdraws (revoke)."),
  reply_to_message_id: z.string().optional(),
  forwarded: z.boolean().optional(),
  referred_product: freeObject.optional().describe("The product that the question is about."),
  media: mediaRecord.optional().describe("Get it with download_media."),
  location: z
    .object({
      latitude: z.number(),
      longitude: z.number(),
      name: z.string().optional(),
      address: z.string().optional(),
      url: z.string().optional(),
    })
    .optional(),
  contacts: z.array(freeObject).optional(),
  reaction: z
    .object({
      message_id: z.string().optional(),
      emoji: z.string().optional(),
      removed: z.boolean().optional(),
    })
    .optional(),
  reply: replyRecord.optional(),
  call_permission: freeObject.optional(),
  flow_response: freeObject.optional(),
  flow_name: z.string().optional(),
  offers: optionsRecord.optional(),
  template: z
    .object({ name: z.string().optional(), language: z.string().optional(), parameters: freeObject.optional() })
    .optional(),
  order: freeObject.optional(),
  referral: freeObject.optional().describe("The ad that the customer came from."),
  new_wa_id: z.string().optional().describe("The customer's new number."),
  unsupported: z.string().optional().describe("What it was, though it cannot be shown."),
  content: freeObject.optional().describe("Of a type that has no fields here."),
  errors: z.array(errorRecord).optional(),
  status_history: z.array(statusRecord).optional(),
  pricing: freeObject.optional(),
  kapso: kapsoBlock,
});

type Projected = z.input<typeof messageRecord>;

interface Options {
  advise?: Advise | undefined;
  /** What templates said, by message id. */
  templateTexts?: ReadonlyMap<string, string>;
  /** Also what a page of messages has no room for: the history of its status, and what it costs. */
  whole?: boolean;
}

/** One message, without what repeats itself in every row: our own number, that an inbound one arrived. */
export function toMessage(message: Message, { advise, templateTexts, whole = false }: Options = {}): Projected {
  const { kapso } = message;
  const direction = directionOf(message);
  return {
    message_id: message.id,
    ...present({
      conversation_id: kapso?.whatsapp_conversation_id,
      direction,
      from: direction === "outbound" ? undefined : plus(message.from),
      to: direction === "inbound" ? undefined : plus(message.to),
      user_id: message.from_user_id ?? message.to_user_id,
      username: message.username,
      contact_name: kapso?.contact_name,
      group_id: message.group_id,
      origin: kapso?.origin === "cloud_api" ? undefined : kapso?.origin,
      time: time(message.timestamp),
    }),
    type: message.type,
    ...present({ status: direction === "inbound" ? undefined : kapso?.status }),
    ...contentOf(message, templateTexts?.get(message.id)),
    ...present({
      errors: errorsOf(message, advise),
      status_history: whole ? historyOf(message) : undefined,
      pricing: whole ? pricingOf(message) : undefined,
    }),
  };
}

/** What was said, sent or done. */
function contentOf(message: Message, templateText: string | undefined) {
  const { context, order, referral, system, unsupported, kapso } = message;
  const content = present({
    text: textOf(message) ?? templateText,
    caption: isMedia(message) ? captionOf(message) : undefined,
    transcript: transcriptOf(message),
    amends_message_id: amendedBy(message),
    reply_to_message_id: context?.id ?? message.edit?.message?.context?.id,
    forwarded: context?.forwarded || context?.frequently_forwarded || undefined,
    referred_product: context?.referred_product && present({ ...context.referred_product }),
    media: mediaOf(message),
    location: locationOf(message),
    contacts: Array.isArray(message.contacts) ? message.contacts.map((card) => ({ ...card })) : undefined,
    reaction: reactionOf(message),
    reply: replyOf(message),
    call_permission: callPermissionOf(message),
    flow_response: flowResponseOf(message),
    flow_name: kapso?.flow_name,
    offers: optionsOf(message),
    template: templateOf(message),
    order: order && present({ ...order }),
    referral: referral && present({ ...referral }),
    new_wa_id: system?.wa_id,
    unsupported: unsupported?.type,
  });
  return Object.keys(content).length > 0 ? content : present({ content: unknownPart(message) });
}

/** Types of tomorrow, which nothing above knows and Kapso did not render: the part as it came. */
function unknownPart(message: Message): Record<string, unknown> | undefined {
  const part: unknown = Object.hasOwn(message, message.type) ? Reflect.get(message, message.type) : undefined;
  return isRecord(part) ? present(part) : undefined;
}

function locationOf({ location, type, kapso }: Message): Projected["location"] {
  const place = location ?? (type === "location" ? kapso?.message_type_data : undefined);
  if (!isRecord(place)) return undefined;
  const { latitude, longitude, ...names } = place;
  const text = (name: string) => (typeof names[name] === "string" ? names[name] : undefined);
  return {
    latitude: Number(latitude),
    longitude: Number(longitude),
    ...present({ name: text("name"), address: text("address"), url: text("url") }),
  };
}

function reactionOf({ reaction: part }: Message): Projected["reaction"] {
  if (!part) return undefined;
  return present({ message_id: part.message_id, emoji: part.emoji, removed: part.emoji ? undefined : true });
}
