import { z } from "zod";
import { cleanRecord } from "../tools/clean-record.ts";

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

/** A result as it may leave, and how much was removed where that is anything. */
export function cleanResult(result: Record<string, unknown>): Record<string, unknown> {
  const { record, removed } = cleanRecord(result);
  return removed === 0 ? result : { removed_characters: removed, ...record };
}
