import type { MediaPart, MessageKapso } from "../../kapso/message-types.ts";
import type { Scene } from "../http/context.ts";
import { isObject } from "../http/json.ts";
import type { MediaRow, MessageRow } from "../store/rows.ts";
import { copyPath, makeLookasideQuery } from "./links.ts";

/** The file of a message, as live rows have it (`contract/live.md` sections 3 and 4). */

const MEDIA_TYPES: ReadonlySet<string> = new Set(["image", "video", "audio", "document", "sticker"]);

export function isMediaType(type: string): boolean {
  return MEDIA_TYPES.has(type);
}

/** A message of ours that shows a file by its link has no copy at Kapso. */
export function hasMedia({ type, direction, media }: MessageRow): boolean {
  return isMediaType(type) && (direction === "inbound" || media !== null);
}

/** Kapso's copy: it comes a while after the message, for ours not before Meta has taken it. */
export function copyOf({ media, status, at }: MessageRow, { now, copyLagMs }: Scene): MediaRow | null {
  if (media === null || status === "pending") return null;
  return now >= at + copyLagMs ? media : null;
}

/** Where Kapso's copy is: it answers without credentials, from another host. */
export function copyUrl({ origin }: Scene, media: MediaRow): string {
  return `${origin}${copyPath(media.id)}/${encodeURIComponent(media.filename)}`;
}

/** The part under the key of its type. What a customer sent has Meta's URL, which dies in minutes, and Kapso's link. */
export function mediaPart(message: MessageRow, scene: Scene): MediaPart {
  const { payload, media, direction } = message;
  const part: MediaPart = isObject(payload) ? { ...payload } : {};
  if (media === null) return part;
  const own = { ...part, id: media.id, mime_type: media.mimeType, sha256: toBase64(media.sha256) };
  if (direction === "outbound") return own;
  const copy = copyOf(message, scene);
  return {
    ...own,
    url: `${scene.origin}/lookaside/whatsapp_business/attachments/?${makeLookasideQuery(media.id, scene.now)}`,
    ...(copy !== null && { link: copyUrl(scene, copy) }),
  };
}

export function mediaData(message: MessageRow, scene: Scene): MessageKapso["media_data"] | undefined {
  const copy = copyOf(message, scene);
  if (copy === null) return undefined;
  const { filename, mimeType, bytes } = copy;
  return { url: copyUrl(scene, copy), filename, content_type: mimeType, byte_size: bytes.length };
}

function toBase64(hex: string): string {
  return Buffer.from(hex, "hex").toString("base64");
}
