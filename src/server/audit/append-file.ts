import { closeSync, constants, fstatSync, openSync, readSync, writeSync } from "node:fs";

// O_NONBLOCK: a pipe that nobody reads is a file that cannot be written, and nothing to wait for. Windows has none.
const APPEND = constants.O_WRONLY | constants.O_APPEND | constants.O_CREAT | (constants.O_NONBLOCK ?? 0);

/**
 * A file that only grows, by whole lines. It is opened anew by its path for each line, so that a rotated file is left
 * and its successor begun. Each line is one append, which other processes that append cannot break up, and is written
 * at once, as the log's are: what was appended is not lost with the process. It is not forced to the disk (no fsync), so
 * the last lines can be lost with the machine.
 */
export class AppendFile {
  readonly #path: string;
  /** The file may end within a line: at first, and after an append that failed, for others may have failed as well. */
  #doubtful = true;

  constructor(path: string) {
    this.#path = path;
  }

  /** @throws what the file system says, also where only a part of the line could be written */
  append(line: string): void {
    const doubtful = this.#doubtful;
    this.#doubtful = true;
    const file = openSync(this.#path, APPEND, 0o600);
    try {
      const bytes = Buffer.from(`${doubtful && this.#endsWithinLine(file) ? "\n" : ""}${line}\n`);
      const written = writeSync(file, bytes);
      if (written < bytes.length) throw new Error(`wrote ${written} of ${bytes.length} bytes`);
      this.#doubtful = false;
    } finally {
      closeSync(file);
    }
  }

  /** Read through a descriptor of its own: the one that appends cannot read, and who may write may be unable to read. */
  #endsWithinLine(file: number): boolean {
    const stat = fstatSync(file);
    if (!stat.isFile() || stat.size === 0) return false;
    const last = Buffer.alloc(1);
    let reader: number | undefined;
    try {
      reader = openSync(this.#path, constants.O_RDONLY);
      readSync(reader, last, 0, 1, stat.size - 1);
    } catch {
      return true; // An empty line does less harm than two lines in one.
    } finally {
      if (reader !== undefined) closeSync(reader);
    }
    return last.toString() !== "\n";
  }
}
