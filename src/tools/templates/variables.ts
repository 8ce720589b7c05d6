/** Variables of a template's text: `{{1}}` in POSITIONAL templates, `{{first_name}}` in NAMED ones. */
const VARIABLE = /\{\{([^{}]*)\}\}/g;

/** The names between the braces, each once, in order of appearance. */
export function variablesOf(text: string): string[] {
  return [...new Set([...text.matchAll(VARIABLE)].map(([, name = ""]) => name))];
}

/** The text with its variables taken out. */
export function withoutVariables(text: string): string {
  return text.replace(VARIABLE, "");
}

export function isPositional(name: string): boolean {
  return /^\d+$/.test(name);
}
