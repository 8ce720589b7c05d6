import type { Attachment } from "../definition/tool.ts";
import { isTextual } from "./detect.ts";
import { MAX_PIXELS, MAX_SIDE, SHOWN_BYTES } from "./image/bounds.ts";
import { IMAGE_TYPES, readHeader } from "./image/header.ts";
import { unicodeText, windowsText } from "./text.ts";

/** A picture that is fetched to be made smaller, and a text of which the beginning is shown. */
const IMAGE_BYTES = 25 * 1024 * 1024;
const TEXT_BYTES = 2.5 * 1024 * 1024;
/** A model reads about 25,000 tokens. */
const SHOWN_TEXT = 60_000;

/** How a file is shown: data for the result, and what is attached to it. */
export interface View {
  data: {
    shown_as: "image" | "audio" | "text";
    width?: number;
    height?: number;
    shown_width?: number;
    shown_height?: number;
    text?: string;
    truncated?: boolean;
  };
  attachment?: Attachment;
}

/** Why a file of a kind that can be shown is not. */
export interface Unshown {
  reason?: string;
}

/** Whether a file may be shown, by its announced type and size; what it really is decides when it is here. */
export function mayBeShown(mimeType: string, bytes: number): boolean {
  if (IMAGE_TYPES.includes(mimeType)) return bytes <= IMAGE_BYTES;
  if (isTextual(mimeType)) return bytes <= TEXT_BYTES;
  return mimeType.startsWith("audio/") && bytes <= SHOWN_BYTES;
}

export async function view(mimeType: string, bytes: Uint8Array, signal: AbortSignal): Promise<View | Unshown> {
  if (IMAGE_TYPES.includes(mimeType)) return viewImage(mimeType, bytes, signal);
  if (isTextual(mimeType)) {
    if (bytes.length > TEXT_BYTES) return { reason: `a text of more than ${TEXT_BYTES} bytes is not shown` };
    return { data: { shown_as: "text", ...readText(bytes) } };
  }
  if (!mimeType.startsWith("audio/")) return {};
  if (bytes.length > SHOWN_BYTES) return { reason: `audio of more than ${SHOWN_BYTES} bytes is not shown` };
  return { data: { shown_as: "audio" }, attachment: { type: "audio", data: base64(bytes), mimeType } };
}

async function viewImage(mimeType: string, bytes: Uint8Array, signal: AbortSignal): Promise<View | Unshown> {
  const header = readHeader(mimeType, bytes);
  if (header === undefined) return { reason: "the image is broken or cut off" };
  const { width, height, decodable } = header;
  if (Math.max(width, height) <= MAX_SIDE && bytes.length <= SHOWN_BYTES) {
    const attachment: Attachment = { type: "image", data: base64(bytes), mimeType };
    return { data: { shown_as: "image", width, height }, attachment };
  }
  const size = `${width} x ${height} pixels and ${bytes.length} bytes`;
  if (!decodable) return { reason: `an image of this format with ${size} cannot be made smaller here` };
  if (width * height > MAX_PIXELS || bytes.length > IMAGE_BYTES) return { reason: `the image is too large (${size})` };
  const { shrink } = await import("./image/shrink.ts");
  const small = await shrink(bytes, signal);
  if (small === undefined) return { reason: `the image (${size}) cannot be decoded` };
  return {
    data: { shown_as: "image", width, height, shown_width: small.width, shown_height: small.height },
    attachment: { type: "image", data: base64(small.bytes), mimeType: "image/jpeg" },
  };
}

function base64(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("base64");
}

function readText(bytes: Uint8Array): { text: string; truncated?: boolean } {
  const text = unicodeText(bytes) ?? windowsText(bytes);
  if (text.length <= SHOWN_TEXT) return { text };
  // The cut must not leave half of a character.
  return { text: text.slice(0, SHOWN_TEXT).replace(/[\uD800-\uDBFF]$/, ""), truncated: true };
}
