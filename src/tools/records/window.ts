import { z } from "zod";
import { instant } from "./present.ts";

const HOUR = 3_600_000;
export const WINDOW_MS = 24 * HOUR;

/** The 24 hours in which free-form messages reach a customer (`contract/README.md` section 11). */
export const windowRecord = z
  .object({
    open: z.boolean(),
    closes_at: z.string().optional().describe("ISO 8601, UTC. Closed: when it closed."),
    opened_by: z.enum(["message", "call"]).optional(),
  })
  .describe("Free-form messages reach the customer only while it is open. Absent: not known.");
export type Window = z.input<typeof windowRecord>;

/** What opens a window: the customer's newest message and newest call, in milliseconds. */
export interface Opening {
  message?: number | undefined;
  call?: number | undefined;
}

/** When the window of such an opening closes, in milliseconds; 0 where nothing has opened it. */
function closing({ message = 0, call = 0 }: Opening): number {
  const newest = Math.max(message, call);
  return newest === 0 ? 0 : newest + WINDOW_MS;
}

export function isOpen(opening: Opening, now: number): boolean {
  return now < closing(opening);
}

export function windowOf(opening: Opening, now: number): Window {
  const closes = closing(opening);
  if (closes === 0) return { open: false };
  const { message = 0, call = 0 } = opening;
  return {
    open: isOpen(opening, now),
    closes_at: instant(closes),
    opened_by: message >= call ? "message" : "call",
  };
}
