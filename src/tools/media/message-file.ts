import { KapsoError } from "../../kapso/http/errors.ts";
import type { Message } from "../../kapso/message-types.ts";
import { messageFields } from "../definition/kapso-fields.ts";
import { mediaId } from "../definition/schemas.ts";
import type { Scopes, ToolContext } from "../definition/tool.ts";
import { ToolError } from "../definition/tool-error.ts";
import { mediaOf } from "../records/message/media.ts";
import { MAX_FILE_BYTES } from "./kinds.ts";

type Context = ToolContext & Scopes["phone_number"];

/** A file's bytes, and what its sender called it. */
export interface Fetched {
  data: Uint8Array;
  contentType: string;
  declared?: string;
}

/** What a message says of its file, and the ways to it. */
export interface MessageFile {
  /** WhatsApp's; of a customer's file it lives for seven days. */
  mediaId: string | undefined;
  filename: string | undefined;
  /** Kapso's copy, or the link that we sent. */
  link: string | undefined;
  message: Message;
}

export async function fileOfMessage(
  messageId: string,
  { kapso, phoneNumberId, signal }: Context,
): Promise<MessageFile> {
  const fields = messageFields.query(undefined);
  const message = await kapso.messages.get(phoneNumberId, messageId, { fields }, { signal });
  const [file, link] = [mediaOf(message), linkOf(message)];
  if (file === undefined && link === undefined) {
    throw new ToolError("message_id: is a message without a file.", { see: ["list_messages", "read_conversation"] });
  }
  return {
    mediaId: mediaId.safeParse(file?.media_id).data,
    filename: file?.filename ?? message.kapso?.media_data?.filename,
    link,
    message,
  };
}

/** The first address that is one: an odd field hides no other. */
function linkOf({ kapso: copy, image, video, audio, document, sticker }: Message): string | undefined {
  const part = image ?? video ?? audio ?? document ?? sticker;
  const links = [copy?.media_url, copy?.media_data?.url, part?.link];
  return links.find((url) => typeof url === "string" && URL.canParse(url)) ?? undefined;
}

/** Whether WhatsApp no longer knows an id: those of customers' files live for seven days. */
export function isGone(error: unknown): boolean {
  return error instanceof KapsoError && error.reason === "no_such_object";
}

/** What the host of a file answers where it no longer has the bytes, or cannot get them. */
const WITHOUT_BYTES: readonly (number | undefined)[] = [404, 410, 502];

/** Whether the bytes behind a known id cannot be had, so that only the copy is left. */
export function hasNoBytes(error: unknown): boolean {
  return error instanceof KapsoError && WITHOUT_BYTES.includes(error.httpStatus);
}

export function mediaGone(cause: unknown): ToolError {
  return new ToolError(
    "media_id: WhatsApp does not have this file (any more): ids of files that customers send live for 7 days. Kapso " +
      "keeps a copy: download_media with message_id, the message that brought the file, gets it.",
    { cause, see: ["list_messages"] },
  );
}

/** Kapso's copy, or the public file that our own message showed. Nothing of ours goes along. */
export async function fetchLink({ link, message }: MessageFile, context: Context): Promise<Fetched> {
  const { kapso, signal } = context;
  if (link === undefined) throw noCopy(message, kapso.now());
  if (!kapso.media.isOwn(link)) return fetchFromWeb(link, context);
  const copy = await kapso.media.copy(link, { signal, maxBytes: MAX_FILE_BYTES }).catch((error: unknown) => {
    throw isDropped(error) ? noCopy(message, kapso.now(), error) : error;
  });
  return typeof copy === "string" ? fetchFromWeb(copy, context) : copy;
}

function isDropped(error: unknown): boolean {
  return error instanceof KapsoError && (error.httpStatus === 404 || error.httpStatus === 410);
}

/** The way to the web is loaded when somebody takes it. */
async function fetchFromWeb(link: string, { signal, progress, web }: Context): Promise<Fetched> {
  const [{ publicWeb }, { RefusedLink }] = await Promise.all([
    import("../web/public-web.ts"),
    import("../web/refusal.ts"),
  ]);
  const visitor = { signal, maxBytes: MAX_FILE_BYTES, bound: async () => MAX_FILE_BYTES, progress };
  try {
    const { bytes, contentType } = await (web ?? publicWeb).fetch(link, visitor);
    return { data: bytes, contentType };
  } catch (error) {
    if (!(error instanceof RefusedLink)) throw error;
    throw new ToolError(`The file of this message cannot be fetched: ${error.reason}.`, { cause: error });
  }
}

const LAG_MS = 10 * 60_000;

/** Kapso copies a file within about a minute. */
function noCopy({ timestamp }: Message, now: number, cause?: unknown): ToolError {
  if (now - Number(timestamp) * 1_000 < LAG_MS) {
    return new ToolError("Kapso has not copied this file yet. Try again in a minute.", { cause });
  }
  return new ToolError(
    "This file is gone: WhatsApp has dropped it, and Kapso has no copy. Ask the sender for it again.",
    { cause },
  );
}
