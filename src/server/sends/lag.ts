import { KapsoError } from "../../kapso/http/errors.ts";
import { WithSteps } from "../../tools/definition/with-steps.ts";
import { WINDOW_MS } from "../../tools/records/window.ts";
import { lastInboundAt } from "./newest-events.ts";
import type { StoredPerson } from "./stored-person.ts";

/** How long Kapso's view of the window lags behind a message, as its users saw it (`contract/live.md` section 2). */
const LAG_MS = 1_200;

interface Look {
  /** The person, read anew. */
  peer: StoredPerson;
  /** The service's time. */
  now(): number;
  sleep(ms: number): Promise<void>;
  signal: AbortSignal;
}

/**
 * Lets a free-form message leave. Where the API calls the window closed although the stored history has a customer's
 * message of the last 24 hours, it is asked once more; never twice.
 * @throws the API's refusal; after a second one with what the history says
 */
export async function despiteLag<T>(leave: () => Promise<T>, look: Look): Promise<T> {
  try {
    return await leave();
  } catch (error) {
    const wroteAt = isClosed(error) ? await newestMessageAt(look) : undefined;
    if (wroteAt === undefined) throw error;
    await look.sleep(LAG_MS);
    if (look.signal.aborted) throw error;
    return leave().catch((again: unknown) => {
      throw isClosed(again) ? new WithSteps(again, [stillClosed(wroteAt)]) : again;
    });
  }
}

function isClosed(error: unknown): error is KapsoError {
  return error instanceof KapsoError && error.kind !== "unknown_outcome" && error.reason === "window_closed";
}

/** When the customer last wrote, if that is within the window. */
async function newestMessageAt({ peer, now }: Look): Promise<number | undefined> {
  try {
    const { rows: conversations } = await peer.known();
    const at = Math.max(0, ...conversations.map(lastInboundAt));
    return now() - at < WINDOW_MS ? at : undefined;
  } catch (error) {
    if (error instanceof KapsoError) return undefined; // The refusal stands, whatever became of this look.
    throw error;
  }
}

function stillClosed(wroteAt: number): string {
  const time = new Date(wroteAt).toISOString().replace(/\.\d+/, "");
  return `The stored history has a message of the customer from ${time}; asked twice, the API still says closed.`;
}
