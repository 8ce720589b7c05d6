import type { Fault } from "../../tools/definition/faults.ts";

/** In all arguments of a call. A contact card of everything has some dozens, the largest flow some thousands. */
const MOST_VALUES = 20_000;
/** At the top, where every name is compared with those there are. */
const MOST_NAMES = 100;
/** Longer than any text that WhatsApp takes, and than a cursor of ours. */
const MOST_CHARACTERS = 100_000;
/** Whole files: their tools have their own bounds. */
const FILES = ["data_base64", "flow_json"];

/** Arguments so large that reading them would keep everybody waiting. They are looked at once, and no further than needed. */
export function sizeFault(args: Record<string, unknown>): Fault | undefined {
  const names = Object.keys(args).length;
  if (names > MOST_NAMES) return { path: [], message: `must be at most ${MOST_NAMES} arguments (given ${names})` };
  const seen = { values: 0, longest: 0 };
  for (const [name, value] of Object.entries(args)) {
    const most = FILES.includes(name) ? Number.POSITIVE_INFINITY : MOST_CHARACTERS;
    look(value, most, seen);
    if (seen.longest > most)
      return { path: [name], message: `must have at most ${most} characters (given ${seen.longest} characters)` };
    if (seen.values > MOST_VALUES) return { path: [name], message: `must have at most ${MOST_VALUES} values in all` };
    seen.longest = 0;
  }
  return undefined;
}

/** Counts values and the longest text of them, keys too, until either is too much. */
function look(value: unknown, most: number, seen: { values: number; longest: number }): void {
  seen.values += 1;
  if (typeof value === "string") seen.longest = Math.max(seen.longest, value.length);
  if (typeof value !== "object" || value === null) return;
  for (const key in value) {
    if (seen.values > MOST_VALUES || seen.longest > most) return;
    seen.longest = Math.max(seen.longest, key.length);
    look(Reflect.get(value, key), most, seen);
  }
}
