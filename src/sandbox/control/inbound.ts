import { z } from "zod";
import { hearReply } from "../calls/permissions.ts";
import { recordCall } from "../calls/record-call.ts";
import { looksLikeUserId, readPhone, waIdOf } from "../contacts/phone.ts";
import { recordError } from "../http/failures.ts";
import { INBOUND_LIFE } from "../media/store.ts";
import type { MediaKind } from "../media/types.ts";
import { sampleFor } from "../seed/samples.ts";
import { contactAt, type InboundDraft, receiveMessage } from "../store/activity.ts";
import type { ContactRow, NumberRow } from "../store/rows.ts";
import { SECOND, wholeSecond } from "../world/clock.ts";
import type { World } from "../world/world.ts";
import { InputError } from "./input-error.ts";

/** A customer writes or calls: `POST /_sandbox/inbound`. */

const body = z.string().min(1).max(65_536);
const media = {
  /** A known media id; without it the sandbox's sample of that kind is sent. */
  id: z.string().optional(),
};
const caption = z.string().max(1024).optional();

/** What stands under the key of each type. */
const PAYLOADS = {
  text: z.union([body.transform((text) => ({ body: text })), z.strictObject({ body })]),
  image: z.strictObject({ ...media, caption }),
  video: z.strictObject({ ...media, caption }),
  audio: z.strictObject({ ...media, voice: z.boolean().optional() }),
  document: z.strictObject({ ...media, caption, filename: z.string().min(1).optional() }),
  sticker: z.strictObject({ ...media, animated: z.boolean().optional() }),
  location: z.strictObject({
    latitude: z.number().min(-90).max(90),
    longitude: z.number().min(-180).max(180),
    name: z.string().optional(),
    address: z.string().optional(),
    url: z.string().optional(),
  }),
  contacts: z.array(z.looseObject({ name: z.looseObject({ formatted_name: z.string() }) })).min(1),
  interactive: z.discriminatedUnion("type", [
    z.strictObject({
      type: z.literal("button_reply"),
      button_reply: z.strictObject({ id: z.string(), title: z.string() }),
    }),
    z.strictObject({
      type: z.literal("list_reply"),
      list_reply: z.strictObject({ id: z.string(), title: z.string(), description: z.string().optional() }),
    }),
    z.strictObject({
      type: z.literal("nfm_reply"),
      nfm_reply: z.strictObject({ name: z.string(), response_json: z.string(), body: z.string() }),
    }),
    z.strictObject({
      type: z.literal("call_permission_reply"),
      call_permission_reply: z.record(z.string(), z.unknown()),
    }),
  ]),
  reaction: z.strictObject({ message_id: z.string(), emoji: z.string().optional() }),
  order: z.strictObject({
    catalog_id: z.string(),
    product_items: z
      .array(
        z.strictObject({
          product_retailer_id: z.string(),
          quantity: z.int().min(1),
          item_price: z.number(),
          currency: z.string().length(3),
        }),
      )
      .min(1),
    text: z.string().optional(),
  }),
  button: z.strictObject({ payload: z.string(), text: z.string() }),
  system: z.strictObject({ body, type: z.string().optional(), wa_id: z.string().optional() }),
  unsupported: z.strictObject({ type: z.string().optional() }),
  edit: z.strictObject({
    original_message_id: z.string(),
    message: z.looseObject({ type: z.string() }),
  }),
  revoke: z.strictObject({ original_message_id: z.string() }),
} satisfies Record<string, z.ZodType>;

/** Types without a payload of their own. */
const BARE = ["request_welcome"] as const;

const call = z.strictObject({
  direction: z.enum(["inbound", "outbound"]).default("inbound"),
  status: z.enum(["initiated", "ringing", "answered", "completed", "failed"]).default("completed"),
  duration_seconds: z.int().min(0).optional(),
});

const payloads = z.object(PAYLOADS).partial();
const TYPES = [...payloads.keyof().options, ...BARE];

