import type { MediaMetadata } from "../../kapso/types.ts";
import { type Call, numberById, numberOfPath, type ObjectKind, originOf, type Route } from "../http/context.ts";
import { graph, invalidParameter, missingParameter, noSuchObject, titled } from "../http/errors.ts";
import type { Part } from "../http/multipart.ts";
import type { MediaRow } from "../store/rows.ts";
import { iso } from "../world/clock.ts";
import { makeLookasideQuery, makeToken } from "./links.ts";
import { UPLOAD_LIFE } from "./store.ts";
import { bareType, kindOf, maxBytes, wrongTypeMessage } from "./types.ts";

/** Uploads, metadata and deletion: rows B1 to B3 of endpoints.md. */
export const mediaRoutes: Route[] = [{ method: "POST", path: "/:pnid/media", handle: upload }];

/** `/{media_id}`: the number that it belongs to comes in the query. */
export const mediaObject: ObjectKind = {
  owns: (c, id) => c.var.world.media.copy(id) !== undefined,
  GET: metadata,
  DELETE: remove,
};

function upload(c: Call): Response {
  const number = numberOfPath(c);
  const parts = c.var.body.parts();
  if (parts === undefined) throw invalidParameter("The request body must be multipart/form-data");
  const field = (name: string) => parts.find((part) => part.name === name);
  const value = (name: string) => {
    const part = field(name);
    return part && Buffer.from(part.bytes).toString("utf8");
  };
  const product = value("messaging_product");
  if (product === undefined) throw missingParameter("Param messaging_product is required");
  if (product !== "whatsapp") throw invalidParameter("Param messaging_product must be one of {WHATSAPP}");
  checkTtl(value("ttl_minutes"));
  const file = field("file");
  if (file?.filename === undefined) throw missingParameter("Param file is required");
  const mimeType = checkFile(file);
  const { world } = c.var;
  const media = { bytes: file.bytes, mimeType, filename: file.filename || "file" };
  return c.json({ id: world.media.add(number, media, world.now() + UPLOAD_LIFE).id });
}

function checkTtl(minutes: string | undefined): void {
  if (minutes === undefined || (/^\d+$/.test(minutes) && Number(minutes) >= 60 && Number(minutes) <= 43_200)) return;
  throw invalidParameter("Param ttl_minutes must be an integer between 60 and 43200");
}

/** Meta judges the part's own type; the `type` field of the form is not looked at (media.md section 1). */
function checkFile({ contentType = "application/octet-stream", bytes }: Part): string {
  const kind = kindOf(contentType);
  if (kind === undefined) throw graph(400, 100, titled(100, wrongTypeMessage(bareType(contentType))));
  const max = maxBytes(kind, bytes);
  if (bytes.length === 0) throw invalidParameter("Param file is empty");
  if (bytes.length > max) throw invalidParameter(`Param file has ${bytes.length} bytes; a ${kind} may have ${max}`);
  return contentType;
}

function findMedia(c: Call, id: string): MediaRow {
  const numberId = c.req.query("phone_number_id");
  if (numberId === undefined) throw graph(400, 100, titled(100, "phone_number_id is required"));
  const number = numberById(c, numberId);
  const media = c.var.world.media.find(number.businessAccountId, id, c.var.world.now());
  if (media === undefined) throw noSuchObject(c.req.method, id);
  return media;
}

function metadata(c: Call, id: string): Response {
  const media = findMedia(c, id);
  const now = c.var.world.now();
  const { token, expiresAt } = makeToken(id, now);
  const unversioned = new URL(c.req.url).pathname.replace(/\/v\d{1,2}\.\d\/.*$/, "");
  const origin = originOf(c);
  const record: MediaMetadata = {
    messaging_product: "whatsapp",
    id,
    url: `${origin}/lookaside/whatsapp_business/attachments/?${makeLookasideQuery(id, now)}`,
    mime_type: media.mimeType,
    sha256: media.sha256,
    file_size: String(media.bytes.length),
    download_url: `${origin}${unversioned}/media_download?token=${token}`,
    download_url_expires_at: iso(expiresAt),
  };
  return c.json(record);
}

function remove(c: Call, id: string): Response {
  findMedia(c, id).deleted = true;
  return c.json({ success: true });
}
