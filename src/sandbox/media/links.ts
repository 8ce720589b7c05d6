import { createHmac } from "node:crypto";
import { isObject, parseJson } from "../http/json.ts";
import { MINUTE, SECOND } from "../world/clock.ts";

/** The two ways to the bytes of media: Kapso's download token and Meta's signed URL. Both end by the sandbox clock. */

/** `download_url` is good for about four minutes, `url` for five (media.md section 2). */
const TOKEN_LIFE = 4 * MINUTE;
const URL_LIFE = 5 * MINUTE;

/** Not a secret: the sandbox's data is fiction. It keeps clients from making tokens up. */
const SIGNING_KEY = "sandbox";

function sign(text: string): string {
  return createHmac("sha256", SIGNING_KEY).update(text).digest("hex").slice(0, 32);
}

export function makeToken(mediaId: string, now: number): { token: string; expiresAt: number } {
  const expiresAt = now + TOKEN_LIFE;
  const payload = Buffer.from(JSON.stringify({ m: mediaId, exp: expiresAt })).toString("base64url");
  return { token: `${payload}.${sign(payload)}`, expiresAt };
}

/** The media id of a token that is genuine and still good. */
export function readToken(token: string, now: number): string | undefined {
  const [payload = "", signature] = token.split(".");
  if (signature !== sign(payload)) return undefined;
  const parsed = parseJson(Buffer.from(payload, "base64url").toString("utf8"));
  if (!isObject(parsed) || typeof parsed["m"] !== "string" || typeof parsed["exp"] !== "number") return undefined;
  return now < parsed["exp"] ? parsed["m"] : undefined;
}

/** The path of Kapso's own copy, without the file's name: it needs no key, and lives as long as the message. */
export function copyPath(mediaId: string): string {
  return `/rails/active_storage/blobs/redirect/${signedId(mediaId)}`;
}

/** `<token>--<signature>`, as Rails signs ids. */
export function signedId(mediaId: string): string {
  const token = Buffer.from(mediaId).toString("base64url");
  return `${token}--${sign(token)}`;
}

export function readSignedId(signed: string): string | undefined {
  const [token = "", signature] = signed.split("--");
  return signature === sign(token) ? Buffer.from(token, "base64url").toString("utf8") : undefined;
}

/** The query of Meta's URL: `mid`, `ext` (Unix seconds) and `hash`. */
export function makeLookasideQuery(mediaId: string, now: number): string {
  const ext = String(Math.floor((now + URL_LIFE) / SECOND));
  return new URLSearchParams({ mid: mediaId, ext, hash: sign(`${mediaId}.${ext}`) }).toString();
}

export function readLookasideQuery(query: URLSearchParams, now: number): string | undefined {
  const [mid, ext, hash] = ["mid", "ext", "hash"].map((name) => query.get(name) ?? "");
  const isGood = mid !== undefined && hash === sign(`${mid}.${ext}`) && now < Number(ext) * SECOND;
  return isGood ? mid : undefined;
}
