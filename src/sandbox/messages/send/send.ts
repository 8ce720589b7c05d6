import type { SendResponse } from "../../../kapso/types.ts";
import { isWindowOpen } from "../../conversations/window.ts";
import { ApiError } from "../../http/errors.ts";
import { codeFailure, FAILURES } from "../../http/failures.ts";
import { digText, type JsonObject } from "../../http/json.ts";
import { behaviourOf } from "../../magic.ts";
import { contactAt, openConversation, recordMessage } from "../../store/activity.ts";
import type { MessageRow, NumberRow } from "../../store/rows.ts";
import { fateOf } from "../../templates/magic.ts";
import type { World } from "../../world/world.ts";
import { checkParams, coded } from "./check.ts";
import { scheduleDelivery } from "./delivery.ts";
import { type Envelope, envelope } from "./envelope.ts";
import { checkPayload, type Prepared, prepare } from "./prepare.ts";
import { type Recipient, resolveRecipient } from "./recipient.ts";

/** A send on its way: well-formed, its recipient known, and the pair's lock taken. */
export interface Flight {
  envelope: Envelope;
  payload: unknown;
  recipient: Recipient;
  /** Frees the pair once the answer is out. */
  land(accepted: boolean): void;
}

/** Shape first, as a gateway checks; then Kapso's one message in flight for each pair. */
export function takeOff(world: World, number: NumberRow, body: JsonObject): Flight {
  const parsed = checkParams(envelope, body);
  const payload = checkPayload(parsed.type, body[parsed.type]);
  refuseGroup(parsed);
  const account = parsed.messaging_account_id ?? parsed.paid_messaging_account_id ?? number.businessAccountId;
  if (account !== number.businessAccountId) throw new ApiError(FAILURES.messaging_account_mismatch);
  const recipient = resolveRecipient(world, number, parsed);
  const pair = `${number.id}/${recipient.contact?.id ?? recipient.waId}`;
  if (!world.locks.take(pair, world.now())) throw new ApiError(FAILURES.in_flight);
  return { envelope: parsed, payload, recipient, land: (accepted) => world.locks.release(pair, world.now(), accepted) };
}

/** Sandbox numbers are in no group: kinds that groups take meet an unknown group, the others are refused as such. */
function refuseGroup({ recipient_type, type }: Envelope): void {
  if (recipient_type !== "group") return;
  const taken = ["text", "image", "video", "audio", "document", "sticker", "template"].includes(type);
  throw coded(taken ? 131041 : 130501);
}

/** Kapso's checks, then Meta's; a refused send leaves no trace, an accepted one is written down. */
export function deliver(world: World, number: NumberRow, { envelope, payload, recipient }: Flight): SendResponse {
  if (world.variants.sandbox_session === "none") throw new ApiError(FAILURES.sandbox_session);
  refuseByMagic(world, recipient, envelope.type);
  refuseByState(world, number, recipient);
  refuseOutsideWindow(world, recipient, envelope.type);
  const prepared = prepare(world, number, recipient, envelope.type, payload);
  world.sendLimits.refuse(world.now(), `${number.id}/${recipient.waId ?? recipient.userId}`, recipient);
  const message = writeDown(world, number, recipient, envelope, prepared);
  scheduleDelivery(world, message, recipient.fault ?? prepared.fault);
  const behaviour = behaviourOf(recipient.waId);
  if (behaviour?.do === "accept_then_answer") throw new ApiError(FAILURES[behaviour.failure]);
  const { input, waId, userId } = recipient;
  return {
    messaging_product: "whatsapp",
    contacts: [{ input, wa_id: waId, ...(userId !== null && { user_id: userId }) }],
    messages: [{ id: message.id, message_status: isHeld(message) ? "held_for_quality_assessment" : "accepted" }],
  };
}

/** Template pacing, of a template whose name asks for it. */
function isHeld({ type, payload }: MessageRow): boolean {
  return type === "template" && fateOf(digText(payload, "name") ?? "")?.do === "hold";
}

function refuseByMagic(world: World, { waId }: Recipient, type: string): void {
  const behaviour = behaviourOf(waId);
  switch (behaviour?.do) {
    case "refuse":
      throw new ApiError(FAILURES[behaviour.failure]);
    case "refuse_code":
      throw new ApiError(codeFailure(behaviour.code));
    case "refuse_free_form":
      if (type !== "template") throw new ApiError(FAILURES[behaviour.failure]);
      return;
    case "refuse_first":
      if (world.ids.next(`sends to ${waId}`) === 1) throw new ApiError(FAILURES[behaviour.failure]);
      return;
    default:
      return;
  }
}

/** A number that was given up does not send, and a thread that was passed on is another application's. */
function refuseByState(world: World, number: NumberRow, { waId, userId }: Recipient): void {
  const { isRegistered, threads } = world.numberStates.of(number);
  if (!isRegistered) throw coded(133010);
  if (threads.has(waId ?? userId ?? "")) throw new ApiError(FAILURES.thread_not_owner);
}

const WINDOW_REFUSALS = {
  kapso: FAILURES.window_closed,
  kapso_graph: FAILURES.window_closed_graph,
  meta: FAILURES.window_closed_meta,
};

function refuseOutsideWindow(world: World, { contact, waId }: Recipient, type: string): void {
  if (type === "template" || behaviourOf(waId) !== undefined || isWindowOpen(contact, world.now())) return;
  throw new ApiError(WINDOW_REFUSALS[world.variants.window_refusal]);
}

function writeDown(
  world: World,
  number: NumberRow,
  { waId, userId, contact: known }: Recipient,
  { type, context }: Envelope,
  { payload, media, text }: Prepared,
): MessageRow {
  const at = world.activityTime();
  const contact = known ?? contactAt(world, number, { waId, userId }, at);
  const conversation = world.conversations.activeOf(contact) ?? openConversation(world, contact, at);
  const quoted = context && quote(world, context.message_id, number);
  const draft = { conversation, direction: "outbound", status: "pending", type, payload, media, text } as const;
  return recordMessage(world, { ...draft, ...(quoted && { context: quoted }) }, at);
}

function quote(world: World, messageId: string, number: NumberRow): NonNullable<MessageRow["context"]> {
  const target = world.messages.get(messageId);
  const author = target?.direction === "inbound" ? target.conversation.contact.waId : number.digits;
  return target === undefined || author === null ? { id: messageId } : { from: author, id: messageId };
}
