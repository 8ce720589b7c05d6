import type { RecordError } from "../../../kapso/message-types.ts";
import { askPermission } from "../../calls/permissions.ts";
import { useFlow, useTemplateFlow } from "../../flows/use.ts";
import { ApiError } from "../../http/errors.ts";
import { FAILURES, recordError } from "../../http/failures.ts";
import { dig, digText, isObject } from "../../http/json.ts";
import { behaviourOf } from "../../magic.ts";
import type { MessageRow, NumberRow } from "../../store/rows.ts";
import { partOf } from "../../templates/shape.ts";
import { DAY } from "../../world/clock.ts";
import type { World } from "../../world/world.ts";
import { checkParams, coded } from "./check.ts";
import type { MessageType } from "./envelope.ts";
import { interactiveSchema } from "./interactive.ts";
import { requireHeaderMedia, requireMedia, resolveMedia } from "./media-part.ts";
import { plainPayloads } from "./payloads.ts";
import type { Recipient } from "./recipient.ts";
import { fillTemplate, findTemplate, headerMedia, templatePayload } from "./template.ts";

/** A payload that Meta accepts, as it is written down. */
export interface Prepared extends Pick<MessageRow, "payload" | "media" | "text"> {
  /** What makes the accepted message fail later. */
  fault: RecordError | undefined;
}

/** The payload in its right shape; what the kind does not know is dropped. */
export function checkPayload(type: MessageType, payload: unknown): unknown {
  if (type === "template") return checkParams(templatePayload, payload, [type]);
  if (type === "interactive") {
    return checkParams(interactiveSchema(payload), payload, [type]);
  }
  return checkParams<unknown>(plainPayloads[type], payload, [type]);
}

/** The payload against what the account has: its media, its templates, its messages. */
export function prepare(
  world: World,
  number: NumberRow,
  recipient: Recipient,
  type: MessageType,
  payload: unknown,
): Prepared {
  const plain = { payload, media: null, text: null, fault: undefined };
  switch (type) {
    case "image":
    case "video":
    case "audio":
    case "document":
    case "sticker":
      return { ...plain, ...resolveMedia(world, number, type, isObject(payload) ? payload : {}) };
    case "text":
      return { ...plain, payload: { body: digText(payload, "body") ?? "" } };
    case "template":
      return { ...plain, text: prepareTemplate(world, number, recipient, payload) };
    case "interactive":
      prepareInteractive(world, number, recipient, payload);
      return plain;
    case "reaction":
      return { ...plain, fault: reactionFault(world, number, digText(payload, "message_id") ?? "") };
    default:
      return plain;
  }
}

function prepareInteractive(world: World, number: NumberRow, recipient: Recipient, payload: unknown): void {
  requireHeaderMedia(world, number, payload);
  const cards = dig(payload, "action", "cards");
  for (const card of Array.isArray(cards) ? cards : []) requireHeaderMedia(world, number, card);
  switch (digText(payload, "type")) {
    case "flow":
      useFlow(world, number, dig(payload, "action", "parameters"));
      return;
    case "call_permission_request":
      askPermission(world, number, recipient);
      return;
    default:
      return;
  }
}

function prepareTemplate(world: World, number: NumberRow, recipient: Recipient, payload: unknown): string {
  const parsed = checkParams(templatePayload, payload, ["template"]);
  const template = findTemplate(world.templates.rows, number.businessAccountId, parsed);
  if (template.category === "AUTHENTICATION" && recipient.waId === null) throw coded(131062);
  const behaviour = behaviourOf(recipient.waId);
  if (behaviour?.do === "refuse_marketing" && template.category === "MARKETING") {
    throw new ApiError(FAILURES[behaviour.failure]);
  }
  for (const { type, id } of headerMedia(parsed)) requireMedia(world, number, type, id);
  const text = fillTemplate(template, parsed, world.now());
  for (const button of partOf(template.components, "BUTTONS")?.buttons ?? []) {
    if (button.type === "FLOW" && button.flow_json === undefined) useTemplateFlow(world, number, button);
  }
  if (partOf(template.components, "CALL_PERMISSION_REQUEST") !== undefined) askPermission(world, number, recipient);
  return text;
}

/** A target that is missing, too old or itself a reaction is refused after the send was accepted (section 6). */
function reactionFault(world: World, number: NumberRow, messageId: string): RecordError | undefined {
  const target = world.messages.get(messageId);
  const isOurs = target?.conversation.contact.number === number;
  if (target !== undefined && isOurs && target.type !== "reaction" && world.now() - target.at <= 30 * DAY)
    return undefined;
  return recordError(131009, "Param reaction.message_id is not a message that can be reacted to");
}
