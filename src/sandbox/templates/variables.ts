import { type Subcode, templateFault } from "./fault.ts";
import type { Setting, TemplateExample } from "./shape.ts";

/** Variables of a text and their examples: templates.md section 3.1. */

const VARIABLE = /\{\{([^{}]*)\}\}/g;

/** Names as they stand, in order; a variable that comes twice counts twice. */
function occurrences(text: string): string[] {
  return [...text.matchAll(VARIABLE)].map(([, name = ""]) => name.trim());
}

export function variablesOf(text: string): string[] {
  return [...new Set(occurrences(text))];
}

interface Place {
  /** For the message: "The body", "cards[0]: the body". */
  where: string;
  subcode: Subcode | undefined;
}

/** Well-formed, of the template's kind, positions contiguous from 1; returns the names. */
export function checkVariables(text: string, { format }: Pick<Setting, "format">, { where, subcode }: Place): string[] {
  const refuse = (message: string) => templateFault("Invalid variables", `${where} ${message}`, subcode);
  const names = occurrences(text);
  if (/\{\{|\}\}/.test(text.replaceAll(VARIABLE, ""))) throw refuse("has braces that do not close.");
  if (format === "POSITIONAL") {
    const wanted = new Set(names).size;
    const fits = names.every((name) => /^[1-9]\d*$/.test(name) && Number(name) <= wanted);
    if (!fits) throw refuse("must number its variables {{1}}, {{2}} and so on, without gaps.");
    return variablesOf(text);
  }
  const bad = names.find((name) => !/^[a-z0-9_]+$/.test(name) || /^\d+$/.test(name));
  if (bad !== undefined)
    throw refuse(`has the variable {{${bad}}}: names are lower case letters, digits and underscores.`);
  if (variablesOf(text).length < names.length) throw refuse("uses a variable twice: names must be different.");
  return names;
}

/** One example for each variable, and none without. */
export function checkExamples(names: readonly string[], given: readonly string[] | undefined, place: Place): void {
  const { where, subcode } = place;
  if (names.length === 0 && given === undefined) return;
  if (names.length === 0) {
    throw templateFault("Unexpected example", `${where} has no variable and takes no example.`, subcode);
  }
  if (given?.length !== names.length || given.some((value) => value.trim() === "")) {
    const message = `${where} has ${names.length} variables and ${given?.length ?? 0} examples; each needs one.`;
    throw templateFault("Missing sample", message, subcode);
  }
}

/** The examples of named variables, in the order of the names; undefined when there are none. */
export function namedExamples(
  names: readonly string[],
  given: TemplateExample["body_text_named_params"],
  { where, subcode }: Place,
): string[] | undefined {
  if (given === undefined) return undefined;
  const unknown = given.find(({ param_name }) => !names.includes(param_name));
  if (unknown !== undefined) {
    throw templateFault("Unknown variable", `${where} has no variable {{${unknown.param_name}}}.`, subcode);
  }
  return names.flatMap((name) => given.find(({ param_name }) => param_name === name)?.example ?? []);
}

/** The body's positional examples: nested, flat or a single string. */
export function positionalExamples(given: TemplateExample["body_text"]): string[] | undefined {
  return typeof given === "string" ? [given] : given?.flat();
}

/** How many words stand between the variables. */
export function wordsOf(text: string): number {
  return text
    .replaceAll(VARIABLE, " ")
    .split(/\s+/)
    .filter((word) => /[\p{L}\p{N}]/u.test(word)).length;
}
