import { digText, isObject, type JsonObject } from "../http/json.ts";
import type { Placed, Report } from "./report.ts";

/** What screens are given, and what their components take from it: `${data.x}`, `${form.x}`, `${screen.S.form.x}`. */

const TYPES = ["string", "number", "boolean", "object", "array"];

/** Each value of a screen's `data` has a type and an example. */
export function checkData(data: unknown, path: string, report: Report): void {
  if (data === undefined) return;
  if (!isObject(data)) {
    report("INVALID_PROPERTY_TYPE", path, "Property 'data' must be an object.");
    return;
  }
  for (const [name, model] of Object.entries(data)) {
    const place = `${path}.${name}`;
    const type = digText(model, "type");
    if (!isObject(model) || type === undefined || !TYPES.includes(type)) {
      report("INVALID_SCREEN_DATA", place, `'${name}' needs a type: one of ${TYPES.join(", ")}.`);
    } else if (model["__example__"] === undefined) {
      report("INVALID_SCREEN_DATA", place, `'${name}' needs an __example__.`);
    } else if (type === "array" && !isObject(model["items"])) {
      report("INVALID_SCREEN_DATA", place, `'${name}' is an array and needs items.`);
    }
  }
}

/** What one screen has to offer to references. */
export interface Offer {
  data: readonly string[];
  form: readonly string[];
}

export function offerOf(screen: JsonObject, components: readonly Placed[]): Offer {
  const fields = components.filter(({ component }) => component["type"] !== "Form");
  return {
    data: isObject(screen["data"]) ? Object.keys(screen["data"]) : [],
    form: fields.flatMap(({ component }) => digText(component, "name") ?? []),
  };
}

/** References of a screen's layout to what is nowhere. */
export function checkReferences(
  layout: unknown,
  path: string,
  { own, screens }: { own: Offer; screens: ReadonlyMap<string, Offer> },
  report: Report,
): void {
  for (const { text, path: place } of textsIn(layout, path)) {
    for (const [, reference = ""] of text.matchAll(/\$\{([\w.-]+)\}/g)) {
      const missing = missingIn(reference.split("."), own, screens);
      if (missing !== undefined) report("INVALID_SCREEN_DYNAMIC_DATA", place, `\${${reference}}: ${missing}`);
    }
  }
}

function missingIn(
  [scope, name, ...rest]: string[],
  own: Offer,
  screens: ReadonlyMap<string, Offer>,
): string | undefined {
  if (scope === "screen") {
    const other = screens.get(name ?? "");
    return other === undefined ? `there is no screen ${name}.` : missingIn(rest, other, new Map());
  }
  if (scope === "data") return own.data.includes(name ?? "") ? undefined : `the screen's data has no ${name}.`;
  if (scope === "form") return own.form.includes(name ?? "") ? undefined : `no component is called ${name}.`;
  return undefined;
}

/** All texts below a value, with their places. */
function textsIn(value: unknown, path: string): { text: string; path: string }[] {
  if (typeof value === "string") return [{ text: value, path }];
  if (Array.isArray(value)) return value.flatMap((part: unknown, i) => textsIn(part, `${path}[${i}]`));
  if (!isObject(value)) return [];
  return Object.entries(value).flatMap(([key, part]) => textsIn(part, `${path}.${key}`));
}
