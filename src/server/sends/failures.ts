import { KapsoError } from "../../kapso/http/errors.ts";
import { ToolError } from "../../tools/definition/tool-error.ts";
import { WithSteps } from "../../tools/definition/with-steps.ts";
import { NothingDone } from "../call/nothing-done.ts";
import { NewerMessages } from "./seen.ts";

/** An answer that says for certain that nothing was sent. */
export function isRefusal(error: unknown): boolean {
  if (error instanceof WithSteps) return isRefusal(error.cause);
  return error instanceof KapsoError && error.kind !== "unknown_outcome";
}

/** What failed before the send left: a read, whatever became of it, or a guard. Nothing was sent. */
export function unsent(error: unknown): unknown {
  if (error instanceof KapsoError) return error.with({ requestSent: false });
  const isMeant = error instanceof ToolError || error instanceof WithSteps || error instanceof NewerMessages;
  return isMeant ? error : new NothingDone(error);
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
