import { cleanText, isPlain } from "./untrusted.ts";

export interface CleanedRecord {
  record: object;
  /** Characters that were removed, in values and keys at any depth. */
  removed: number;
}

/** A record without what no screen shows. What has nothing to remove comes back as it is, the rest as a copy. */
export function cleanRecord(record: object): CleanedRecord {
  const cleaning = new Cleaning();
  return { record: cleaning.record(record), removed: cleaning.removed };
}

/** One pass over a value. */
class Cleaning {
  removed = 0;

  record(record: object): object {
    const before = this.removed;
    const keys = Object.keys(record);
    const names = keys.map((key) => this.#text(key));
    const parts = Object.values(record).map((part) => this.#value(part));
    if (this.removed === before) return record;
    const taken = new Set(keys.filter((key, i) => key === names[i]));
    const unique = names.map((name, i) => (name === keys[i] ? name : free(name, taken)));
    return Object.fromEntries(unique.map((name, i) => [name, parts[i]]));
  }

  #value(value: unknown): unknown {
    if (typeof value === "string") return this.#text(value);
    if (typeof value !== "object" || value === null) return value;
    if (!Array.isArray(value)) return this.record(value);
    const before = this.removed;
    const parts = value.map((part) => this.#value(part));
    return this.removed === before ? value : parts;
  }

  #text(text: string): string {
    if (isPlain(text)) return text;
    const { text: clean, removed } = cleanText(text);
    this.removed += removed;
    return clean;
  }
}

/** Keys that differ in nothing that is seen get a number, so that no value takes another's place. */
function free(name: string, taken: Set<string>): string {
  let unique = name;
  for (let count = 2; taken.has(unique); count += 1) unique = `${name} (${count})`;
  taken.add(unique);
  return unique;
}
