import { randomUUID } from "node:crypto";
import { type FileHandle, open, rm } from "node:fs/promises";
import path from "node:path";
import { ToolError } from "../definition/tool-error.ts";

/** For the owner of the server's process alone. */
const PRIVATE = 0o600;

export function errorCode(error: unknown): string {
  return error instanceof Error && "code" in error ? String(error.code) : "unknown error";
}

/** What the file system refuses, in words for the model. */
export async function onDisk<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (cause) {
    throw new ToolError(`The file could not be written to the media folder (${errorCode(cause)}).`, { cause });
  }
}

/** Writes a new file piece by piece and forces it to the disk. Returns its size. What fails leaves a part of it. */
export async function writeChunks(file: string, chunks: AsyncIterable<string>): Promise<number> {
  const handle = await onDisk(open(file, "wx", PRIVATE));
  let bytes = 0;
  try {
    for await (const chunk of chunks) {
      const data = Buffer.from(chunk);
      await onDisk(handle.writeFile(data));
      bytes += data.length;
    }
    await onDisk(handle.sync());
    return bytes;
  } finally {
    await handle.close();
  }
}

/** Blocks of text that are put aside, to be read again in another order. */
export interface Spool {
  readonly length: number;
  append(block: string): Promise<void>;
  read(index: number): Promise<string>;
  /** Nothing of it stays. */
  close(): Promise<void>;
}

/** A spool in a file that loses its name at once, so that nothing of it stays, however the process ends. */
export class FileSpool implements Spool {
  readonly #handle: FileHandle;
  readonly #file: string;
  readonly #blocks: { start: number; size: number }[] = [];
  #end = 0;

  private constructor(handle: FileHandle, file: string) {
    this.#handle = handle;
    this.#file = file;
  }

  static async inFolder(folder: string): Promise<FileSpool> {
    const file = path.join(folder, `.${randomUUID()}.part`);
    const spool = new FileSpool(await onDisk(open(file, "wx+", PRIVATE)), file);
    await spool.#unname();
    return spool;
  }

  get length(): number {
    return this.#blocks.length;
  }

  async append(block: string): Promise<void> {
    const data = Buffer.from(block);
    await onDisk(this.#handle.writeFile(data));
    this.#blocks.push({ start: this.#end, size: data.length });
    this.#end += data.length;
  }

  async read(index: number): Promise<string> {
    const { start, size } = this.#blocks[index] ?? { start: 0, size: 0 };
    const data = Buffer.alloc(size);
    for (let done = 0; done < size; ) {
      const { bytesRead } = await onDisk(this.#handle.read(data, done, size - done, start + done));
      if (bytesRead === 0) throw new ToolError("A part of the export can no longer be read. Call again.");
      done += bytesRead;
    }
    return data.toString();
  }

  async close(): Promise<void> {
    await this.#handle.close();
    await this.#unname();
  }

  /** Where an open file keeps its name, it loses it when it is closed. */
  async #unname(): Promise<void> {
    await rm(this.#file, { force: true }).catch(() => undefined);
  }
}
