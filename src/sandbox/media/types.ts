/** What may be uploaded (media.md section 1); 1 MB counts as 1,048,576 bytes. */

const MB = 1024 * 1024;

export type MediaKind = "audio" | "document" | "image" | "sticker" | "video";

const TYPES: Record<MediaKind, { types: string[]; max: number }> = {
  audio: {
    types: ["audio/aac", "audio/mp4", "audio/mpeg", "audio/amr", "audio/ogg", "audio/opus"],
    max: 16 * MB,
  },
  document: {
    types: [
      "application/vnd.ms-powerpoint",
      "application/msword",
      "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
      "application/vnd.openxmlformats-officedocument.presentationml.presentation",
      "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
      "application/pdf",
      "text/plain",
      "application/vnd.ms-excel",
    ],
    max: 100 * MB,
  },
  image: { types: ["image/jpeg", "image/png"], max: 5 * MB },
  sticker: { types: ["image/webp"], max: 500 * 1024 },
  video: { types: ["video/mp4", "video/3gpp"], max: 16 * MB },
};

const STATIC_STICKER_MAX = 100 * 1024;

/** In the order of Meta's own message, which clients match on. */
const ACCEPTED = ["audio", "document", "image", "sticker", "video"] as const;

/** `audio/ogg; codecs=opus` is `audio/ogg`. */
export function bareType(contentType: string): string {
  return contentType.replace(/;.*$/s, "").trim().toLowerCase();
}

export function kindOf(contentType: string): MediaKind | undefined {
  return ACCEPTED.find((kind) => TYPES[kind].types.includes(bareType(contentType)));
}

export function wrongTypeMessage(received: string): string {
  const accepted = ACCEPTED.flatMap((kind) => TYPES[kind].types).join(", ");
  return (
    `Param file must be a file with one of the following types: ${accepted}. ` + `Received file of type '${received}'.`
  );
}

export function maxBytes(kind: MediaKind, bytes: Uint8Array): number {
  return kind === "sticker" && !isAnimatedWebp(bytes) ? STATIC_STICKER_MAX : TYPES[kind].max;
}

/** An extended WebP (`VP8X`) with the animation flag set. */
function isAnimatedWebp(bytes: Uint8Array): boolean {
  const chunk = Buffer.from(bytes.subarray(12, 16)).toString("latin1");
  return chunk === "VP8X" && ((bytes[20] ?? 0) & 0x02) !== 0;
}
