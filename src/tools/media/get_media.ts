import { z } from "zod";
import { defineTool } from "../definition/tool.ts";
import { present } from "../records/present.ts";
import { media } from "./media-id.ts";
import { isGone, mediaGone } from "./message-file.ts";

export const getMedia = defineTool({
  name: "get_media",
  title: "Get media information",
  description:
    "Get a media file's type, size and checksum without its bytes. To see or save the file, use download_media.",
  scope: "phone_number",
  effect: "read",
  input: z.strictObject(media),
  output: z.object({
    media_id: z.string(),
    mime_type: z.string().optional(),
    bytes: z.number().optional(),
    sha256: z.string().optional(),
  }),
  async run({ media_id }, { kapso, phoneNumberId, signal }) {
    // The metadata's URLs stay here: they open the file for whoever holds them.
    const metadata = await kapso.media.metadata(phoneNumberId, media_id, { signal }).catch((error: unknown) => {
      throw isGone(error) ? mediaGone(error) : error;
    });
    return {
      media_id: metadata.id,
      ...present({
        mime_type: metadata.mime_type,
        bytes: metadata.file_size === undefined ? undefined : Number(metadata.file_size),
        sha256: metadata.sha256,
      }),
    };
  },
});
