import type { RecordError } from "../../../kapso/message-types.ts";
import { ApiError, graphFailure, titled } from "../../http/errors.ts";
import { recordError } from "../../http/failures.ts";
import { digText, isObject, type JsonObject } from "../../http/json.ts";
import { kindOf } from "../../media/types.ts";
import type { MediaRow, NumberRow } from "../../store/rows.ts";
import type { World } from "../../world/world.ts";

/** The media of a send: known to the account now, and fit for its kind when Meta processes it. */
export interface MediaPart {
  /** The payload as it is stored. */
  payload: JsonObject;
  /** Null for a link: the sandbox fetches nothing. */
  media: MediaRow | null;
  /** What makes the accepted message fail later. */
  fault: RecordError | undefined;
}

export function resolveMedia(world: World, number: NumberRow, type: string, payload: JsonObject): MediaPart {
  const id = digText(payload, "id");
  if (id === undefined) {
    const fault = isUnreachable(digText(payload, "link")) ? recordError(131053, "The link did not answer") : undefined;
    return { payload, media: null, fault };
  }
  const media = requireMedia(world, number, type, id);
  return {
    payload,
    media,
    fault: kindFault(type, media, payload["voice"] === true),
  };
}

/** Links to hosts under `.invalid`, a name that never resolves, stand for those that do not answer. */
function isUnreachable(link = ""): boolean {
  return URL.canParse(link) && new URL(link).hostname.endsWith(".invalid");
}

/** An id in a header of an interactive message or a template must be known as well. */
export function requireHeaderMedia(world: World, number: NumberRow, payload: unknown): void {
  if (!isObject(payload) || !isObject(payload["header"])) return;
  const type = digText(payload, "header", "type") ?? "";
  const id = digText(payload, "header", type, "id");
  if (id !== undefined) requireMedia(world, number, type, id);
}

export function requireMedia(world: World, number: NumberRow, type: string, id: string): MediaRow {
  const media = world.media.find(number.businessAccountId, id, world.now());
  if (media !== undefined) return media;
  const details = `Param ${type}.id is not a valid whatsapp business account media attachment ID`;
  throw new ApiError(graphFailure(400, 100, titled(100, details), { details }));
}

function kindFault(type: string, { mimeType }: MediaRow, voice: boolean): RecordError | undefined {
  const kind = kindOf(mimeType);
  const fits = voice ? mimeType.startsWith("audio/ogg") : type === "document" || kind === type;
  return fits
    ? undefined
    : recordError(131053, `Media of type ${mimeType} cannot be sent as ${voice ? "voice" : type}`);
}
