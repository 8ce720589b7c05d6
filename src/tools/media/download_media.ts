import { z } from "zod";
import { mediaId, messageId } from "../definition/schemas.ts";
import { defineTool } from "../definition/tool.ts";
import { download, downloadResult } from "./download.ts";

export const downloadMedia = defineTool({
  name: "download_media",
  attaches: true,
  title: "Download media",
  description:
    "Fetch the file of a message, or one by its media_id: an image (made smaller if large) or audio comes back to look at or listen to, text as text, " +
    "anything else is saved in the media folder that the operator set, or linked as a resource. For type and size " +
    "alone, use get_media.",
  scope: "phone_number",
  effect: "read",
  input: z.strictObject({
    message_id: messageId
      .optional()
      .describe("The message that has the file: works also when its media_id is too old."),
    media_id: mediaId.optional().describe("Instead: from a message's media, up to 7 days old, or from upload_media."),
  }),
  check: ({ message_id, media_id }) =>
    (message_id === undefined) === (media_id === undefined)
      ? [{ path: ["message_id"], message: "is needed, or media_id; exactly one of them" }]
      : [],
  output: downloadResult,
  run: download,
});
