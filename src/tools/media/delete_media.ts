import { z } from "zod";
import { defineTool } from "../definition/tool.ts";
import { media } from "./media-id.ts";

export const deleteMedia = defineTool({
  name: "delete_media",
  title: "Delete media",
  description: "Delete an uploaded media file from WhatsApp for good. Messages already sent with it stay as they are.",
  scope: "phone_number",
  effect: "delete",
  input: z.strictObject(media),
  output: z.object({ media_id: z.string(), deleted: z.boolean() }),
  async run({ media_id }, { kapso, phoneNumberId, signal }) {
    await kapso.media.delete(phoneNumberId, media_id, { signal });
    return { media_id, deleted: true };
  },
});
