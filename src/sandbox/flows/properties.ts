import { isObject, type JsonObject } from "../http/json.ts";
import { COMPONENTS, type Kind } from "./components.ts";
import type { Placed, Report } from "./report.ts";

/** Whether a component is one that there is, and has the properties that it must have and no others. */
export function checkProperties({ component, path }: Placed, report: Report): void {
  const { type } = component;
  if (typeof type !== "string") {
    report("MISSING_REQUIRED_TYPE_PROPERTY", `${path}.type`, "A component needs a type.");
    return;
  }
  const rules = Object.hasOwn(COMPONENTS, type) ? COMPONENTS[type] : undefined;
  if (rules === undefined) {
    report("INVALID_ENUM_VALUE", `${path}.type`, `There is no component ${type}.`);
    return;
  }
  const { required, optional = {} } = rules;
  for (const key of Object.keys(required)) {
    const value = component[key];
    if (value === undefined) report("MISSING_REQUIRED_PROPERTY", `${path}.${key}`, `${type} needs '${key}'.`);
    else if (value === "") report("MIN_CHARS_REQUIRED", `${path}.${key}`, `'${key}' is empty.`);
  }
  for (const [key, value] of Object.entries(component)) {
    const kind = { ...required, ...optional }[key];
    if (kind === undefined) {
      if (key !== "type") report("INVALID_PROPERTY_KEY", `${path}.${key}`, `${type} has no property '${key}'.`);
    } else if (!isOfKind(value, kind)) {
      report("INVALID_PROPERTY_TYPE", `${path}.${key}`, `'${key}' of ${type} must be ${NAMES[kind]}.`);
    }
  }
  checkRanges(component, path, report);
}

const NAMES: Readonly<Record<Kind, string>> = {
  text: "a text",
  flag: "true or false",
  count: "a whole number",
  list: "an array",
  object: "an object",
  action: "an action: an object with a name",
  any: "a value",
};

/** What is filled in when the flow runs can be anything. */
const isDynamic = (value: unknown) => typeof value === "string" && value.includes("${");

function isOfKind(value: unknown, kind: Kind): boolean {
  if (isDynamic(value)) return kind !== "action" && kind !== "object";
  switch (kind) {
    case "text":
      return typeof value === "string";
    case "flag":
      return typeof value === "boolean";
    case "count":
      return isCount(value);
    case "list":
      return Array.isArray(value);
    case "object":
      return isObject(value);
    case "action":
      return isObject(value);
    default:
      return true;
  }
}

/** Some of Meta's pages write these as numbers, some as texts: both are taken. */
function isCount(value: unknown): boolean {
  return typeof value === "number" ? Number.isInteger(value) && value >= 0 : /^\d{1,9}$/.test(String(value));
}

const RANGES = [
  ["min-chars", "max-chars"],
  ["min-selected-items", "max-selected-items"],
  ["min-days", "max-days"],
  ["min-uploaded-photos", "max-uploaded-photos"],
  ["min-uploaded-documents", "max-uploaded-documents"],
] as const;

function checkRanges(component: JsonObject, path: string, report: Report): void {
  for (const [min, max] of RANGES) {
    const [least, most] = [component[min], component[max]];
    if (least === undefined || most === undefined || !isCount(least) || !isCount(most)) continue;
    if (Number(least) > Number(most)) {
      report("INVALID_PROPERTY_VALUE", `${path}.${max}`, `'${max}' is less than '${min}'.`);
    }
  }
}
