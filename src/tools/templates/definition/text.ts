import type { Fault } from "../../definition/faults.ts";
import { PARAMETER_NAME } from "../names.ts";
import { isPositional, variablesOf, withoutVariables } from "../variables.ts";
import type { ParameterFormat } from "./parts.ts";

/** Faults of the variables in a text (contract templates.md 3.1); `format` undefined where it is not known. */
export function variableFaults(text: string, format: ParameterFormat | undefined, at: Fault["path"]): Fault[] {
  const path = [...at, "text"];
  const names = variablesOf(text);
  const fault = (message: string) => [{ path, message }];
  if (/\{\{|\}\}/.test(withoutVariables(text))) return fault("has braces that do not close: write {{1}} or {{name}}");
  const wrong = names.find((name) => !isPositional(name) && !PARAMETER_NAME.test(name));
  if (wrong !== undefined) {
    return fault(`{{${wrong}}} is no variable: digits, or lower case letters, digits and underscores`);
  }
  const positional = names.filter(isPositional);
  if (positional.length > 0 && positional.length < names.length) {
    return fault("mixes {{1}} and {{name}}; a template has one kind of variables");
  }
  const isNamed = names.length > positional.length;
  if (isNamed && format === "POSITIONAL") return fault("has named variables: set parameter_format to NAMED");
  if (positional.length > 0 && format === "NAMED") return fault("has numbered variables in a NAMED template");
  if (isNamed && names.length < [...text.matchAll(/\{\{/g)].length) return fault("uses a variable's name twice");
  const missing = positional.findIndex((_, i) => !positional.includes(String(i + 1)));
  return missing < 0 ? [] : fault(`numbers its variables with a gap: {{${missing + 1}}} is missing`);
}

/** Variables at the ends of a body, which the review refuses (2388299). */
export function edgeFaults(text: string, at: Fault["path"]): Fault[] {
  const faults: Fault[] = [];
  const trimmed = text.trim();
  if (trimmed.startsWith("{{")) faults.push({ path: [...at, "text"], message: "must not start with a variable" });
  if (trimmed.endsWith("}}")) faults.push({ path: [...at, "text"], message: "must not end with a variable" });
  return faults;
}

/** Variables with nothing between them, which the review may refuse. */
export function hasAdjacentVariables(text: string): boolean {
  return /\}\}\s*\{\{/.test(text);
}

/** The examples of a text, whichever way they are given. */
export interface Examples {
  positional?: readonly string[];
  named?: readonly { param_name: string; example: string }[];
  /** The keys under `example`. */
  keys: { positional: string; named: string };
}

/** One example for each variable, in the way of the variables, and none where there is no variable. */
export function exampleFaults(text: string, { positional, named, keys }: Examples, at: Fault["path"]): Fault[] {
  const names = variablesOf(text);
  const isNamed = names.some((name) => !isPositional(name));
  const key = isNamed ? keys.named : keys.positional;
  const other = isNamed ? positional : named;
  const given = isNamed ? named : positional;
  const path = [...at, "example", key];
  if (names.length === 0) {
    const isThere = positional !== undefined || named !== undefined;
    return isThere ? [{ path: [...at, "example"], message: "must be absent: the text has no variable" }] : [];
  }
  if (other !== undefined) {
    return [{ path: [...at, "example", isNamed ? keys.positional : keys.named], message: `give ${key} in its place` }];
  }
  if (given === undefined) return [{ path, message: `is needed: an example for ${names.length} variables` }];
  if (given.length !== names.length) {
    return [{ path, message: `must have ${names.length} examples, one per variable (given ${given.length})` }];
  }
  const unnamed = isNamed ? names.filter((name) => !named?.some(({ param_name }) => param_name === name)) : [];
  return unnamed.map((name) => ({ path, message: `has no example for {{${name}}}` }));
}
