import { systemTimer, type Timer } from "../../tools/definition/timer.ts";
import { ToolError } from "../../tools/definition/tool-error.ts";
import { Turns } from "../call/turns.ts";

const MIB = 1024 * 1024;

/** A caller may read so much at once, */
const BURST = 4 * MIB;
/** and then so much in a second. */
const PER_SECOND = 2 * MIB;
const LONGEST_WAIT_MS = 30_000;

/** What a caller has read: bytes that count, at the time `at`. */
interface Pace {
  bytes: number;
  at: number;
}

/**
 * Whole files are read one at a time for each caller, few at a time in all, and not faster than a pace: while one is on
 * its way it takes memory several times its size, and to write it keeps everybody waiting.
 */
export class LargeReads {
  readonly #timer: Timer;
  /** Whoever waits for the pace holds nobody up but itself. */
  readonly #own = new Turns({ perCaller: 1, inAll: Number.POSITIVE_INFINITY });
  readonly #all = new Turns({ perCaller: 1, inAll: 2 });
  /** By caller: as many as the operator has given tokens. */
  readonly #paces = new Map<string, Pace>();

  constructor(timer: Timer = systemTimer) {
    this.#timer = timer;
  }

  /** @throws ToolError when the caller reads so much that its turn does not come in time */
  async run<T>(caller: string, signal: AbortSignal, read: () => Promise<T>, bytesOf: (found: T) => number): Promise<T> {
    const asked = this.#timer.now();
    return this.#own.run(caller, signal, async () => {
      const ms = Math.max(0, ((this.#counting(caller) - BURST) / PER_SECOND) * 1000);
      if (this.#timer.now() - asked + ms > LONGEST_WAIT_MS) throw tooMany(ms);
      if (ms > 0) await this.#timer.pause(ms, signal);
      const found = await this.#all.run(caller, signal, read);
      this.#paces.set(caller, { bytes: this.#counting(caller) + bytesOf(found), at: this.#timer.now() });
      return found;
    });
  }

  /** Bytes that still count: with time they become fewer. */
  #counting(caller: string): number {
    const { bytes, at } = this.#paces.get(caller) ?? { bytes: 0, at: 0 };
    return Math.max(0, bytes - ((this.#timer.now() - at) / 1000) * PER_SECOND);
  }
}

function tooMany(ms: number): ToolError {
  return new ToolError(
    `Too many large files were asked for at the same time: a caller gets ${PER_SECOND / MIB} MiB in a second. ` +
      `Read it again in ${Math.ceil(ms / 1000) + 1} s, one file after the other.`,
  );
}
