import { z } from "zod";
import { cleanRecord } from "../../tools/definition/clean-record.ts";

/**
 * Whatever a tool returns may hold what strangers wrote: bodies, names, filenames, answers, keys of free objects. So
 * every string of every result is cleaned in this one place, and no tool can forget it.
 */

/** Joins the output of every tool. */
export const cleaningOutput = {
  removed_characters: z.record(z.string(), z.int()).optional().describe("Invisible ones, by where they stood."),
};

/** A result as it may leave, and what was removed of it where that is anything. */
export function cleanResult(result: Record<string, unknown>): Record<string, unknown> {
  const { record, removed, places } = cleanRecord(result);
  if (record === result) return result;
  return removed === 0 ? { ...record } : { removed_characters: named(places, removed), ...record };
}

/** More places are told as one. */
const MOST_PLACES = 10;

function named(places: ReadonlyMap<string, number>, removed: number): Record<string, number> {
  const some = [...places].slice(0, MOST_PLACES);
  const rest = removed - some.reduce((sum, [, count]) => sum + count, 0);
  return Object.fromEntries([...some, ...(rest > 0 ? [["elsewhere", rest] as const] : [])]);
}
