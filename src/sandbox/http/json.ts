/** Looking into values of unknown shape. */

export type JsonObject = Record<string, unknown>;

export function isObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The value below a path of keys, or undefined where the path breaks. */
export function dig(value: unknown, ...path: PropertyKey[]): unknown {
  return path.reduce<unknown>((at, key) => {
    if (Array.isArray(at)) return typeof key === "number" ? at[key] : undefined;
    return isObject(at) && typeof key === "string" ? at[key] : undefined;
  }, value);
}

/** The string below a path, or undefined. */
export function digText(value: unknown, ...path: PropertyKey[]): string | undefined {
  const found = dig(value, ...path);
  return typeof found === "string" ? found : undefined;
}

export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
