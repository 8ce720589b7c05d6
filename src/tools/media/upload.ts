import type { Scopes, ToolContext } from "../definition/tool.ts";
import { ToolError } from "../definition/tool-error.ts";
import { quoted } from "../definition/untrusted.ts";
import { detectKind } from "./detect.ts";
import type { FileContent } from "./folder.ts";
import { fromUrl } from "./from-url.ts";
import { bareType, MAX_FILE_BYTES, maxBytes } from "./kinds.ts";
import { withTrueEnding } from "./names.ts";
import { typeNotTaken } from "./refusals.ts";

/** What fits into one message of every transport. */
export const MAX_BASE64_BYTES = 2.5 * 1024 * 1024;

interface Source {
  file_path?: string;
  url?: string;
  data_base64?: string;
  filename?: string;
  mime_type?: string;
}

export async function upload(source: Source, context: ToolContext & Scopes["phone_number"]) {
  const { filename, bytes, declared } = await content(source, context);
  const kind = await detectKind(bytes, filename, declared);
  if (kind === undefined) throw typeNotTaken();
  const sound = kind.mimeType === "audio/ogg" ? readOpus(bytes) : undefined;
  if (kind.mimeType === "audio/ogg" && sound === undefined) {
    throw new ToolError(
      "The file is OGG with another codec than OPUS, which WhatsApp does not play. Convert it first.",
    );
  }
  if (source.mime_type !== undefined && bareType(source.mime_type) !== kind.mimeType) {
    throw new ToolError(
      `mime_type: the file is ${kind.mimeType}, not ${quoted(source.mime_type)}. Leave mime_type out.`,
    );
  }
  const limit = maxBytes(kind, bytes);
  if (bytes.length > limit) {
    throw new ToolError(
      `The file has ${bytes.length} bytes; WhatsApp takes at most ${limit} of ${kind.mimeType} (${kind.kind}). ` +
        "Make it smaller, or give a public link to send_message.",
    );
  }
  const named = withTrueEnding(filename === "" ? "file" : filename, kind.mimeType);
  const { kapso, phoneNumberId, signal } = context;
  const { id } = await kapso.media.upload(
    phoneNumberId,
    { data: bytes, filename: named, mimeType: kind.mimeType },
    { signal },
  );
  return {
    media_id: id,
    kind: kind.kind,
    mime_type: kind.mimeType,
    bytes: bytes.length,
    ...(filename !== "" && { filename: named }),
    ...(kind.kind === "audio" && { voice_note: sound?.channels === 1 && bytes.length <= VOICE_NOTE_BYTES }),
  };
}

/** A larger one has no picture of a microphone (contract media.md section 1). */
const VOICE_NOTE_BYTES = 512 * 1024;

/** What the first page of an OGG file says of OPUS sound (RFC 7845, section 5.1); undefined where it is another codec. */
function readOpus(bytes: Uint8Array): { channels: number } | undefined {
  const head = Buffer.from(bytes.subarray(0, 512));
  const at = head.indexOf("OpusHead", 0, "latin1");
  const channels = head[at + 9];
  return at < 0 || channels === undefined ? undefined : { channels };
}

async function content(source: Source, context: ToolContext): Promise<FileContent & { declared?: string }> {
  const { file_path, url, data_base64, filename, mime_type } = source;
  if (url !== undefined) return fromUrl({ url, filename, mime_type }, context);
  const declared = mime_type === undefined ? {} : { declared: mime_type };
  if (file_path !== undefined) return { ...(await fromFolder(file_path, context)), ...declared };
  return { filename: filename ?? "", bytes: Buffer.from(data_base64 ?? "", "base64"), ...declared };
}

function fromFolder(file: string, { media }: ToolContext): Promise<FileContent> {
  if (media !== undefined) return media.read(file, MAX_FILE_BYTES);
  throw new ToolError(
    "file_path: this server has no media folder, so it reads no files. Give url or data_base64, or give a public link " +
      "to send_message. The operator can allow a folder with KAPSO_MEDIA_DIR, over stdio.",
  );
}
