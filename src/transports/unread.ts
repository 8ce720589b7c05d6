import type { ServerResponse } from "node:http";

const MIB = 1024 * 1024;

export interface UnreadBounds {
  /** Of all connections of one caller. A file that is read as a resource takes 22 MB on its way. */
  callerBytes: number;
  totalBytes: number;
}

export interface UnreadHooks {
  /** So many bytes were written for a caller. */
  wrote(caller: string, bytes: number): void;
  /** A connection of a caller was ended. */
  ended(caller: string): void;
}

/** Less than this on a connection is the ordinary course of things. */
const LITTLE = 16 * 1024;

/**
 * Answers that clients do not read wait in this process. They are bounded for each caller and in all; beyond that, the
 * connection on which most is waiting ends: of the caller itself, or of the caller who has most waiting.
 */
export class Unread {
  readonly #bounds: UnreadBounds;
  readonly #hooks: UnreadHooks;
  readonly #open = new Map<ServerResponse, { caller: string; written: number }>();

  constructor(hooks: UnreadHooks, bounds: Partial<UnreadBounds> = {}) {
    this.#hooks = hooks;
    this.#bounds = { callerBytes: 48 * MIB, totalBytes: 128 * MIB, ...bounds };
  }

  /** Counts a connection from now until it closes. */
  watch(outgoing: ServerResponse, caller: string): void {
    if (outgoing.destroyed) return;
    this.#open.set(outgoing, { caller, written: written(outgoing) });
    outgoing.once("close", () => this.#open.delete(outgoing));
  }

  /** To be called when something was written. */
  wrote(outgoing: ServerResponse): void {
    const watched = this.#open.get(outgoing);
    if (watched === undefined) return;
    const { caller } = watched;
    this.#hooks.wrote(caller, Math.max(0, written(outgoing) - watched.written)); // Without a socket it would be less.
    watched.written = written(outgoing);
    if (outgoing.writableLength <= LITTLE) return;
    while (this.#waiting(caller) > this.#bounds.callerBytes) this.#endFullest(caller);
    while (this.#waiting() > this.#bounds.totalBytes) this.#endFullest(this.#fullestCaller());
  }

  #waiting(caller?: string): number {
    let bytes = 0;
    for (const [outgoing, owner] of this.#open) {
      if (caller === undefined || owner.caller === caller) bytes += outgoing.writableLength;
    }
    return bytes;
  }

  #fullestCaller(): string {
    const callers = [...new Set([...this.#open.values()].map(({ caller }) => caller))];
    return callers.reduce((most, caller) => (this.#waiting(caller) > this.#waiting(most) ? caller : most));
  }

  #endFullest(caller: string): void {
    const own = [...this.#open].flatMap(([outgoing, owner]) => (owner.caller === caller ? [outgoing] : []));
    const fullest = own.reduce((most, each) => (each.writableLength > most.writableLength ? each : most));
    this.#open.delete(fullest); // At once: its "close" comes later.
    fullest.destroy();
    this.#hooks.ended(caller);
  }
}

/** Bytes that were written to the connection so far, those that wait too. */
const written = ({ socket }: ServerResponse) => socket?.bytesWritten ?? 0;