export const inboundEvent = z
  .strictObject({
    from: z.string().min(1),
    phone_number_id: z.string().optional(),
    profile_name: z.string().min(1).optional(),
    /** May be left out where the payload tells. */
    type: z.enum(TYPES).optional(),
    context: z
      .strictObject({
        message_id: z.string().optional(),
        forwarded: z.boolean().optional(),
        referred_product: z.strictObject({ catalog_id: z.string(), product_retailer_id: z.string() }).optional(),
      })
      .optional(),
    group_id: z.string().min(1).optional(),
    referral: z.record(z.string(), z.string()).optional(),
    /** What Kapso heard in a voice note. */
    transcript: z.string().min(1).optional(),
    call: call.optional(),
    /** When it happened, if not now: so many seconds ago, or an instant. */
    seconds_ago: z
      .number()
      .min(0)
      .max(400 * 86_400)
      .optional(),
    at: z.iso.datetime({ offset: true }).optional(),
    ...payloads.shape,
  })
  .superRefine((event, context) => {
    const given = TYPES.filter((type) => type in event);
    const isBare = BARE.some((type) => type === event.type);
    const refuse = (message: string) => context.addIssue({ code: "custom", message });
    if (event.at !== undefined && event.seconds_ago !== undefined) refuse("takes either at or seconds_ago");
    if (event.call !== undefined) {
      if (given.length > 0 || event.type !== undefined) refuse("a call stands without a message");
    } else if (event.transcript !== undefined && !given.includes("audio")) {
      refuse("transcript goes with audio");
    } else if (isBare ? given.length > 0 : given.length !== 1) {
      refuse(`exactly one of ${TYPES.join(", ")} or call is needed`);
    } else if (event.type !== undefined && !isBare && given[0] !== event.type) {
      refuse(`type is ${event.type}, the payload is under ${given[0]}`);
    }
  });

export type InboundEvent = z.output<typeof inboundEvent>;

/** Makes it happen now, and says under which ids it can be found. */
export function inject(world: World, event: InboundEvent): Record<string, string> {
  const number = numberOf(world, event.phone_number_id);
  const at = timeOf(world, event);
  const contact = contactAt(world, number, addressOf(number, event.from), at ?? world.now());
  if (event.profile_name !== undefined) contact.profileName = event.profile_name;
  if (event.call !== undefined) return injectCall(world, contact, event.call, at);
  const message = receiveMessage(world, contact, draftOf(world, contact, event, at), at);
  hearReply(world, contact, message.payload);
  return { message_id: message.id, conversation_id: message.conversation.id, contact_id: contact.id };
}

function numberOf(world: World, id: string | undefined): NumberRow {
  const number = id === undefined ? world.numbers[0] : world.numbers.find((each) => each.id === id);
  if (number === undefined) throw new InputError(`phone_number_id: ${id} is not a number of the sandbox`);
  return number;
}

function addressOf(number: NumberRow, from: string): Pick<ContactRow, "waId" | "userId"> {
  const phone = readPhone(from);
  if (phone === number.digits) throw new InputError("from: the business number cannot write to itself");
  if (phone !== undefined) return { waId: waIdOf(phone), userId: null };
  if (looksLikeUserId(from)) return { waId: null, userId: from };
  throw new InputError("from: must be a phone number or a business-scoped user id such as BR.1203774419085533");
}

/** Undefined for what happens now. */
function timeOf(world: World, { at, seconds_ago }: InboundEvent): number | undefined {
  const time = at === undefined ? seconds_ago && world.now() - seconds_ago * SECOND : Date.parse(at);
  if (time !== undefined && time > world.now()) throw new InputError("at: must not be in the future of the sandbox");
  return time === undefined ? undefined : wholeSecond(time);
}

function injectCall(
  world: World,
  contact: ContactRow,
  { direction, status, duration_seconds }: z.output<typeof call>,
  at = world.now(),
): Record<string, string> {
  const durationSeconds = duration_seconds ?? (status === "completed" ? 60 : null);
  const row = recordCall(world, { contact, direction, status, durationSeconds }, at);
  return { call_id: row.callId, contact_id: contact.id };
}

function draftOf(world: World, contact: ContactRow, event: InboundEvent, at = world.now()): InboundDraft {
  const type = event.type ?? TYPES.find((each) => each in event) ?? "text";
  const shared = {
    type,
    context: contextOf(contact, event.context),
    referral: event.referral ?? null,
    transcript: event.transcript ?? null,
    more: event.group_id === undefined ? {} : { group_id: event.group_id },
  };
  switch (type) {
    case "image":
    case "video":
    case "audio":
    case "document":
    case "sticker":
      return { ...shared, ...mediaOf(world, contact.number, type, { ...event[type], at }) };
    case "unsupported":
      return { ...shared, payload: event.unsupported, errors: [recordError(131051)] };
    case "request_welcome":
      return { ...shared, payload: undefined };
    default:
      return { ...shared, payload: event[type] };
  }
}

function contextOf(contact: ContactRow, given: InboundEvent["context"]): InboundDraft["context"] {
  if (given === undefined) return null;
  const { message_id, ...rest } = given;
  return { ...(message_id !== undefined && { from: contact.number.digits, id: message_id }), ...rest };
}

function mediaOf(
  world: World,
  number: NumberRow,
  type: MediaKind,
  { id, at, ...rest }: { id?: string | undefined; at: number },
): Pick<InboundDraft, "payload" | "media"> {
  const media =
    id === undefined
      ? world.media.add(number, sampleFor(type), at + INBOUND_LIFE)
      : world.media.find(number.businessAccountId, id, world.now());
  if (media === undefined) throw new InputError(`${type}.id: ${id} is not a media id of this account`);
  return { payload: rest, media };
}
