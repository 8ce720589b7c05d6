import { createHash, randomUUID } from "node:crypto";
import { constants, type Stats } from "node:fs";
import { copyFile, type FileHandle, link, mkdir, open, realpath, rename, rm, stat, writeFile } from "node:fs/promises";
import path from "node:path";
import { ToolError } from "../definition/tool-error.ts";
import { quoted } from "../definition/untrusted.ts";
import { errorCode, FileSpool, onDisk, type Spool, writeChunks } from "./disk.ts";
import { isPlainName } from "./names.ts";

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
      await this.#stillThere(file, handle);
      return { filename: path.basename(real), bytes: await handle.readFile() };
    } finally {
      await handle.close();
    }
  }

  /**
   * Adds a file whole or not at all, and never over another one: where the name is taken by other bytes, the new file's
   * name tells it apart. Returns its path.
   */
  async add(name: string, bytes: Uint8Array): Promise<string> {
    const { name: stem, ext } = path.parse(name);
    const mark = createHash("sha256").update(bytes).digest("hex").slice(0, 8);
    const first = await this.#target(name);
    if (await this.#addAs(first, bytes)) return first;
    const second = await this.#target(`${stem}-${mark}${ext}`);
    if (await this.#addAs(second, bytes)) return second;
    throw new ToolError("The media folder holds another file of that name already. The operator can clear it.");
  }

  /** False where something else stands there. */
  async #addAs(target: string, bytes: Uint8Array): Promise<boolean> {
    const part = partOf(target);
    try {
      await onDisk(writeFile(part, bytes, { flag: "wx", mode: 0o600 }));
      await onDisk(takeName(part, target));
      return true;
    } catch (error) {
      if (error instanceof ToolError && errorCode(error.cause) === "EEXIST") return isSame(target, bytes);
      throw error;
    } finally {
      await rm(part, { force: true });
    }
  }

  /** Writes a file whole or not at all, over one of that name. `name` must be a plain file name. Returns its path. */
  async write(name: string, bytes: Uint8Array): Promise<string> {
    const target = await this.#target(name);
    const part = partOf(target);
    try {
      await writeFile(part, bytes, { flag: "wx", mode: 0o600 });
      await rename(part, target);
    } catch (cause) {
      await rm(part, { force: true });
      throw new ToolError(`The file could not be written to the media folder (${errorCode(cause)}).`, { cause });
    }
    return target;
  }

  /** Writes a file piece by piece, over one of that name: when `chunks` throws or `signal` aborts, nothing is left. */
  async stream(
    name: string,
    chunks: AsyncIterable<string>,
    signal: AbortSignal,
  ): Promise<{ path: string; bytes: number }> {
    const target = await this.#target(name);
    const part = partOf(target);
    try {
      const bytes = await writeChunks(part, chunks);
      signal.throwIfAborted();
      await onDisk(rename(part, target));
      return { path: target, bytes };
    } catch (error) {
      await rm(part, { force: true });
      throw error;
    }
  }

  /** Room for what is written before its order is known. */
  async spool(): Promise<Spool> {
    return FileSpool.inFolder(await onDisk(this.#folder()));
  }

  /** The folder itself, made if need be. */
  async #folder(): Promise<string> {
    await mkdir(this.#root, { recursive: true, mode: 0o700 });
    return realpath(this.#root);
  }

  async #target(name: string): Promise<string> {
    if (!isPlainName(name)) throw new ToolError(`${name} is no plain file name.`);
    return path.join(await onDisk(this.#folder()), name);
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

  /** What was opened is what the path still leads to: a folder on the way may have become a link in between. */
  async #stillThere(file: string, handle: FileHandle): Promise<void> {
    // As big integers: on Windows an index has 64 bits, and two files could have the same number in fewer.
    const exact = { bigint: true } as const;
    const [opened, named] = await Promise.all([handle.stat(exact), stat(await this.#inside(file), exact)]);
    if (opened.ino === named.ino && opened.dev === named.dev) return;
    throw new ToolError(`file_path: ${quoted(file)} became another file while it was read. Nothing was done.`);
  }

  async #check(handle: FileHandle, maxBytes: number): Promise<void> {
    const stats: Stats = await handle.stat();
    if (!stats.isFile()) throw new ToolError("file_path: is not a regular file.");
    if (stats.size > maxBytes) {
      throw new ToolError(`file_path: the file has ${stats.size} bytes; WhatsApp takes at most ${maxBytes}.`);
    }
  }
}

/** Where a file is written before it has its name: a process that is killed leaves no file that is cut off. */
function partOf(target: string): string {
  return `${target}.${randomUUID()}.part`;
}

/** What a file system answers that has no second names for a file, as those of memory cards. */
const WITHOUT_LINKS = ["EPERM", "ENOTSUP", "EOPNOTSUPP", "ENOSYS"];

/** Gives the file its name in one step, unless somebody has it: then it throws EEXIST, where a rename would not. */
async function takeName(part: string, target: string): Promise<void> {
  try {
    await link(part, target);
  } catch (error) {
    if (!WITHOUT_LINKS.includes(errorCode(error))) throw error;
    await copyFile(part, target, constants.COPYFILE_EXCL);
  }
}

/** Whether a regular file holds these bytes; a link or a folder never does. */
async function isSame(file: string, bytes: Uint8Array): Promise<boolean> {
  try {
    const handle = await open(file, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
    try {
      const stats = await handle.stat();
      return stats.isFile() && stats.size === bytes.length && (await handle.readFile()).equals(bytes);
    } finally {
      await handle.close();
    }
  } catch {
    return false;
  }
}

function isInside(root: string, file: string): boolean {
  const relative = path.relative(root, file);
  return relative !== "" && !relative.startsWith(`..${path.sep}`) && relative !== ".." && !path.isAbsolute(relative);
}
