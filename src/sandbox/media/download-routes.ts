import { type Call, pathParam } from "../http/context.ts";
import { kapso } from "../http/errors.ts";
import type { MediaRow } from "../store/rows.ts";
import { readLookasideQuery, readSignedId, readToken } from "./links.ts";

/** Bytes of media. None of these routes takes a key: the token, the signature or the address is enough. */

/** Row B4: Kapso's download by token, at the unversioned base. */
export function downloadByToken(c: Call): Response {
  const id = readToken(c.req.query("token") ?? "", c.var.world.now());
  const media = id === undefined ? undefined : c.var.world.media.copy(id);
  if (media === undefined || media.deleted) throw kapso(404, "Invalid or expired media token");
  return bytesOf(c, media);
}

/**
 * Row B5: Meta's `url`. It takes the number's own token as Bearer or no credentials at all; Kapso's key, which must
 * never leave Kapso, is refused as Meta refuses it.
 */
export function downloadFromMeta(c: Call): Response {
  const { world } = c.var;
  const bearer = /^Bearer\s+(\S+)$/i.exec(c.req.header("Authorization") ?? "")?.[1];
  const isStranger = bearer !== undefined && !world.numbers.some((number) => number.accessToken === bearer);
  if (c.req.header("X-API-Key") !== undefined || isStranger) return c.text("Forbidden", 403);
  const id = readLookasideQuery(new URL(c.req.url).searchParams, world.now());
  const media = id === undefined ? undefined : world.media.copy(id);
  if (media === undefined || media.deleted) return c.text("URL signature expired", 403);
  return bytesOf(c, media);
}

/** Kapso's own copy of a stored message's media: no expiry, and it survives the deletion of Meta's. Leads elsewhere. */
export function redirectToCopy(storage: () => string): (c: Call) => Response {
  return (c) => {
    const [signed, filename] = [pathParam(c, "signed"), pathParam(c, "filename")];
    if (copyBehind(c, signed) === undefined) return c.text("Not found", 404);
    return c.redirect(`${storage()}/blobs/${signed}/${encodeURIComponent(filename)}`, 302);
  };
}

/** The storage behind Kapso, on a host of its own: whoever sends it a credential has given it away. */
export function downloadCopy(c: Call): Response {
  const media = copyBehind(c, pathParam(c, "signed"));
  return media === undefined ? c.text("Not found", 404) : bytesOf(c, media);
}

function copyBehind(c: Call, signed: string): MediaRow | undefined {
  const id = readSignedId(signed);
  return id === undefined ? undefined : c.var.world.media.copy(id);
}

function bytesOf(c: Call, { bytes, mimeType }: MediaRow): Response {
  return c.body(bytes, 200, {
    "Content-Type": mimeType,
    "Content-Disposition": "inline",
    "Cache-Control": "private, max-age=240",
    "X-Content-Type-Options": "nosniff",
  });
}
