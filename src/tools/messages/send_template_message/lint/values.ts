import { duplicateFaults } from "../../../definition/duplicates.ts";
import type { Fault } from "../../../definition/faults.ts";
import { isPositional, orderedVariables } from "../../../templates/variables.ts";

/** A value of a send: where it stands, and the name that it was given. */
export interface Given {
  path: Fault["path"];
  name: string | undefined;
}

/** A text of the template, with what its `parameter_format` says. */
export interface Wanted {
  text: string;
  format: string | null | undefined;
}

/** Values against the variables of a text (contract messages.md 8.2). `at` is where the values stand together. */
export function valueFaults(given: readonly Given[], { text, format }: Wanted, at: Fault["path"]): Fault[] {
  const names = orderedVariables(text);
  if (names.length === 0) {
    const message = `must be left out: the template has no variables there (given ${given.length})`;
    return given.length === 0 ? [] : [{ path: at, message }];
  }
  switch (naming(names, format)) {
    case "POSITIONAL":
      return numberedFaults(given, names, at);
    case "NAMED":
      return namedFaults(given, names, at);
    default:
      return [];
  }
}

/** Undefined where the record contradicts itself: then the API judges. */
function naming(names: readonly string[], format: Wanted["format"]): "NAMED" | "POSITIONAL" | undefined {
  const numbers = names.filter(isPositional).length;
  if (numbers > 0 && numbers < names.length) return undefined;
  const written = numbers > 0 ? "POSITIONAL" : "NAMED";
  return !format || format.toUpperCase() === written ? written : undefined;
}

const listed = (names: readonly string[]) => names.map((name) => `{{${name}}}`).join(", ");

function numberedFaults(given: readonly Given[], names: readonly string[], at: Fault["path"]): Fault[] {
  const values = names.length === 1 ? "1 value, for" : `${names.length} values, in the order`;
  const message = `must have ${values} ${listed(names)} (given ${given.length || "none"})`;
  return [
    ...(given.length === names.length ? [] : [{ path: at, message }]),
    ...given.flatMap(({ name, path }) =>
      name === undefined
        ? []
        : [
            {
              path: [...path, "parameter_name"],
              message: `must be left out: the template is POSITIONAL, with ${listed(names)} (given ${JSON.stringify(name)})`,
            },
          ],
    ),
  ];
}

function namedFaults(given: readonly Given[], names: readonly string[], at: Fault["path"]): Fault[] {
  const placed = given.map(({ name, path }) => ({ path: [...path, "parameter_name"], value: name }));
  const missing = names.filter((name) => !given.some((each) => each.name === name));
  const nameless = placed.filter(({ value }) => value === undefined);
  const lacks = `needs a value for ${listed(missing)}, by parameter_name (given ${given.length || "none"})`;
  return [
    // Values without a name may be those that are missing: their own fault says which names there are.
    ...(missing.length > nameless.length ? [{ path: at, message: lacks }] : []),
    ...placed.flatMap(({ path, value }) => {
      if (value !== undefined && names.includes(value)) return [];
      const got = value === undefined ? "missing" : `given ${JSON.stringify(value)}`;
      return [{ path, message: `must be ${names.length > 1 ? "one of " : ""}${names.join(", ")} (${got})` }];
    }),
    ...duplicateFaults(placed),
  ];
}
