import { dig, digText, isObject, type JsonObject, parseJson } from "../json.ts";
import type { MediaRow, MessageRow } from "../store/rows.ts";

/** Texts and summaries of a message for its `kapso` block (stored-data.md section 1.4). */

const MEDIA_TYPES: ReadonlySet<string> = new Set(["image", "video", "audio", "document", "sticker"]);

export function hasMedia(message: MessageRow): boolean {
  return MEDIA_TYPES.has(message.type);
}

/** Kapso's copy: there at once for inbound media, for outbound as soon as Meta has taken the message. */
export function copyOf(message: MessageRow): MediaRow | null {
  return message.status === "pending" ? null : message.media;
}

export function copyUrl(origin: string, media: MediaRow): string {
  return `${origin}/storage/media/${media.id}/${encodeURIComponent(media.filename)}`;
}

/** The message as one text; null when it has nothing to show. */
export function contentOf(message: MessageRow, origin: string): string | null {
  if (message.text !== null) return message.text;
  if (hasMedia(message)) return digText(message.payload, "caption") ?? mediaMarker(message, origin);
  const { type, payload } = message;
  switch (type) {
    case "text":
      return digText(payload, "body") ?? null;
    case "button":
      return digText(payload, "text") ?? null;
    case "reaction":
      return digText(payload, "emoji") || null;
    case "interactive":
      return interactiveText(payload);
    case "location":
      return locationText(payload);
    case "contacts":
      return contactsText(payload);
    case "order":
      return digText(payload, "text") ?? "[Order]";
    case "template":
      return `[Template ${digText(payload, "name") ?? ""}]`;
    default:
      return null;
  }
}

function mediaMarker(message: MessageRow, origin: string): string {
  const kind = message.type.charAt(0).toUpperCase() + message.type.slice(1);
  const media = copyOf(message);
  if (media === null) return `[${kind} attached]`;
  const size = `${Math.ceil(media.bytes.length / 1024)} KB`;
  return `[${kind} attached] (${media.filename}) [Size: ${size}] URL: ${copyUrl(origin, media)}`;
}

/** The title of a reply, else the body of what was sent. */
function interactiveText(payload: unknown): string | null {
  return (
    digText(payload, "button_reply", "title") ??
    digText(payload, "list_reply", "title") ??
    digText(payload, "nfm_reply", "body") ??
    digText(payload, "body", "text") ??
    null
  );
}

function locationText(payload: unknown): string {
  const place = [digText(payload, "name"), digText(payload, "address")].filter((part) => part !== undefined);
  return `[Location ${dig(payload, "latitude")}, ${dig(payload, "longitude")}] ${place.join(", ")}`.trimEnd();
}

function contactsText(payload: unknown): string {
  const cards = Array.isArray(payload) ? payload : [];
  return `[Contacts] ${cards.map((card) => digText(card, "name", "formatted_name") ?? "").join(", ")}`;
}

export function typeDataOf({ type, payload }: MessageRow): JsonObject {
  const pick = (...keys: string[]) => Object.fromEntries(keys.map((key) => [key, dig(payload, key) ?? null]));
  switch (type) {
    case "image":
      return { ...pick("caption"), has_media: true };
    case "video":
    case "audio":
    case "document":
      return { ...pick("caption", "filename"), has_media: true };
    case "template":
      return {
        ...pick("name"),
        language: digText(payload, "language", "code") ?? null,
        params: templateParams(payload),
      };
    case "interactive":
      return { ...pick("type"), body_text: interactiveText(payload) };
    case "location":
      return pick("latitude", "longitude", "name", "address");
    default:
      return {};
  }
}

function templateParams(payload: unknown): unknown[] {
  const components = dig(payload, "components");
  if (!Array.isArray(components)) return [];
  const body = components.find((component) => digText(component, "type")?.toLowerCase() === "body");
  const parameters = dig(body, "parameters");
  return Array.isArray(parameters) ? parameters.map((parameter) => digText(parameter, "text") ?? parameter) : [];
}

/** What a customer filled into a flow: the parsed answer, its token and the flow's name. */
export function flowReplyOf({
  payload,
}: MessageRow): { response: JsonObject; token: string | null; name: string } | null {
  const text = digText(payload, "nfm_reply", "response_json");
  if (text === undefined) return null;
  const parsed = parseJson(text);
  const response = isObject(parsed) ? parsed : {};
  return {
    response,
    token: digText(response, "flow_token") ?? null,
    name: digText(payload, "nfm_reply", "name") ?? "flow",
  };
}
