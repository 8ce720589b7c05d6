import type { z } from "zod";

/** Enough for a page of 100 odd rows; what is odder than that is not the API. */
const MAX_ROUNDS = 8;

/**
 * Data as a tool's output schema wants it. What a record holds in a wrong type is left out, since one odd field must
 * not make a page unreadable, let alone report a message that was sent as a failure. What lacks something needed goes
 * with it. `onLeftOut` hears of each, by name. @throws ZodError when nothing is left to leave out
 */
export function validOutput<S extends z.ZodObject>(
  schema: S,
  data: unknown,
  onLeftOut: (fields: string[]) => void,
): z.output<S> {
  let value = data;
  for (let round = 0; round < MAX_ROUNDS; round += 1) {
    const parsed = schema.safeParse(value);
    if (parsed.success) return parsed.data;
    if (round === 0) value = structuredClone(data);
    const paths = parsed.error.issues.map((issue) => issue.path);
    onLeftOut(paths.map((path) => path.join(".")));
    value = without(value, paths);
  }
  return schema.parse(value);
}

/** The value without what stands at these paths; where nothing stands there, without what should have held it. */
function without(value: unknown, paths: PropertyKey[][]): unknown {
  // All are found before any goes. Then from the end: a row that is left out must not move those still to go.
  const found = new Map(paths.map((path) => holder(value, path)).map((each) => [each.at, each]));
  for (const { owner, key } of [...found.values()].reverse()) {
    if (Array.isArray(owner)) owner.splice(Number(key), 1);
    else if (owner !== undefined && key !== undefined) Reflect.deleteProperty(owner, key);
  }
  return value;
}

interface Holder {
  /** The part of the path that exists. */
  at: string;
  owner?: object;
  key?: PropertyKey;
}

/** What holds the last part of the path that exists. */
function holder(value: unknown, path: PropertyKey[]): Holder {
  const found: Holder = { at: "" };
  let part = value;
  for (const key of path) {
    if (typeof part !== "object" || part === null || Reflect.get(part, key) === undefined) break;
    Object.assign(found, { at: `${found.at}/${String(key)}`, owner: part, key });
    part = Reflect.get(part, key);
  }
  return found;
}
