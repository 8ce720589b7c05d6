import { z } from "zod";
import type { Fault } from "../definition/faults.ts";
import { chars } from "../definition/schemas.ts";
import { defineTool } from "../definition/tool.ts";
import { fetchedUrl } from "../definition/web-url.ts";
import { MAX_BASE64_BYTES, upload } from "./upload.ts";

/** Base64 as programs write it: as a data: URL, in lines, for URLs, without its end. */
function base64(max: number) {
  return z
    .string()
    .transform((text) => text.replace(/^\s*data:[^,]{0,200};base64,/i, "").replace(/\s/g, ""))
    .transform((text) => text.replaceAll("-", "+").replaceAll("_", "/").replace(/=+$/, ""))
    .refine((text) => /^[A-Za-z0-9+/]+$/.test(text) && text.length % 4 !== 1, "must be Base64")
    .refine((text) => text.length <= max, `must have at most ${max} characters`)
    .meta({ minLength: 1, maxLength: max });
}

export const uploadMedia = defineTool({
  name: "upload_media",
  title: "Upload media",
  description:
    "Upload a file to WhatsApp; returns a media_id for send_message, valid 30 days. The type is read from the bytes. " +
    "It sends nothing. A file that is already public needs no upload: give its link to send_message.",
  scope: "phone_number",
  effect: "create",
  input: z.strictObject({
    file_path: chars(1, 1024)
      .optional()
      .describe("Instead of data_base64: a file in the media folder that the operator set, relative to it."),
    url: fetchedUrl(2048)
      .optional()
      .describe("Instead: a public https link, which this server fetches without credentials."),
    data_base64: base64(Math.ceil(MAX_BASE64_BYTES / 3) * 4)
      .optional()
      .describe("The bytes in Base64, up to 2.5 MiB."),
    filename: chars(1, 240).optional().describe("With data_base64 or url: a name with extension."),
    mime_type: chars(1, 120).optional().describe("Needed only for text/plain and old Office files without extension."),
  }),
  localFiles: ["file_path"],
  check: sourceFaults,
  output: z.object({
    media_id: z.string(),
    kind: z.string().describe("The type of send_message that takes it: image, video, audio, document or sticker."),
    mime_type: z.string(),
    bytes: z.number(),
    filename: z.string().optional().describe("Its extension is that of the bytes."),
    voice_note: z.boolean().optional().describe("audio: whether voice may be true, which needs OGG/OPUS in mono."),
  }),
  run: upload,
});

function sourceFaults({ file_path, url, data_base64, filename }: Record<string, unknown>): Fault[] {
  if ([file_path, url, data_base64].filter((source) => source !== undefined).length !== 1) {
    return [
      {
        path: ["data_base64"],
        message: "is needed, or url, or file_path where it is offered; exactly one of them",
      },
    ];
  }
  if (file_path !== undefined && filename !== undefined) {
    return [
      {
        path: ["filename"],
        message: "goes with data_base64 or url; a file has its own name",
      },
    ];
  }
  return [];
}
