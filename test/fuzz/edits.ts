import fc from "fast-check";

/** What an edit puts where it does not belong; no result may show it. */
export const LEAK = "leak-4f1c";
const LEAKING = { [LEAK]: LEAK };

export interface Edit {
  /** Which of all the places in the value, counted through. */
  at: number;
  /** `null`: the place is null; `lack`: it is gone; `extra`: something is beside it; `value`: something else is there. */
  how: "null" | "lack" | "extra" | "value";
  value: unknown;
}

const odd = fc.oneof(
  fc.constantFrom<unknown>(null, true, 0, -1, 1e300, "", "0", "not a date", [], {}, [[]], [null], { id: null }),
  fc.jsonValue({ maxDepth: 2 }),
);

export const edits: fc.Arbitrary<Edit[]> = fc.array(
  fc.record({
    at: fc.nat(),
    how: fc.constantFrom<Edit["how"]>("null", "lack", "extra", "value"),
    value: odd,
  }),
  { minLength: 1, maxLength: 12 },
);

/** The value with the edits made, one after the other. */
export function edited(value: unknown, made: readonly Edit[]): unknown {
  const root = { root: structuredClone(value) };
  for (const { at, how, value: odd } of made) {
    const places = placesIn(root);
    const place = places[at % places.length];
    if (place === undefined) continue;
    const { owner, key } = place;
    const here = Reflect.get(owner, key);
    if (how === "null") Reflect.set(owner, key, null);
    if (how === "value") Reflect.set(owner, key, structuredClone(odd));
    if (how === "lack" && Array.isArray(owner)) owner.splice(Number(key), 1);
    else if (how === "lack" && owner !== root) Reflect.deleteProperty(owner, key);
    if (how === "extra" && typeof here === "object" && here !== null && !Array.isArray(here)) {
      Object.assign(here, LEAKING);
    }
  }
  return root.root;
}

/** Every object with one more field. */
export function withExtras(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withExtras);
  if (typeof value !== "object" || value === null) return value;
  const own = Object.entries(value).map(([key, part]) => [key, withExtras(part)]);
  return { ...Object.fromEntries(own), ...LEAKING };
}

/** Every leaf null. */
export function nulled(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(nulled);
  if (typeof value !== "object" || value === null) return null;
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, nulled(part)]));
}

function placesIn(value: object): { owner: object; key: string }[] {
  return Object.entries(value).flatMap(([key, part]) => [
    { owner: value, key },
    ...(typeof part === "object" && part !== null ? placesIn(part) : []),
  ]);
}
