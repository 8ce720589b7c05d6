/** The leaves of a record and of a result, so that nothing that a person would read can be lost on the way. */

export type Scalar = string | number | boolean;

export interface Leaf {
  /** Such as `interactive.action.sections.rows.title`: without the positions in lists. */
  path: string;
  key: string;
  value: Scalar;
}

/** All leaves that say something: null and "" say nothing. */
export function leavesOf(value: unknown, path: readonly string[] = []): Leaf[] {
  if (value === null || value === undefined || value === "") return [];
  if (Array.isArray(value)) return value.flatMap((part) => leavesOf(part, path));
  if (typeof value === "object") {
    return Object.entries(value).flatMap(([key, part]) => leavesOf(part, [...path, key]));
  }
  const json = typeof value === "string" ? jsonIn(value) : undefined;
  if (json !== undefined) return leavesOf(json, path);
  return [{ path: path.join("."), key: path.at(-1) ?? "", value: value as Scalar }];
}

/** A result as its reader sees it: JSON within a text is read as such, and keys are read too. */
export class Shown {
  readonly #leaves: Leaf[] = [];
  readonly #words: string[] = [];

  constructor(result: unknown) {
    this.#read(result, "");
  }

  /** Whether this value can be read somewhere: a number or a flag under its name, a text also within another one. */
  has(value: Scalar, names: readonly string[]): boolean {
    const text = String(value);
    if (this.#leaves.some((leaf) => String(leaf.value) === text && names.includes(leaf.key))) return true;
    if (typeof value === "boolean") return false;
    // A short text stands in many others by chance: it must be a word of its own.
    if (/^\w{1,3}$/.test(text)) return this.#words.some((words) => words.split(/[^\p{L}\p{N}_]+/u).includes(text));
    return this.#words.some((words) => words.includes(text));
  }

  #read(value: unknown, key: string): void {
    if (value === null || value === undefined) return;
    if (Array.isArray(value)) for (const part of value) this.#read(part, key);
    else if (typeof value === "object") {
      for (const [name, part] of Object.entries(value)) {
        this.#words.push(name);
        this.#read(part, name);
      }
    } else {
      this.#leaves.push({ path: "", key, value: value as Scalar });
      this.#words.push(String(value));
      if (typeof value === "string") for (const line of value.split("\n")) this.#read(jsonIn(line), "");
    }
  }
}

/** What a text holds that is JSON. */
function jsonIn(text: string): unknown {
  if (!/^[[{]/.test(text)) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined; // It only begins like JSON.
  }
}
