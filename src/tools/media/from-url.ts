import type { ToolContext } from "../definition/tool.ts";
import { ToolError } from "../definition/tool-error.ts";
import { detectKind, isUntold, limitByHead } from "./detect.ts";
import type { FileContent } from "./folder.ts";
import { bareType, type Kind, kindOfType, MAX_FILE_BYTES } from "./kinds.ts";
import { typeNotTaken } from "./refusals.ts";

interface Source {
  url: string;
  filename?: string | undefined;
  mime_type?: string | undefined;
}

/** Fetches a public file as far as WhatsApp would take it; `declared` is what stands for a type that bytes do not tell. */
export async function fromUrl(source: Source, context: ToolContext): Promise<FileContent & { declared?: string }> {
  const web = context.web ?? (await import("../web/public-web.ts")).publicWeb;
  const file = await web.fetch(source.url, {
    signal: context.signal,
    maxBytes: MAX_FILE_BYTES,
    async bound(head) {
      const limit = await limitByHead(head);
      if (limit === undefined) throw typeNotTaken();
      return limit;
    },
    progress: (done, total) => context.progress(done, total, "Fetching the file"),
  });
  const filename = source.filename ?? file.filename;
  const declared = source.mime_type ?? (isUntold(file.contentType) ? file.contentType : undefined);
  if (source.mime_type === undefined) {
    agreed(await detectKind(file.bytes, filename, declared), bareType(file.contentType));
  }
  return { filename, bytes: file.bytes, ...(declared !== undefined && { declared }) };
}

/** A picture that turns out to be a document is not what the caller looked for, whatever it is. */
function agreed(kind: Kind | undefined, said: string): void {
  const announced = kindOfType(said);
  if (kind === undefined || announced === undefined || announced.kind === kind.kind) return;
  throw new ToolError(
    `url: its host calls the file ${announced.mimeType}, but its bytes are ${kind.mimeType}. ` +
      `If that is the file you mean, add mime_type ${kind.mimeType}.`,
  );
}
