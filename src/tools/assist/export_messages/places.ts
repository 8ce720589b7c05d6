import type { Spool } from "../../media/disk.ts";

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
