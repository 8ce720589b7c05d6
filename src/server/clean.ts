import { z } from "zod";
import { cleanRecord } from "../tools/clean-record.ts";
import { isCleanJson } from "../tools/untrusted.ts";

/**
 * Whatever a tool returns may hold what strangers wrote: bodies, names, filenames, answers, keys of free objects. So
 * every string of every result is cleaned in this one place, and no tool can forget it.
 */

/** Joins the output of every tool. */
export const cleaningOutput = {
  removed_characters: z
    .number()
    .optional()
    .describe("Invisible characters taken out of these texts, where there were any."),
};

/** A result as it may leave, with how much was removed where that is anything; and the same as JSON. */
export function cleanResult(result: Record<string, unknown>): { record: Record<string, unknown>; json: string } {
  const json = JSON.stringify(result);
  if (isCleanJson(json)) return { record: result, json };
  const { record, removed } = cleanRecord(result);
  if (removed === 0) return { record: result, json };
  const cleaned = { removed_characters: removed, ...record };
  return { record: cleaned, json: JSON.stringify(cleaned) };
}
