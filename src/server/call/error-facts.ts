import { z } from "zod";
import { KapsoError } from "../../kapso/http/errors.ts";
import { ToolError } from "../../tools/definition/tool-error.ts";
import { WithSteps } from "../../tools/definition/with-steps.ts";
import { NothingDone } from "./nothing-done.ts";

/**
 * What of an error may stand in a log: kind and codes, and for a fault of our own where it happened. Never its words,
 * which can quote a request or an answer.
 */
export function errorFacts(error: unknown): Record<string, unknown> {
  if (error === undefined) return {};
  if (error instanceof WithSteps || error instanceof NothingDone) return errorFacts(error.cause);
  if (error instanceof KapsoError) {
    const { kind, code, reason, httpStatus, traceId } = error;
    return { error: error.name, kind, code, reason, httpStatus, traceId };
  }
  if (error instanceof ToolError) return { error: error.name };
  if (error instanceof z.ZodError) {
    return {
      error: error.name,
      at: error.issues.map(({ path, code }) => `${path.join(".")} ${code}`),
      ...frames(error),
    };
  }
  return { error: error instanceof Error ? error.name : typeof error, ...frames(error) };
}

/** The places of a stack, without its first lines, which hold the message. */
function frames(error: unknown): { frames?: string[] } {
  if (!(error instanceof Error) || error.stack === undefined) return {};
  return {
    frames: error.stack
      .split("\n")
      .filter((line) => /^\s+at /.test(line))
      .slice(0, 8)
      .map((line) => line.trim()),
  };
}
