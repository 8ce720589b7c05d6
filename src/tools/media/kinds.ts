const KIB = 1024;
const MIB = 1024 * KIB;

export interface Kind {
  kind: "audio" | "document" | "image" | "sticker" | "video";
  mimeType: string;
  extension: string;
  maxBytes: number;
}

/** What WhatsApp takes, with its limits in bytes (contract media.md section 1; 1 MB read as 1,048,576). */
export const KINDS: readonly Kind[] = [
  {
    kind: "audio",
    mimeType: "audio/aac",
    extension: "aac",
    maxBytes: 16 * MIB,
  },
  {
    kind: "audio",
    mimeType: "audio/mp4",
    extension: "m4a",
    maxBytes: 16 * MIB,
  },
  {
    kind: "audio",
    mimeType: "audio/mpeg",
    extension: "mp3",
    maxBytes: 16 * MIB,
  },
  {
    kind: "audio",
    mimeType: "audio/amr",
    extension: "amr",
    maxBytes: 16 * MIB,
  },
  {
    kind: "audio",
    mimeType: "audio/ogg",
    extension: "ogg",
    maxBytes: 16 * MIB,
  },
  {
    kind: "audio",
    mimeType: "audio/opus",
    extension: "opus",
    maxBytes: 16 * MIB,
  },
  {
    kind: "image",
    mimeType: "image/jpeg",
    extension: "jpg",
    maxBytes: 5 * MIB,
  },
  { kind: "image", mimeType: "image/png", extension: "png", maxBytes: 5 * MIB },
  {
    kind: "sticker",
    mimeType: "image/webp",
    extension: "webp",
    maxBytes: 500 * KIB,
  },
  {
    kind: "video",
    mimeType: "video/mp4",
    extension: "mp4",
    maxBytes: 16 * MIB,
  },
  {
    kind: "video",
    mimeType: "video/3gpp",
    extension: "3gp",
    maxBytes: 16 * MIB,
  },
  {
    kind: "document",
    mimeType: "text/plain",
    extension: "txt",
    maxBytes: 100 * MIB,
  },
  {
    kind: "document",
    mimeType: "application/pdf",
    extension: "pdf",
    maxBytes: 100 * MIB,
  },
  {
    kind: "document",
    mimeType: "application/msword",
    extension: "doc",
    maxBytes: 100 * MIB,
  },
  {
    kind: "document",
    mimeType: "application/vnd.ms-excel",
    extension: "xls",
    maxBytes: 100 * MIB,
  },
  {
    kind: "document",
    mimeType: "application/vnd.ms-powerpoint",
    extension: "ppt",
    maxBytes: 100 * MIB,
  },
  {
    kind: "document",
    mimeType: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    extension: "docx",
    maxBytes: 100 * MIB,
  },
  {
    kind: "document",
    mimeType: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    extension: "xlsx",
    maxBytes: 100 * MIB,
  },
  {
    kind: "document",
    mimeType: "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    extension: "pptx",
    maxBytes: 100 * MIB,
  },
];

const STATIC_STICKER_BYTES = 100 * KIB;

export const MAX_FILE_BYTES = Math.max(...KINDS.map((kind) => kind.maxBytes));

/** `audio/ogg; codecs=opus` is `audio/ogg`; upper case is lower. */
export function bareType(mimeType: string): string {
  return mimeType.split(";", 1)[0]?.trim().toLowerCase() ?? "";
}

export function kindOfType(mimeType: string): Kind | undefined {
  return KINDS.find((kind) => kind.mimeType === bareType(mimeType));
}

/** The limit for these bytes: a sticker that does not move has a smaller one. */
export function maxBytes(kind: Kind, bytes: Uint8Array): number {
  return kind.kind === "sticker" && !isAnimatedWebp(bytes) ? STATIC_STICKER_BYTES : kind.maxBytes;
}

/** The animation flag of an extended WebP header (the VP8X chunk, second bit of its flags). */
function isAnimatedWebp(bytes: Uint8Array): boolean {
  return Buffer.from(bytes.subarray(12, 16)).toString("latin1") === "VP8X" && ((bytes[20] ?? 0) & 2) !== 0;
}
