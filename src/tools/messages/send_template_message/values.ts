import { z } from "zod";
import { chars } from "../../definition/schemas.ts";
import { PARAMETER_NAME } from "../../templates/names.ts";

/** A text that takes a variable's place. What list_templates shows for one, `{{1}}`, is not a value. */
export function value(max: number) {
  return chars(1, max).refine(
    (text) => !/^\s*\{\{.*\}\}\s*$/s.test(text),
    "must be the value itself, in place of the {{...}}",
  );
}

export const parameterName = z
  .string()
  .refine((name) => PARAMETER_NAME.test(name), "must be lower case letters, digits and underscores, not only digits");

/** Line breaks, tabs and more than four spaces in a row, which WhatsApp may refuse in a value (132018). */
export function hasBadSpace(text: string): boolean {
  return /[\r\n\t]| {5}/.test(text);
}
