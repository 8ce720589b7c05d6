import { KapsoError } from "../../kapso/errors.ts";
import type { Message } from "../../kapso/types.ts";
import { messageFields } from "../kapso-fields.ts";
import { mediaOf } from "../records/message/media.ts";
import type { Scopes, ToolContext } from "../tool.ts";
import { ToolError } from "../tool-error.ts";
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
  const file = mediaOf(message);
  if (file === undefined) {
    throw new ToolError("message_id: is a message without a file.", { see: ["list_messages", "read_conversation"] });
  }
  const copy = message.kapso;
  const part = message.image ?? message.video ?? message.audio ?? message.document ?? message.sticker;
  const link = [copy?.media_url, copy?.media_data?.url, part?.link].find(
    (url) => typeof url === "string" && url !== "",
  );
  return {
    mediaId: file.media_id,
    filename: file.filename ?? copy?.media_data?.filename,
    link: link ?? undefined,
    message,
  };
}

/** Whether WhatsApp no longer knows an id: those of customers' files live for seven days. */
export function isGone(error: unknown): boolean {
  return error instanceof KapsoError && error.reason === "no_such_object";
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
  const copy = kapso.media.isOwn(link) ? await kapso.media.copy(link, { signal, maxBytes: MAX_FILE_BYTES }) : link;
  if (typeof copy !== "string") return copy;
  return fetchFromWeb(copy, context);
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
function noCopy({ timestamp }: Message, now: number): ToolError {
  if (now - Number(timestamp) * 1_000 < LAG_MS) {
    return new ToolError("Kapso has not copied this file yet. Try again in a minute.");
  }
  return new ToolError(
    "This file is gone: WhatsApp has dropped it, and Kapso has no copy. Ask the sender for it again.",
  );
}
