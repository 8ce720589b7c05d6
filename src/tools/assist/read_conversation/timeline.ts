import { z } from "zod";
import type { Message } from "../../../kapso/message-types.ts";
import type { Call } from "../../../kapso/types.ts";
import { toCall } from "../../records/call.ts";
import { type Amendment, amendmentsIn } from "../../records/message/amended.ts";
import { type Advise, errorsOf } from "../../records/message/delivery.ts";
import { directionOf } from "../../records/message/direction.ts";
import { toMessage } from "../../records/message.ts";
import { present, time } from "../../records/present.ts";
import { inWords, quote } from "../words.ts";

const side = z.enum(["customer", "us"]);
type Side = z.output<typeof side>;

/** One event of a conversation. Ids only where the next step takes them: a page of these is read before each answer. */
export const eventRecord = z.object({
  time: z.string().optional().describe("ISO 8601, UTC."),
  from: side,
  type: z.string().optional().describe("Of a message that is more than text."),
  text: z.string().optional().describe("What was said; of a voice note its transcript."),
  amended: z.string().optional().describe("edited or withdrawn by a later message."),
  origin: z.string().optional().describe("business_app: a person answered on the phone; history_sync: imported."),
  template: z.string().optional(),
  media: z
    .object({
      media_id: z.string().optional(),
      mime_type: z.string().optional(),
      filename: z.string().optional(),
      link: z.string().optional(),
    })
    .optional()
    .describe("Get it with download_media."),
  reply_to: z
    .string()
    .optional()
    .describe("What was quoted, reacted to, edited or withdrawn; its id where it is not on this page."),
  forwarded: z.boolean().optional(),
  product: z.string().optional().describe("The product that the question is about."),
  ad: z.string().optional().describe("The ad that the customer came from."),
  group_id: z.string().optional(),
  reactions: z
    .object({ customer: z.string().optional(), us: z.string().optional() })
    .optional()
    .describe("To this message; the last of each side."),
  status: z.string().optional().describe("Of our message, unless delivered or read."),
  code: z.number().optional(),
  reason: z.string().optional().describe("Why it failed."),
  next_step: z.string().optional(),
  call: z.object({ status: z.string(), duration_seconds: z.number().optional() }).optional(),
  message_id: z.string().optional().describe("To quote, react to, mark as read or download; of the customer's newest."),
});
export type Event = z.input<typeof eventRecord>;

/** Ids are long: as many of the customer's messages have theirs, the newest of a page. */
const WITH_ID = 5;

/** Messages newest first, as the API lists them, and calls in any order: one timeline, oldest first. */
export function toTimeline(messages: readonly Message[], calls: readonly Call[], telling: Telling): Event[] {
  const page = new Map(messages.map((message) => [message.id, message]));
  const named = new Set([...messages.slice(0, 1), ...messages.filter(isSaidByCustomer).slice(0, WITH_ID)]);
  const reactions = new Map<string, Map<Side, string>>();
  const amended = amendmentsIn(messages);
  const told = [...messages].reverse().filter((message) => !settle(message, page, reactions));
  const rows = [
    ...told.map((message) => ({
      at: Number(message.timestamp) * 1000,
      row: messageEvent(message, {
        ...telling,
        page,
        given: reactions.get(message.id),
        amended: amended.get(message.id),
        isNamed: named.has(message),
      }),
    })),
    ...calls.map((call) => ({ at: callTime(call), row: callEvent(call) })),
  ];
  return rows.sort((a, b) => a.at - b.at).map(({ row }) => row);
}

/** Puts a reaction on its message; false for whatever needs a row of its own, as a reaction that did not arrive does. */
function settle(message: Message, page: ReadonlyMap<string, Message>, on: Map<string, Map<Side, string>>): boolean {
  const target = message.reaction?.message_id;
  if (!target || !page.has(target) || message.kapso?.status === "failed") return false;
  const given = on.get(target) ?? new Map<Side, string>();
  const emoji = message.reaction?.emoji;
  if (emoji) given.set(sideOf(message), emoji);
  else given.delete(sideOf(message));
  on.set(target, given);
  return true;
}

/** What is known beside the records. */
interface Telling {
  advise: Advise;
  /** What templates said, by message id. */
  templateTexts: ReadonlyMap<string, string>;
}

interface Around extends Telling {
  page: ReadonlyMap<string, Message>;
  given: ReadonlyMap<Side, string> | undefined;
  amended: Amendment | undefined;
  /** Its id is told. */
  isNamed: boolean;
}

function messageEvent(message: Message, { page, advise, templateTexts, given, amended, isNamed }: Around): Event {
  const told = toMessage(message, { templateTexts });
  const from = sideOf(message);
  const { reaction } = message;
  const quotedId = reaction?.message_id ?? told.amends_message_id ?? told.reply_to_message_id;
  const quoted = quotedId === undefined ? undefined : page.get(quotedId);
  const { media } = told;
  return {
    ...present({ time: told.time }),
    from,
    ...present({
      type: message.type === "text" ? undefined : reaction && !reaction.emoji ? "reaction_removed" : message.type,
      text: reaction?.emoji ?? inWords(told),
      amended,
      origin: told.origin,
      template: told.template?.name,
      media:
        media &&
        present({ media_id: media.media_id, mime_type: media.mime_type, filename: media.filename, link: media.link }),
      reply_to: quoted ? quote(quoted) : quotedId,
      forwarded: told.forwarded,
      product: told.referred_product && Object.values(told.referred_product).join(" "),
      ad: adOf(message),
      group_id: told.group_id,
      reactions: present(Object.fromEntries(given ?? [])),
      ...(from === "us" && failure(message, advise)),
      message_id: isNamed || (media && !media.media_id && !media.link) ? message.id : undefined,
    }),
  };
}

const ARRIVED = ["delivered", "read"];

/** What became of our message, where it is not what one expects. */
export function failure(message: Message, advise: Advise) {
  const status = message.kapso?.status;
  if (!status || ARRIVED.includes(status)) return {};
  const errors = status === "failed" ? errorsOf(message, advise) : undefined;
  const error = errors?.find(({ code }) => code !== undefined) ?? errors?.[0];
  const reason = error && (error.details ?? error.title);
  return present({ status, code: error?.code, reason, next_step: error?.next_step });
}

/** What stood in the ad, and where it leads. */
function adOf({ referral }: Message): string | undefined {
  if (!referral) return undefined;
  const { headline, body, welcome_message, source_url } = referral;
  return [headline, body, welcome_message?.text, source_url].filter(Boolean).join("; ");
}

function callEvent(call: Call): Event {
  const { direction, status, duration_seconds } = toCall(call);
  const at = callTime(call);
  return {
    ...present({ time: at > 0 ? time(new Date(at).toISOString()) : undefined }),
    from: direction === "inbound" ? "customer" : "us",
    call: { status, ...present({ duration_seconds }) },
  };
}

/** When it began, in milliseconds, as the list of calls counts it. */
export function callTime({ session_started_at, started_at, created_at }: Call): number {
  return Date.parse(session_started_at ?? started_at ?? created_at ?? "") || 0;
}

function isSaidByCustomer(message: Message): boolean {
  return sideOf(message) === "customer" && !message.reaction;
}

/** A message that does not say is not taken for ours. */
function sideOf(message: Message): Side {
  return directionOf(message) === "outbound" ? "us" : "customer";
}
