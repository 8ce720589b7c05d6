import { mediaId } from "../tools/definition/schemas.ts";
import { ToolError } from "../tools/definition/tool-error.ts";
import { cleanText } from "../tools/definition/untrusted.ts";
import { isTextual, trueType } from "../tools/media/detect.ts";
import { RESOURCE_BYTES } from "../tools/media/download.ts";
import { unicodeText, windowsText } from "../tools/media/text.ts";
import { type Content, type Reading, type Resource, UnknownTarget } from "./resource.ts";

const MIB = 1024 * 1024;
/** Clients on stdio hold no more than 10 MiB of a message (both SDKs), and Base64 adds a third. */
const STDIO_BYTES = 7 * MIB;
/** Longer text comes as bytes: in JSON it could grow to twice its size. */
const TEXT_BYTES = 2.5 * MIB;

export const media: Resource = {
  name: "media",
  title: "Media file",
  description: "A file that was sent or uploaded, as it is: text as text, anything else as bytes.",
  place: "media",
  parameter: "media_id",
  tools: ["download_media"],
  scope: "phone_number",
  large: true,
  async read(id, reading) {
    const { kapso, signal, defaultPhoneNumberId = "" } = reading;
    if (!mediaId.safeParse(id).success) throw new UnknownTarget("media_id: must be 5 to 20 digits");
    const metadata = await kapso.media.metadata(defaultPhoneNumberId, id, { signal });
    const maxBytes = reading.mediaResources === true ? RESOURCE_BYTES : STDIO_BYTES;
    const bytes = Number(metadata.file_size ?? 0);
    if (bytes > maxBytes) throw tooLarge(bytes, maxBytes, reading);
    const { data, contentType } = await kapso.media.download(defaultPhoneNumberId, metadata, { signal, maxBytes });
    return content(data, await trueType(data, metadata.mime_type ?? contentType));
  },
};

/** Written by somebody else: text is cleaned like that of every result. */
function content(data: Uint8Array, mimeType: string): Content {
  if (isTextual(mimeType) && data.length <= TEXT_BYTES) {
    return { mimeType, text: cleanText(unicodeText(data) ?? windowsText(data)).text };
  }
  return { mimeType, blob: Buffer.from(data.buffer, data.byteOffset, data.byteLength).toString("base64") };
}

function tooLarge(bytes: number, maxBytes: number, { media: folder }: Reading): ToolError {
  const reason = `The file has ${bytes} bytes, and as a resource at most ${maxBytes} bytes can be read.`;
  return folder === undefined
    ? new ToolError(`${reason} The operator can fetch it in Kapso.`)
    : new ToolError(`${reason} It can be saved in the media folder.`, { see: ["download_media"] });
}
