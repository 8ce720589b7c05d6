import { z } from "zod";
import type { MediaPart, Message } from "../../../kapso/message-types.ts";
import { present } from "../present.ts";
import { transcriptOf, wordsBesideEnvelope } from "./rendering.ts";

export const mediaRecord = z.object({
  media_id: z.string().optional(),
  link: z.string().optional(),
  mime_type: z.string().optional(),
  filename: z.string().optional(),
  bytes: z.number().optional(),
  voice: z.boolean().optional(),
  animated: z.boolean().optional(),
});

const MEDIA_TYPES = ["image", "video", "audio", "document", "sticker"];

/** Whether the message is a file, also where only Kapso's copy of it is left. */
export function isMedia(message: Message): boolean {
  return MEDIA_TYPES.includes(message.type) || mediaPart(message) !== undefined;
}

/**
 * The file of a message. Links of Kapso and Meta stay here: they open the file for whoever holds them, and
 * `download_media` needs none.
 */
export function mediaOf(message: Message): z.input<typeof mediaRecord> | undefined {
  if (!isMedia(message)) return undefined;
  const part = mediaPart(message) ?? {};
  const copy = message.kapso?.media_data;
  const named = part.filename ?? (message.type === "document" ? copy?.filename : undefined);
  return present({
    media_id: part.id,
    link: isOurLink(part.link, copy?.url) ? part.link : undefined,
    mime_type: part.mime_type ?? copy?.content_type,
    filename: named,
    bytes: copy?.byte_size,
    voice: part.voice || undefined,
    animated: part.animated || undefined,
  });
}

/** The caption, wherever it stands. */
export function captionOf(message: Message): string | undefined {
  const own = mediaPart(message)?.caption || message.kapso?.message_type_data?.["caption"];
  if (typeof own === "string" && own !== "") return own;
  return transcriptOf(message) === undefined ? wordsBesideEnvelope(message) : undefined;
}

function mediaPart(message: Message): MediaPart | undefined {
  return message.image ?? message.video ?? message.audio ?? message.document ?? message.sticker ?? undefined;
}

/** The link of a file that we sent. The address of Kapso's own copy holds a token. */
function isOurLink(link: unknown, copy: string | null | undefined): boolean {
  return typeof link === "string" && link !== "" && link !== copy && !link.includes("/rails/active_storage/");
}
