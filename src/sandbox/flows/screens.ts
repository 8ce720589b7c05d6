import { dig, digText, isObject, type JsonObject } from "../json.ts";
import { checkTexts } from "./text-limits.ts";
import type { Report } from "./validate.ts";

/** Screens and what is on them: flows.md section 5. */

const KEYS = ["id", "title", "terminal", "success", "data", "refresh_on_back", "sensitive", "layout"];
const MOST_COMPONENTS = 50;

/** Returns the ids of the screens. */
export function checkScreens(screens: readonly unknown[], report: Report): string[] {
  const ids: string[] = [];
  for (const [index, screen] of screens.entries()) {
    const path = `screens[${index}]`;
    if (!isObject(screen)) {
      report("INVALID_PROPERTY_TYPE", path, "A screen must be an object.");
      continue;
    }
    checkId(screen["id"], ids, `${path}.id`, report);
    for (const key of Object.keys(screen)) {
      if (!KEYS.includes(key))
        report("INVALID_PROPERTY_KEY", `${path}.${key}`, `Property '${key}' is not allowed here.`);
    }
    checkLayout(screen, path, report);
  }
  if (!screens.some((screen) => dig(screen, "terminal") === true)) {
    report("MISSING_TERMINAL_SCREEN", "screens", "At least one screen must be terminal.");
  }
  return ids;
}

function checkId(id: unknown, known: string[], path: string, report: Report): void {
  if (id === undefined) {
    report("MISSING_REQUIRED_PROPERTY", path, "Property 'id' is missing.");
    return;
  }
  if (typeof id !== "string" || !/^[A-Za-z_]+$/.test(id)) {
    report("PATTERN_MISMATCH", path, "A screen id has letters and underscores only.");
    return;
  }
  if (id === "SUCCESS") report("SCREEN_ID_IS_RESERVED_KEYWORD", path, "SUCCESS is reserved.");
  if (known.includes(id)) report("DUPLICATE_SCREEN_IDS", path, `The id ${id} is used twice.`);
  known.push(id);
}

function checkLayout(screen: JsonObject, path: string, report: Report): void {
  const { layout, terminal } = screen;
  if (!isObject(layout)) {
    report("MISSING_REQUIRED_PROPERTY", `${path}.layout`, "Property 'layout' is missing.");
    return;
  }
  if (layout["type"] !== "SingleColumnLayout") {
    report("INVALID_ENUM_VALUE", `${path}.layout.type`, "The layout must be SingleColumnLayout.");
  }
  const { children } = layout;
  if (!Array.isArray(children)) {
    report("MISSING_REQUIRED_PROPERTY", `${path}.layout.children`, "Property 'children' is missing.");
    return;
  }
  const components = componentsIn(children, `${path}.layout.children`);
  if (components.length > MOST_COMPONENTS) {
    const message = `${components.length} components; ${MOST_COMPONENTS} are allowed on a screen.`;
    report("INVALID_PROPERTY_VALUE", `${path}.layout.children`, message);
  }
  // footers inside of branches count for their branch
  const footers = components.filter(({ component }) => component["type"] === "Footer");
  const direct = children.filter((child) => digText(child, "type") === "Footer");
  if (direct.length > 1) report("MORE_THAN_ONE_FOOTER", `${path}.layout.children`, "A screen has one Footer.");
  if (terminal === true && footers.length === 0) {
    report("MISSING_FOOTER_ON_TERMINAL_SCREEN", `${path}.layout.children`, "A terminal screen needs a Footer.");
  }
  checkNames(components, report);
  for (const { component, path: place } of components) checkComponent(component, place, report);
}

export interface Placed {
  component: JsonObject;
  path: string;
}

/** All components, those inside forms and branches too. */
export function componentsIn(children: unknown, path: string): Placed[] {
  if (!Array.isArray(children)) return [];
  return children.flatMap((child: unknown, index): Placed[] => {
    if (!isObject(child)) return [];
    const place = `${path}[${index}]`;
    const cases = isObject(child["cases"]) ? Object.entries(child["cases"]) : [];
    return [
      { component: child, path: place },
      ...["children", "then", "else"].flatMap((key) => componentsIn(child[key], `${place}.${key}`)),
      ...cases.flatMap(([name, branch]) => componentsIn(branch, `${place}.cases.${name}`)),
    ];
  });
}

function checkNames(components: readonly Placed[], report: Report): void {
  const seen = new Set<string>();
  for (const { component, path } of components) {
    const name = component["type"] === "Form" ? undefined : digText(component, "name");
    if (name === undefined) continue;
    if (seen.has(name)) report("DUPLICATE_FORM_COMPONENT_NAMES", `${path}.name`, `The name ${name} is used twice.`);
    seen.add(name);
  }
}

function checkComponent(component: JsonObject, path: string, report: Report): void {
  if (typeof component["type"] !== "string") {
    report("MISSING_REQUIRED_TYPE_PROPERTY", `${path}.type`, "A component needs a type.");
    return;
  }
  checkTexts(component, path, report);
}
