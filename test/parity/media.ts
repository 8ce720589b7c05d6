import { PHOTO } from "../helpers/photo.ts";
import { PHONE } from "../tools/scripted-stage.ts";
import { type Case, MEDIA } from "./case.ts";

const phoneNumberId = PHONE;
const photo = Buffer.from(PHOTO, "base64");

const TYPELESS = "media.md 1: Meta judges the file part's own type; a part without one is refused.";

export const MEDIA_CASES: readonly Case[] = [
  {
    name: "a file with its type",
    tool: "upload_media",
    args: { data_base64: PHOTO, filename: "shelf.png" },
    sdk: (client) =>
      client.media.upload({
        phoneNumberId,
        type: "image/png",
        file: new Blob([photo], { type: "image/png" }),
        fileName: "shelf.png",
      }),
  },
  {
    name: "bytes alone",
    tool: "upload_media",
    args: { data_base64: PHOTO },
    sdk: (client) => client.media.upload({ phoneNumberId, type: "image/png", file: photo }),
    differences: [
      { at: "body.file.type", ours: "image/png", theirs: "application/octet-stream", why: TYPELESS },
      {
        at: "body.file.filename",
        ours: "file.png",
        theirs: "blob",
        why: "media.md 1: the part has a file name; the SDK leaves it to the HTTP library.",
      },
    ],
  },
  {
    name: "a file, with the SDK's strategy",
    tool: "upload_media",
    args: { data_base64: PHOTO, filename: "shelf.png" },
    sdk: (client) => {
      const file = new File([photo], "shelf.png", { type: "image/png" });
      return client.media.upload({ phoneNumberId, type: "image/png", file, uploadStrategy: "resumable" });
    },
    differences: [
      {
        at: "body.upload_strategy",
        theirs: "resumable",
        why: "media.md 1: upload_strategy is the SDK's alone, undocumented elsewhere: do not send.",
      },
    ],
  },
  {
    name: "metadata",
    tool: "get_media",
    args: { media_id: MEDIA },
    sdk: (client) => client.media.get({ phoneNumberId, mediaId: MEDIA }),
  },
  {
    name: "download",
    tool: "download_media",
    args: { media_id: MEDIA },
    sdk: (client) => client.media.download({ phoneNumberId, mediaId: MEDIA }),
  },
  {
    name: "delete",
    tool: "delete_media",
    args: { media_id: MEDIA },
    sdk: (client) => client.media.delete({ phoneNumberId, mediaId: MEDIA }),
  },
];
