import { mediaId } from "../definition/schemas.ts";

export const media = {
  media_id: mediaId.describe("From a message's media, or from upload_media."),
};
