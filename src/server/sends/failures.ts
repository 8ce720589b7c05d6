import { KapsoError } from "../../kapso/errors.ts";

/** An answer that says for certain that nothing was sent. */
export function isRefusal(error: unknown): boolean {
  return error instanceof KapsoError && error.kind !== "unknown_outcome";
}

/** What failed before the send left was a read: whatever became of it, nothing was sent. */
export function unsent(error: unknown): unknown {
  return error instanceof KapsoError ? error.with({ requestSent: false }) : error;
}

export function outcomeUnknown(cause?: unknown): KapsoError {
  return new KapsoError({
    kind: "unknown_outcome",
    title: "The answer to the send was lost",
    retryable: "A",
    requestSent: true,
    cause,
  });
}
