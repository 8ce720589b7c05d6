import type { Message } from "../../../kapso/message-types.ts";

/**
 * Kapso's own rendering of a message, `kapso.content` (`contract/live.md` section 3). Of a file it is an envelope, such
 * as `Audio attached (a.ogg) [Size: 12.5 KB | Type: audio/ogg] URL: https://...`, which says nothing that the record
 * does not say; what follows it, or stands in its place, are words.
 */
const ENVELOPE =
  /^(?:\[(?:Image|Video|Audio|Document|Sticker|Media|File) attached\]|(?:Image|Video|Audio|Document|Sticker|Media|File) attached)(?: \([^\n]*?\))?(?: \[[^\n]*?\])?(?: URL: \S+)?(?=\s|$)/i;

/** The whole envelope of a voice note and what Kapso heard. Anybody can write "Transcript:"; only here it counts. */
const TRANSCRIPT = /^\[?Audio attached\]? \([^\n]*\) \[Size: [^\n\]]*\] URL: \S+\s+Transcript: ([\s\S]+)$/i;

/** What Kapso rendered, as it stands. */
export function rendered({ kapso }: Message): string | undefined {
  const content = kapso?.content;
  if (typeof content === "string") return content || undefined;
  // Kapso's SDK types it as an object; none was ever seen.
  return content === null || content === undefined ? undefined : JSON.stringify(content);
}

/** The words of a rendering of a file: all but the envelope. */
export function wordsBesideEnvelope(message: Message): string | undefined {
  const content = rendered(message)?.replace(ENVELOPE, "").trim();
  return content || undefined;
}

/** What Kapso heard in a voice note. */
export function transcriptOf(message: Message): string | undefined {
  if (message.type !== "audio") return undefined;
  const heard = message.kapso?.transcript?.text;
  if (typeof heard === "string" && heard !== "") return heard;
  return TRANSCRIPT.exec(rendered(message) ?? "")?.[1]?.trim() || undefined;
}
