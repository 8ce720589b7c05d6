import { bareType, KINDS, type Kind, kindOfType, MAX_FILE_BYTES, maxBytes } from "./kinds.ts";
import { unicodeText } from "./text.ts";

/** Types that bytes do not tell: plain text, and old Office files, which share one container format. */
const UNTOLD = new Map([
  ["txt", "text/plain"],
  ["doc", "application/msword"],
  ["xls", "application/vnd.ms-excel"],
  ["ppt", "application/vnd.ms-powerpoint"],
]);
const OLD_OFFICE = "application/x-cfb";

/** Containers whose content the beginning may not tell: new Office files are archives. */
const CONTAINERS: readonly string[] = [OLD_OFFICE, "application/zip"];

/** Where the detector's name differs from the one WhatsApp uses. */
const ALIASES = new Map([
  ["audio/x-m4a", "audio/mp4"],
  ["audio/vnd.dlna.adts", "audio/aac"],
]);

/** The type that bytes tell by themselves, as WhatsApp names it. */
async function sniff(bytes: Uint8Array): Promise<string | undefined> {
  const { fileTypeFromBuffer } = await import("file-type");
  const mime = bareType((await fileTypeFromBuffer(bytes))?.mime ?? "");
  return mime === "" ? undefined : (ALIASES.get(mime) ?? mime);
}

/**
 * What WhatsApp takes a file as, by its bytes; where bytes do not tell, by the declared type or else the name.
 * `undefined`: nothing that WhatsApp takes. A declared type that the bytes contradict is the caller's to refuse.
 */
export async function detectKind(bytes: Uint8Array, filename: string, declared?: string): Promise<Kind | undefined> {
  const found = await sniff(bytes);
  const byName = UNTOLD.get(filename.split(".").at(-1)?.toLowerCase() ?? "");
  if (found === undefined) {
    const text = declared === undefined ? byName : bareType(declared);
    return text === "text/plain" && isText(bytes) ? kindOfType(text) : undefined;
  }
  return kindOfType(found === OLD_OFFICE ? (oldOffice(declared) ?? oldOffice(byName) ?? "") : found);
}

/** The most bytes that WhatsApp takes of a file that begins so; `undefined` where it takes none of that type. */
export async function limitByHead(head: Uint8Array): Promise<number | undefined> {
  const found = await sniff(head);
  if (found === undefined || CONTAINERS.includes(found)) return MAX_FILE_BYTES;
  const kind = kindOfType(found);
  return kind === undefined ? undefined : maxBytes(kind, head);
}

function oldOffice(mimeType = ""): string | undefined {
  return isUntold(mimeType) && bareType(mimeType) !== "text/plain" ? mimeType : undefined;
}

/** A type among those that only a declaration or a name tells. */
export function isUntold(mimeType: string): boolean {
  return [...UNTOLD.values()].includes(bareType(mimeType));
}

/**
 * What a file that somebody sent really is: its bytes win over what was declared. Where they say nothing, a type that
 * bytes always tell (pictures, sound, PDF) was declared wrongly.
 */
export async function trueType(bytes: Uint8Array, declared: string): Promise<string> {
  const type = bareType(declared);
  // Some marks are two letters long: a text may begin with them.
  if (isTextual(type) && unicodeText(bytes) !== undefined) return type;
  const found = await sniff(bytes);
  if (found === undefined) return tellsItself(type) || !/^[\w.+-]{1,60}\/[\w.+-]{1,90}$/.test(type) ? BINARY : type;
  // One container for sound and film, or for all old Office files: the declaration says which.
  const same = found.split("/")[1] === type.split("/")[1] || (found === OLD_OFFICE && oldOffice(type) !== undefined);
  return same ? type : found;
}

export function isTextual(mimeType: string): boolean {
  return mimeType.startsWith("text/") || mimeType === "application/json";
}

const BINARY = "application/octet-stream";

function tellsItself(type: string): boolean {
  return /^(?:image|audio|video)\//.test(type) || (KINDS.some(({ mimeType }) => mimeType === type) && !isUntold(type));
}

function isText(bytes: Uint8Array): boolean {
  try {
    return !new TextDecoder("utf-8", { fatal: true }).decode(bytes).includes("\0");
  } catch {
    return false;
  }
}
