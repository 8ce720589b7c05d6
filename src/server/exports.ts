import { randomUUID } from "node:crypto";
import type { ExportFile, ExportShelf, Kept, StoredExport } from "../tools/assist/export_messages/places.ts";
import { ToolError } from "../tools/definition/tool-error.ts";
import type { Spool } from "../tools/media/disk.ts";
import { instant } from "../tools/records/present.ts";

const MIB = 1024 * 1024;

export interface ExportLimits {
  /** Of everything that is held, exports in the making too. */
  totalBytes: number;
  /** Of one caller's. */
  ownerBytes: number;
  exportBytes: number;
  /** How long an export can be read. */
  keepMs: number;
  now(): number;
}

/** An export as the resource that it is. */
interface Entry extends StoredExport {
  owner: string;
  expires: number;
  content: Buffer;
}

/** Bytes that somebody holds while an export is made. */
interface Hold {
  owner: string;
  bytes: number;
}

export function exportUri(id: string): string {
  return `kapso://exports/${id}`;
}

/**
 * Exports of callers that share no disk with us: in memory, bounded, each for its owner alone and for a while. Where
 * room is short, a caller's own oldest export makes place for the new one, and never somebody else's.
 */
export class ExportStore {
  readonly #limits: ExportLimits;
  readonly #entries = new Map<string, Entry>();
  readonly #holds = new Set<Hold>();

  constructor(limits: Partial<ExportLimits> = {}) {
    this.#limits = {
      totalBytes: 64 * MIB,
      ownerBytes: 48 * MIB,
      exportBytes: 16 * MIB,
      keepMs: 15 * 60_000,
      now: Date.now,
      ...limits,
    };
  }

  /** Where this caller's exports go. */
  of(owner: string): ExportShelf {
    return {
      list: () => this.list(owner),
      read: (id) => this.read(owner, id),
      spool: async () => this.#spool(owner),
      keep: (file, chunks, signal) => this.#keep(owner, file, { chunks, signal }),
    };
  }

  /** Of this caller, oldest first. */
  list(owner: string): StoredExport[] {
    return this.#living()
      .filter((entry) => entry.owner === owner)
      .map(described);
  }

  /** Undefined for what is gone, never was, or is another caller's. */
  read(owner: string, id: string): (StoredExport & { text: string }) | undefined {
    const entry = this.#living().find((each) => each.id === id && each.owner === owner);
    return entry && { ...described(entry), text: entry.content.toString() };
  }

  #spool(owner: string): Spool {
    const hold = this.#hold(owner);
    const blocks: Buffer[] = [];
    return {
      get length() {
        return blocks.length;
      },
      append: async (block) => void blocks.push(this.#take(hold, block)),
      read: async (index) => blocks[index]?.toString() ?? "",
      close: async () => {
        this.#holds.delete(hold);
      },
    };
  }

  async #keep(
    owner: string,
    file: ExportFile,
    { chunks, signal }: { chunks: AsyncIterable<string>; signal: AbortSignal },
  ): Promise<Kept> {
    const hold = this.#hold(owner);
    try {
      const parts: Buffer[] = [];
      for await (const chunk of chunks) parts.push(this.#take(hold, chunk));
      signal.throwIfAborted();
      const { uri, bytes, expiresAt } = this.#add(owner, file, Buffer.concat(parts));
      return { uri, bytes, expires_at: expiresAt };
    } finally {
      this.#holds.delete(hold);
    }
  }

  #hold(owner: string): Hold {
    const hold = { owner, bytes: 0 };
    this.#holds.add(hold);
    return hold;
  }

  /** Takes a text into memory, if there is room. */
  #take(hold: Hold, text: string): Buffer {
    const data = Buffer.from(text);
    const { exportBytes } = this.#limits;
    if (hold.bytes + data.length > exportBytes)
      throw new ToolError(
        `The export is larger than ${mib(exportBytes)} MiB, and no larger one is kept over HTTP. ` +
          "Give a smaller max_messages, or a shorter time.",
      );
    this.#makeRoom(hold.owner, data.length);
    hold.bytes += data.length;
    return data;
  }

  /** @throws ToolError when there is none, even without this caller's older exports; they stay then */
  #makeRoom(owner: string, bytes: number): void {
    const { totalBytes, ownerBytes } = this.#limits;
    const own = this.#living().filter((entry) => entry.owner === owner);
    const over = Math.max(this.#used() + bytes - totalBytes, this.#used(owner) + bytes - ownerBytes);
    let freed = 0;
    const leaving = own.filter((entry) => {
      if (freed >= over) return false;
      freed += entry.bytes;
      return true;
    });
    if (freed < over)
      throw new ToolError(
        "There is no room for another export now: those of all callers share the memory of this server. " +
          `Each is gone after ${Math.ceil(this.#limits.keepMs / 60_000)} minutes; call again later, or export less.`,
      );
    for (const entry of leaving) this.#entries.delete(entry.id);
  }

  #used(owner?: string): number {
    return [...this.#entries.values(), ...this.#holds]
      .filter((each) => owner === undefined || each.owner === owner)
      .reduce((sum, each) => sum + each.bytes, 0);
  }

  #add(owner: string, file: ExportFile, content: Buffer): Entry {
    const { keepMs, now } = this.#limits;
    const id = randomUUID();
    const expires = now() + keepMs;
    const entry = { ...file, id, uri: exportUri(id), owner, expires, content, bytes: content.length };
    const added = { ...entry, expiresAt: instant(expires) };
    this.#entries.set(id, added);
    // Customers' texts stay in memory no longer than was said, also when nobody asks again.
    setTimeout(() => this.#entries.delete(id), keepMs).unref();
    return added;
  }

  #living(): Entry[] {
    const now = this.#limits.now();
    for (const entry of this.#entries.values()) if (entry.expires <= now) this.#entries.delete(entry.id);
    return [...this.#entries.values()];
  }
}

function described({ id, uri, name, mimeType, bytes, expiresAt }: Entry): StoredExport {
  return { id, uri, name, mimeType, bytes, expiresAt };
}

function mib(bytes: number): number {
  return Math.round((bytes / MIB) * 10) / 10;
}
