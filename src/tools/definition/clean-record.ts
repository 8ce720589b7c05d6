import { cleanText, isPlain } from "./untrusted.ts";

export interface CleanedRecord {
  record: object;
  /** Characters that were removed, in values and keys at any depth. */
  removed: number;
  /** How many of them stood where, such as `timeline[3].text`. */
  places: ReadonlyMap<string, number>;
}

/** A record without what no screen shows. What has nothing to remove comes back as it is, the rest as a copy. */
export function cleanRecord(record: object): CleanedRecord {
  const cleaning = new Cleaning();
  return { record: cleaning.record(record), removed: cleaning.removed, places: cleaning.places };
}

/** One pass over a value. */
class Cleaning {
  removed = 0;
  /** How often anything became another than it was. */
  #changes = 0;
  readonly places = new Map<string, number>();
  /** Where the pass has come to. */
  readonly #path: (string | number)[] = [];

  record(record: object): object {
    const before = this.#changes;
    const keys = Object.keys(record);
    const names = keys.map((key) => this.#text(key));
    const parts = Object.values(record).map((part, i) => this.#at(names[i] ?? "", part));
    if (names.some(isLanguages)) this.#changes += 1;
    if (this.#changes === before) return record;
    const taken = new Set(keys.filter((key, i) => key === names[i]));
    const unique = names.map((name, i) => (name === keys[i] ? name : free(name, taken)));
    return Object.fromEntries(
      unique.map((name, i) => [name, parts[i]] as const).filter(([name]) => !isLanguages(name)),
    );
  }

  #at(key: string | number, value: unknown): unknown {
    this.#path.push(key);
    const clean = this.#value(value);
    this.#path.pop();
    return clean;
  }

  #value(value: unknown): unknown {
    if (typeof value === "string") return this.#text(value);
    if (typeof value !== "object" || value === null) return value;
    if (!Array.isArray(value)) return this.record(value);
    const before = this.#changes;
    const parts = value.map((part, i) => this.#at(i, part));
    return this.#changes === before ? value : parts;
  }

  #text(text: string): string {
    if (isPlain(text)) return text;
    const { text: clean, removed } = cleanText(text);
    if (removed === 0) return clean;
    this.removed += removed;
    this.#changes += 1;
    const place = placeText(this.#path);
    this.places.set(place, (this.places.get(place) ?? 0) + removed);
    return clean;
  }
}

const LONGEST_PLACE = 100;

function placeText(path: readonly (string | number)[]): string {
  const text = path.reduce<string>(
    (place, key) => (typeof key === "number" ? `${place}[${key}]` : place === "" ? key : `${place}.${key}`),
    "",
  );
  return text.length > LONGEST_PLACE ? `${text.slice(0, LONGEST_PLACE)}...` : text;
}

/** Names that the language gives a meaning to: programs that read a result carelessly would take them for that. */
const isLanguages = (name: string) => name === "__proto__" || name === "constructor" || name === "prototype";

/** Keys that differ in nothing that is seen get a number, so that no value takes another's place. */
function free(name: string, taken: Set<string>): string {
  let unique = name;
  for (let count = 2; taken.has(unique); count += 1) unique = `${name} (${count})`;
  taken.add(unique);
  return unique;
}
