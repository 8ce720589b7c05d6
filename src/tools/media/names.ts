import { cleanText } from "../definition/untrusted.ts";
import { KINDS, kindOfType } from "./kinds.ts";

/** Endings that text files may keep; of everything else the bytes decide. */
const TEXT_ENDINGS = ["txt", "csv", "tsv", "json", "md", "log", "ics", "vcf"];
const SAME_TYPE: Readonly<Record<string, readonly string[]>> = { jpg: ["jpg", "jpeg"], ogg: ["ogg", "oga", "opus"] };
/** What Windows takes for a device, whatever its ending. */
const DEVICE = /^(?:con|prn|aux|nul|(?:com|lpt)[\d¹²³])$/i;
const MAX_STEM = 80;
/** Systems count a name's bytes, and take 255: what a folder puts to it has to fit in as well. */
const MAX_BYTES = 200;
const MAX_STEM_BYTES = 180;

/** Names that files in the media folder may have, in any folder of any system. */
export function isPlainName(name: string): boolean {
  const isShort = Buffer.byteLength(name) <= MAX_BYTES;
  const isHarmless = /^[\p{L}\p{N}][\p{L}\p{M}\p{N} ._()-]{0,119}$/u.test(name) && !/[ .]$/.test(name);
  return isShort && isHarmless && !isDevice(name);
}

/** Windows looks at what stands before the first dot. */
function isDevice(name: string): boolean {
  return DEVICE.test(name.replace(/\..*$/s, "").trim());
}

/**
 * The name that a sender gave a file, made harmless: no folders, nothing invisible, no device, of bounded length. It ends
 * as its bytes say, since an ending that lies opens another program. `otherwise` names what has no name left.
 */
export function safeName(given: string | undefined, mimeType: string, otherwise: string): string {
  const [, stem = "", ending = ""] = /^(.*?)(?:\.([A-Za-z0-9]{1,8}))?$/su.exec(lastPart(given ?? "")) ?? [];
  const kept = shortened(plain(stem)).replace(/[ .]+$/, "");
  const named = kept === "" ? plain(otherwise) : isDevice(kept) ? plain(`${otherwise} ${kept}`) : kept;
  return `${named}.${endingOf(mimeType, ending.toLowerCase())}`;
}

/** A file's name with the ending of its bytes: WhatsApp and the customer's phone go by it. */
export function withTrueEnding(name: string, mimeType: string): string {
  const [, stem = "", ending = ""] = /^(.*?)(?:\.([A-Za-z0-9]{1,8}))?$/su.exec(name) ?? [];
  const given = ending.toLowerCase();
  const own = endingOf(mimeType, given);
  if (own === given) return name;
  return KINDS.some(({ extension }) => extension === given) || given === "jpeg" ? `${stem}.${own}` : `${name}.${own}`;
}

/** As many whole characters as there is room for. */
function shortened(text: string): string {
  let kept = "";
  for (const char of [...text].slice(0, MAX_STEM)) {
    if (Buffer.byteLength(kept + char) > MAX_STEM_BYTES) break;
    kept += char;
  }
  return kept;
}

function lastPart(name: string): string {
  return cleanText(name).text.replace(/^.*[/\\]/s, "");
}

/** Letters, digits and a few signs; it begins with a letter or a digit. */
function plain(text: string): string {
  return text
    .replace(/[^\p{L}\p{M}\p{N} ._()-]+/gu, "_")
    .replace(/\s+/g, " ")
    .replace(/^[^\p{L}\p{N}]+/u, "");
}

/** The given ending where it fits the bytes, else that of the bytes. */
function endingOf(mimeType: string, given: string): string {
  const own = kindOfType(mimeType)?.extension;
  const isText = own === "txt" || mimeType.startsWith("text/") || mimeType === "application/json";
  if (isText) return TEXT_ENDINGS.includes(given) ? given : (OWN_TEXT[mimeType] ?? "txt");
  if (own === undefined) return "bin";
  return (SAME_TYPE[own] ?? [own]).includes(given) ? given : own;
}

const OWN_TEXT: Readonly<Record<string, string>> = { "text/csv": "csv", "application/json": "json" };
