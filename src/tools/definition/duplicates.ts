import type { Fault } from "./faults.ts";
import { quoted } from "./untrusted.ts";

/** A value and where it stands. */
export interface Placed {
  path: Fault["path"];
  value: string | number | undefined;
}

/** A fault for each value that stood somewhere before. */
export function duplicateFaults(values: readonly Placed[]): Fault[] {
  const seen = new Set<string | number>();
  return values.flatMap(({ path, value }) => {
    if (value === undefined || !seen.has(value)) {
      if (value !== undefined) seen.add(value);
      return [];
    }
    return [{ path, message: `must be unique (given ${quoted(value)} twice)` }];
  });
}
