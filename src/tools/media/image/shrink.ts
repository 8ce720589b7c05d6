import { once } from "node:events";
import { Worker } from "node:worker_threads";
import { z } from "zod";
import { callLimit, race } from "../../../kapso/http/limit.ts";
import { MAX_PIXELS, SCALED_SIDE, SHOWN_BYTES } from "./bounds.ts";

const TIMEOUT_MS = 20_000;

const shrunk = z.object({ bytes: z.instanceof(Uint8Array), width: z.number(), height: z.number() });
/** A JPEG within the bounds. */
export type Shrunk = z.output<typeof shrunk>;

let last: Promise<unknown> = Promise.resolve();

/**
 * Makes a JPEG or PNG smaller; `undefined` where it cannot be decoded in time. Decoding takes seconds and hundreds of
 * megabytes: it runs beside the server's own thread, one picture after the other.
 */
export function shrink(bytes: Uint8Array, signal: AbortSignal): Promise<Shrunk | undefined> {
  const turn = last.then(() => (signal.aborted ? undefined : decode(bytes, signal)));
  last = turn.catch(() => {});
  return race(turn, signal);
}

async function decode(bytes: Uint8Array, signal: AbortSignal): Promise<Shrunk | undefined> {
  const worker = new Worker(new URL("./shrink-worker.mjs", import.meta.url), {
    workerData: { bytes, side: SCALED_SIDE, maxBytes: SHOWN_BYTES, maxPixels: MAX_PIXELS },
    env: {}, // It has no use for the server's keys.
    execArgv: [],
    stdout: true, // And nothing but the protocol is written to stdout.
    stderr: true,
  });
  const limit = callLimit(TIMEOUT_MS, [signal]);
  try {
    const [answer] = await once(worker, "message", { signal: limit.signal });
    return shrunk.parse(answer);
  } catch (error) {
    if (limit.cutBy() === "aborted") throw error;
    return undefined;
  } finally {
    limit.release();
    await worker.terminate();
  }
}
