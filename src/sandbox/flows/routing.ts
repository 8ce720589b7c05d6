import { dig, digText, isObject, type JsonObject } from "../http/json.ts";
import { componentsIn } from "./placed.ts";
import type { Report } from "./report.ts";

/** Actions that lead from screen to screen, and the routing model: flows.md section 5. */

const ACTIONS = ["navigate", "data_exchange", "complete", "open_url", "update_data"];
const MOST_CONNECTIONS = 10;

export function checkRouting(flow: JsonObject, screens: readonly unknown[], ids: string[], report: Report): void {
  for (const [index, screen] of screens.entries()) {
    const children = componentsIn(dig(screen, "layout", "children"), `screens[${index}].layout.children`);
    for (const { component, path } of children) {
      for (const key of ["on-click-action", "on-select-action", "on-unselect-action"]) {
        if (isObject(component[key])) checkAction(component[key], `${path}.${key}`, { flow, ids }, report);
      }
    }
  }
  const { routing_model: model, data_api_version } = flow;
  if (model === undefined) {
    if (data_api_version === undefined) return;
    report("MISSING_REQUIRED_PROPERTY", "routing_model", "A flow with an endpoint needs a routing_model.");
    return;
  }
  const terminal = screens
    .filter((screen) => dig(screen, "terminal") === true)
    .map((screen) => String(dig(screen, "id")));
  if (isObject(model)) checkModel(model, { ids, terminal }, report);
  else report("INVALID_PROPERTY_TYPE", "routing_model", "The routing_model must be an object.");
}

interface Around {
  flow: JsonObject;
  ids: readonly string[];
}

function checkAction(action: JsonObject, path: string, { flow, ids }: Around, report: Report): void {
  const name = digText(action, "name") ?? "";
  if (!ACTIONS.includes(name)) {
    report("INVALID_ENUM_VALUE", `${path}.name`, `An action is one of ${ACTIONS.join(", ")}.`);
  }
  if (name === "data_exchange" && flow["data_api_version"] === undefined) {
    report(
      "MISSING_REQUIRED_PROPERTY",
      "data_api_version",
      "data_exchange needs an endpoint: data_api_version is missing.",
    );
  }
  if (name !== "navigate") return;
  const next = digText(action, "next", "name") ?? "";
  if (ids.includes(next)) return;
  report("INVALID_NAVIGATE_ACTION_NEXT_SCREEN_NAME", `${path}.next.name`, `There is no screen ${next || "(none)"}.`);
}

/** Only known screens, forward only, with an entry, and every way ends at a terminal screen. */
function checkModel(
  model: JsonObject,
  { ids, terminal }: { ids: readonly string[]; terminal: readonly string[] },
  report: Report,
): void {
  const refuse = (message: string) => report("INVALID_ROUTING_MODEL", "routing_model", message);
  const edges = Object.entries(model).flatMap(([from, targets]) =>
    Array.isArray(targets) ? targets.map((to: unknown) => [from, String(to)] as const) : [],
  );
  const unknown = [...Object.keys(model), ...edges.map(([, to]) => to)].find((id) => !ids.includes(id));
  if (unknown !== undefined) {
    refuse(`There is no screen ${unknown}.`);
    return;
  }
  if (edges.length > MOST_CONNECTIONS) {
    refuse(`${edges.length} connections; ${MOST_CONNECTIONS} are allowed.`);
    return;
  }
  const entries = ids.filter((id) => !edges.some(([, to]) => to === id));
  if (entries.length === 0) {
    refuse("An entry screen is needed: one to which no other screen leads.");
    return;
  }
  if (hasCycle(edges, entries)) {
    refuse("Routes lead forward only.");
    return;
  }
  const deadEnd = ids.find((id) => !terminal.includes(id) && !edges.some(([from]) => from === id));
  if (deadEnd !== undefined) refuse(`Screen ${deadEnd} leads nowhere and is not terminal.`);
}

function hasCycle(edges: readonly (readonly [string, string])[], entries: readonly string[]): boolean {
  const leadsBack = (screen: string, trail: readonly string[]): boolean =>
    trail.includes(screen) || edges.some(([from, to]) => from === screen && leadsBack(to, [...trail, screen]));
  return entries.some((entry) => leadsBack(entry, []));
}
