import { z } from "zod";

/** What the `fields` query parameter asks of the `kapso` block (README section 6). */
export type Selection = "default" | "none" | readonly string[];

const WHOLE = new Set(["default", "*", "all"]);

/**
 * Absent, or without a `kapso(...)`: the default block. Names are trimmed; "malformed" is a `kapso(` that never closes,
 * which the sandbox must refuse.
 */
export function readSelection(fields: string | null): Selection | "malformed" {
  if (fields === null || !fields.includes("kapso(")) return "default";
  const inside = /kapso\(([^()]*)\)/.exec(fields)?.[1];
  if (inside === undefined) return "malformed";
  const names = inside
    .split(",")
    .map((name) => name.trim())
    .filter((name) => name !== "");
  if (names.length === 0) return "none";
  return names.some((name) => WHOLE.has(name)) ? "default" : names;
}

/** The schema of the `kapso` key: every selected key is there, and no other. Unknown names are ignored. */
export function kapsoBlock(selection: Selection, shape: Record<string, z.ZodType>): z.ZodType {
  if (selection === "default") return z.strictObject(shape);
  if (selection === "none") return z.undefined("kapso() selects no block").optional();
  const chosen = Object.fromEntries(Object.entries(shape).filter(([key]) => selection.includes(key)));
  const block = z.strictObject(chosen);
  return Object.keys(chosen).length === 0 ? block.optional() : block;
}
