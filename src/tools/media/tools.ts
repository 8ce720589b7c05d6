import { deleteMedia } from "./delete_media.ts";
import { downloadMedia } from "./download_media.ts";
import { getMedia } from "./get_media.ts";
import { uploadMedia } from "./upload_media.ts";

export default [uploadMedia, getMedia, downloadMedia, deleteMedia];
