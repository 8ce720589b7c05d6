import { type GraphDetails, invalidParameter } from "./errors.ts";

/** Which keys of a record's `kapso` block are asked for: all, none, or these (contract README section 6). */
export type Selection = "all" | "none" | ReadonlySet<string>;

const WHOLE = ["default", "*", "all"];

/** Reads `fields`. What stands outside `kapso(...)` is ignored, and so are unknown names inside. */
export function readSelection(fields: string | undefined, errorType?: GraphDetails["type"]): Selection {
  if (fields === undefined || !fields.includes("kapso(")) return "all";
  const inside = /kapso\(([^()]*)\)/.exec(fields)?.[1];
  if (inside === undefined) {
    throw invalidParameter("Param fields has a malformed kapso(...) selector: write kapso(name,name)", errorType);
  }
  const names = inside
    .split(",")
    .map((name) => name.trim())
    .filter((name) => name !== "");
  if (names.length === 0) return "none";
  return names.some((name) => WHOLE.includes(name)) ? "all" : new Set(names);
}

/** `{kapso: {...}}` with the selected keys, or nothing to spread. Every key is made only when it is asked for. */
export function kapsoBlock<T extends object>(
  selection: Selection,
  keys: { [K in keyof T]-?: () => T[K] },
): { kapso?: Partial<T> } {
  if (selection === "none") return {};
  const kapso: Partial<T> = {};
  for (const key in keys) {
    if (selection === "all" || selection.has(key)) kapso[key] = keys[key]();
  }
  return { kapso };
}
