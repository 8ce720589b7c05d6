import type { Scene } from "../http/context.ts";
import { digText, isObject, type JsonObject, parseJson } from "../http/json.ts";
import { copyOf, copyUrl, isMediaType } from "../media/answer.ts";
import type { MessageRow } from "../store/rows.ts";

/** Texts and summaries of a message for its `kapso` block, as captured (`contract/live.md` section 3). */

/** The message as one text; null when Kapso renders nothing. */
export function contentOf(message: MessageRow, scene: Scene): string | null {
  const { type, payload } = message;
  if (isMediaType(type)) return fileText(message, scene);
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
      return "Location";
    case "contacts":
      return `Contact: ${(Array.isArray(payload) ? payload : []).map((card) => digText(card, "name", "formatted_name") ?? "").join(", ")}`;
    case "order":
      return "Order";
    case "system":
      return "User changed number";
    case "unsupported":
      return "Unsupported message";
    case "edit":
      return digText(payload, "message", "text", "body") ?? null;
    default:
      return null;
  }
}

/** What the list of conversations shows of its newest message: a file without its address. */
export function lastTextOf(message: MessageRow, scene: Scene): string | null {
  if (message.text !== null) return message.text;
  if (!isMediaType(message.type)) return contentOf(message, scene);
  return digText(message.payload, "caption") ?? envelope(message, scene);
}

/** Of a voice note also what Kapso has heard. */
function fileText(message: MessageRow, scene: Scene): string | null {
  const copy = copyOf(message, scene);
  if (copy === null) return digText(message.payload, "caption") ?? null;
  const size = `[Size: ${kilobytes(copy.bytes.length)} | Type: ${copy.mimeType.replace(/;.*/, "")}]`;
  const heard = message.transcript === null ? "" : `\n\nTranscript: ${message.transcript}`;
  return `${envelope(message, scene)} ${size} URL: ${copyUrl(scene, copy)}${heard}`;
}

function envelope(message: MessageRow, scene: Scene): string {
  const kind = message.type.charAt(0).toUpperCase() + message.type.slice(1);
  const copy = copyOf(message, scene);
  const name = digText(message.payload, "filename") ?? copy?.filename;
  return `${kind} attached${name === undefined ? "" : ` (${name})`}`;
}

function kilobytes(bytes: number): string {
  return `${(bytes / 1024).toFixed(1).replace(/\.0$/, "")} KB`;
}

/** The title or the answers of a reply, else the body of what was sent. */
function interactiveText(payload: unknown): string | null {
  const permission = digText(payload, "call_permission_reply", "response");
  if (permission !== undefined) return `Call permission: ${permission}`;
  if (digText(payload, "nfm_reply", "name") === "address_message") return null;
  return (
    digText(payload, "button_reply", "title") ??
    digText(payload, "list_reply", "title") ??
    digText(payload, "nfm_reply", "response_json") ??
    digText(payload, "body", "text") ??
    null
  );
}

/** `message_type_data`; most types have none. */
export function typeDataOf({ type, payload }: MessageRow): JsonObject | undefined {
  const caption = digText(payload, "caption");
  switch (type) {
    case "image":
    case "video":
    case "audio":
    case "sticker":
      return caption === undefined ? {} : { caption };
    case "document":
      return { caption: caption ?? "", has_media: true };
    case "template":
      return {
        name: digText(payload, "name") ?? null,
        language: digText(payload, "language", "code") ?? null,
        params: templateParams(payload),
      };
    case "interactive":
      return { type: digText(payload, "type") ?? null, body_text: interactiveText(payload) };
    default:
      return undefined;
  }
}

function templateParams(payload: unknown): unknown[] {
  const components = isObject(payload) ? payload["components"] : undefined;
  if (!Array.isArray(components)) return [];
  const body: unknown = components.find((component) => digText(component, "type")?.toLowerCase() === "body");
  const parameters = isObject(body) ? body["parameters"] : undefined;
  return Array.isArray(parameters) ? parameters.map((parameter) => digText(parameter, "text") ?? parameter) : [];
}

interface FlowReply {
  response: JsonObject;
  token: string | null;
  name: string;
}

/** What a customer filled into a flow: the parsed answer, its token and the flow's name. */
export function flowReplyOf({ payload }: MessageRow): FlowReply | undefined {
  const text = digText(payload, "nfm_reply", "response_json");
  if (text === undefined || digText(payload, "nfm_reply", "name") !== "flow") return undefined;
  const parsed = parseJson(text);
  const response = isObject(parsed) ? parsed : {};
  const token = digText(response, "flow_token") ?? null;
  return { response, token, name: "flow" };
}
