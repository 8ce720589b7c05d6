import type { ToolContext } from "../tool.ts";
import { ToolError } from "../tool-error.ts";

/** Blocks of text that are put aside, to be read again in another order. */
export interface Spool {
  readonly length: number;
  append(block: string): Promise<void>;
  read(index: number): Promise<string>;
  /** Nothing of it stays. */
  close(): Promise<void>;
}

export interface ExportFile {
  name: string;
  mimeType: string;
}

/** What a caller is told of an export: where it is, and how large. */
export interface Kept {
  bytes: number;
  file_path?: string;
  uri?: string;
  /** ISO 8601: until when the resource can be read. */
  expires_at?: string;
}

/** Where exports go: the media folder, or over HTTP the server's memory. */
export interface ExportPlace {
  spool(): Promise<Spool>;
  /** Takes all of it or nothing: when `chunks` throws or `signal` aborts, nothing is left. */
  keep(file: ExportFile, chunks: AsyncIterable<string>, signal: AbortSignal): Promise<Kept>;
}

/** An export that can still be read. */
export interface StoredExport extends ExportFile {
  id: string;
  uri: string;
  bytes: number;
  /** ISO 8601. */
  expiresAt: string;
}

/** One caller's exports in the server's memory. */
export interface ExportShelf extends ExportPlace {
  list(): StoredExport[];
  /** Undefined for what is gone, never was, or is another caller's. */
  read(id: string): (StoredExport & { text: string }) | undefined;
}

/** @throws ToolError where there is no place, since nothing should be read then */
export function placeOf({ media, exports }: ToolContext): ExportPlace {
  if (media !== undefined) {
    return {
      spool: () => media.spool(),
      async keep({ name }, chunks, signal) {
        const { path: file_path, bytes } = await media.stream(name, chunks, signal);
        return { file_path, bytes };
      },
    };
  }
  if (exports !== undefined) return exports;
  throw new ToolError(
    "Nothing was exported: this server has no media folder to write to. The operator can set one with " +
      "KAPSO_MEDIA_DIR, over stdio.",
    { see: ["list_messages"] },
  );
}
