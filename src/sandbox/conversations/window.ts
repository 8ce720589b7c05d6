import type { ContactRow } from "../store/rows.ts";
import { DAY } from "../world/clock.ts";

/** The 24-hour window of contract README section 11: opened by the customer's messages and calls. */
export function isWindowOpen(contact: ContactRow | undefined, now: number): boolean {
  const opened = Math.max(contact?.lastInboundMessageAt ?? 0, contact?.lastInboundCallAt ?? 0);
  return now - opened < DAY;
}
