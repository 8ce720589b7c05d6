import { present } from "../records/present.ts";
import type { Scopes, ToolContext } from "../tool.ts";
import { ToolError } from "../tool-error.ts";
import { quoted } from "../untrusted.ts";
import type { FileContent } from "./folder.ts";
import { bareType, detectType, KINDS, MAX_FILE_BYTES, maxBytes } from "./kinds.ts";

/** What fits into one message of every transport. */
export const MAX_BASE64_BYTES = 2.5 * 1024 * 1024;

interface Source {
  file_path?: string;
  data_base64?: string;
  filename?: string;
  mime_type?: string;
}

export async function upload(source: Source, context: ToolContext & Scopes["phone_number"]) {
  const { filename, bytes } = await content(source, context);
  const kind = await detectType(bytes, filename, source.mime_type);
  if (kind === undefined) throw notTaken();
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
  const named = filename === "" ? `file.${kind.extension}` : filename;
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
    ...present({ filename }),
  };
}

async function content({ file_path, data_base64, filename }: Source, { media }: ToolContext): Promise<FileContent> {
  if (file_path === undefined) {
    const bytes = Buffer.from(data_base64 ?? "", "base64");
    return { filename: filename ?? "", bytes };
  }
  if (media === undefined) {
    throw new ToolError(
      "file_path: this server has no media folder, so it reads no files. Give data_base64, or give a public link to " +
        "send_message. The operator can allow a folder with KAPSO_MEDIA_DIR, over stdio.",
    );
  }
  return media.read(file_path, MAX_FILE_BYTES);
}

function notTaken(): ToolError {
  const types = KINDS.map((kind) => kind.extension).join(", ");
  return new ToolError(
    `The file's type is none that WhatsApp takes (${types}), or the bytes do not tell it. ` +
      "For plain text and old Office files, give filename with its extension or mime_type.",
  );
}
