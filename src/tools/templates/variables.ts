/** Variables of a template's text: `{{1}}` in POSITIONAL templates, `{{first_name}}` in NAMED ones. */
const VARIABLE = /\{\{([^{}]*)\}\}/g;

/** The names between the braces, each once, in order of appearance. */
export function variablesOf(text: string): string[] {
  return [...new Set([...text.matchAll(VARIABLE)].map(([, name = ""]) => name))];
}

/** The names in the order in which a send gives their values: by number, whichever way a translation turned them. */
export function orderedVariables(text: string): string[] {
  const names = [...new Set(variablesOf(text).map((name) => name.trim()))];
  return names.every(isPositional) ? names.sort((one, other) => Number(one) - Number(other)) : names;
}

/** The text with something in place of each variable, by its name. */
export function replaceVariables(text: string, value: (name: string) => string): string {
  return text.replace(VARIABLE, (_, name: string) => value(name.trim()));
}

/** The text with its variables taken out. */
export function withoutVariables(text: string): string {
  return text.replace(VARIABLE, "");
}

export function isPositional(name: string): boolean {
  return /^\d+$/.test(name);
}
