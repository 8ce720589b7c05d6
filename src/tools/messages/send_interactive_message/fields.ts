import type { Fault } from "../../definition/faults.ts";

interface Fields {
  /** Names of the fields that are there. */
  given: readonly string[];
  needs: readonly string[];
  takes: readonly string[];
  /** Who needs and takes them: `kind list`. */
  who: string;
  at?: Fault["path"];
}

/** Faults for fields that are missing, and for those that belong to something else. */
export function fieldFaults({ given, needs, takes, who, at = [] }: Fields): Fault[] {
  const allowed = [...needs, ...takes];
  return [
    ...given
      .filter((name) => !allowed.includes(name))
      .map((name) => ({ path: [...at, name], message: `is not taken by ${who}, which takes ${list(allowed)}` })),
    ...needs
      .filter((name) => !given.includes(name))
      .map((name) => ({ path: [...at, name], message: `is needed by ${who}` })),
  ];
}

const list = (names: readonly string[]) => (names.length === 0 ? "none of these" : names.join(", "));

/** Names of the fields that have a value. */
export function givenFields(record: object): string[] {
  return Object.entries(record).flatMap(([name, value]) => (value === undefined ? [] : [name]));
}
