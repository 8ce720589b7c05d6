import { randomUUID } from "node:crypto";
import { constants, type Stats } from "node:fs";
import { type FileHandle, mkdir, open, realpath, rename, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { ToolError } from "../tool-error.ts";
import { quoted } from "../untrusted.ts";

/** A file that was read from the folder. */
export interface FileContent {
  filename: string;
  bytes: Uint8Array;
}

/** The one folder whose files tools may read and write. Links that lead out of it are refused. */
export class MediaFolder {
  readonly #root: string;

  constructor(root: string) {
    this.#root = path.resolve(root);
  }

  /** Reads a file by its path inside the folder (relative to it, or absolute). At most `maxBytes`. */
  async read(file: string, maxBytes: number): Promise<FileContent> {
    const real = await this.#inside(file);
    const handle = await open(real, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
    try {
      await this.#check(handle, maxBytes);
      return { filename: path.basename(real), bytes: await handle.readFile() };
    } finally {
      await handle.close();
    }
  }

  /** Writes a file whole or not at all, over one of that name. `name` must be a plain file name. Returns its path. */
  async write(name: string, bytes: Uint8Array): Promise<string> {
    if (!/^[A-Za-z0-9][A-Za-z0-9._-]{0,120}$/.test(name)) throw new ToolError(`${name} is no plain file name.`);
    await mkdir(this.#root, { recursive: true });
    const target = path.join(await realpath(this.#root), name);
    const part = `${target}.${randomUUID()}.part`;
    try {
      await writeFile(part, bytes, { flag: "wx" });
      await rename(part, target);
    } catch (cause) {
      await rm(part, { force: true });
      throw new ToolError(`The file could not be written to the media folder (${errorCode(cause)}).`, { cause });
    }
    return target;
  }

  /** The real path of a file that is inside the real folder, whatever links stand between. */
  async #inside(file: string): Promise<string> {
    if (file.includes("\0")) throw new ToolError("file_path: must not contain a zero character.");
    try {
      const root = await realpath(this.#root);
      const asked = path.resolve(root, file);
      const lexical = isInside(this.#root, asked) || isInside(root, asked);
      if (lexical) {
        const real = await realpath(asked);
        if (isInside(root, real)) return real;
      }
    } catch (cause) {
      throw new ToolError(`file_path: no file ${quoted(file)} in the media folder (${errorCode(cause)}).`, {
        cause,
      });
    }
    throw new ToolError(
      `file_path: ${quoted(file)} is outside the media folder. Only files inside the folder that the operator ` +
        "named in KAPSO_MEDIA_DIR can be used; give a path relative to it.",
    );
  }

  async #check(handle: FileHandle, maxBytes: number): Promise<void> {
    const stats: Stats = await handle.stat();
    if (!stats.isFile()) throw new ToolError("file_path: is not a regular file.");
    if (stats.size > maxBytes) {
      throw new ToolError(`file_path: the file has ${stats.size} bytes; WhatsApp takes at most ${maxBytes}.`);
    }
  }
}

function isInside(root: string, file: string): boolean {
  const relative = path.relative(root, file);
  return relative !== "" && !relative.startsWith(`..${path.sep}`) && relative !== ".." && !path.isAbsolute(relative);
}

function errorCode(error: unknown): string {
  return error instanceof Error && "code" in error ? String(error.code) : "unknown error";
}
