import { dig, digText, isObject, type JsonObject } from "../http/json.ts";
import { checkData, checkReferences, type Offer, offerOf } from "./data.ts";
import { checkCounts, checkLimits } from "./limits.ts";
import { componentsIn } from "./placed.ts";
import { checkProperties } from "./properties.ts";
import type { Placed, Report } from "./report.ts";

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
    checkData(screen["data"], `${path}.data`, report);
  }
  checkAllReferences(screens, report);
  if (!screens.some((screen) => dig(screen, "terminal") === true)) {
    report("MISSING_TERMINAL_SCREEN", "screens", "At least one screen must be terminal.");
  }
  return ids;
}

function checkAllReferences(screens: readonly unknown[], report: Report): void {
  const offers = new Map<string, Offer>();
  const known = screens.flatMap((screen, index) => {
    if (!isObject(screen)) return [];
    const path = `screens[${index}].layout`;
    const own = offerOf(screen, componentsIn(dig(screen, "layout", "children"), `${path}.children`));
    offers.set(String(screen["id"]), own);
    return [{ screen, path, own }];
  });
  for (const { screen, path, own } of known) {
    checkReferences(screen["layout"], path, { own, screens: offers }, report);
  }
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
  checkCounts(children.filter(isObject), `${path}.layout.children`, report);
  if (direct.length > 1) report("MORE_THAN_ONE_FOOTER", `${path}.layout.children`, "A screen has one Footer.");
  if (terminal === true && footers.length === 0) {
    report("MISSING_FOOTER_ON_TERMINAL_SCREEN", `${path}.layout.children`, "A terminal screen needs a Footer.");
  }
  if (terminal === true && footers.length > 0 && !components.some(endsTheFlow)) {
    const message = "A terminal screen must end the flow: an action complete or data_exchange is missing.";
    report("INVALID_COMPLETE_ACTION", `${path}.layout.children`, message);
  }
  checkNames(components, report);
  for (const placed of components) {
    checkProperties(placed, report);
    checkLimits(placed, report);
    checkBranches(placed, report);
  }
}

const ACTION_KEYS = ["on-click-action", "on-select-action"];

function endsTheFlow({ component }: Placed): boolean {
  return ACTION_KEYS.some((key) => ["complete", "data_exchange"].includes(digText(component, key, "name") ?? ""));
}

/** A branch with a Footer needs one in every other branch, or the screen would have none. */
function checkBranches({ component, path }: Placed, report: Report): void {
  const hasFooter = (branch: unknown) => componentsIn(branch, "").some((each) => each.component["type"] === "Footer");
  if (component["type"] === "If") {
    const branches = [component["then"], component["else"]].map(hasFooter);
    if (branches.includes(true) && branches.includes(false)) {
      report("MISSING_FOOTER_IN_IF_ELSE_BRANCHES", path, "A Footer in one branch needs one in the other.");
    }
  }
  if (component["type"] === "Switch" && isObject(component["cases"])) {
    const branches = Object.values(component["cases"]).map(hasFooter);
    if (branches.includes(true) && branches.includes(false)) {
      report("MISSING_FOOTER_IN_SWITCH_BRANCHES", path, "A Footer in one case needs one in all.");
    }
  }
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
