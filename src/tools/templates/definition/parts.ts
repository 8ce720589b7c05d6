import type { Fault } from "../../definition/faults.ts";
import type { Category } from "../names.ts";
import type { Component } from "./components.ts";

type Of<T extends Component["type"]> = Extract<Component, { type: T }>;

/** A component and where it stands. */
export interface Part<T extends Component["type"]> {
  value: Of<T>;
  at: Fault["path"];
}

/** A definition's components by type: the first of each. */
export interface Parts {
  header?: Part<"HEADER">;
  body?: Part<"BODY">;
  footer?: Part<"FOOTER">;
  buttons?: Part<"BUTTONS">;
  carousel?: Part<"CAROUSEL">;
  offer?: Part<"LIMITED_TIME_OFFER">;
  callPermission?: Part<"CALL_PERMISSION_REQUEST">;
}

export type ParameterFormat = "NAMED" | "POSITIONAL";

/** What the rules of a definition look at. Unknown where an update leaves it as it is stored. */
export interface Definition {
  category?: Category;
  format?: ParameterFormat;
  /** Absent: not known. */
  displayFormat?: "ORDER_DETAILS" | "none";
  parts: Parts;
}

export function partsOf(components: readonly Component[], at: Fault["path"]): Parts {
  return {
    header: find(components, "HEADER", at),
    body: find(components, "BODY", at),
    footer: find(components, "FOOTER", at),
    buttons: find(components, "BUTTONS", at),
    carousel: find(components, "CAROUSEL", at),
    offer: find(components, "LIMITED_TIME_OFFER", at),
    callPermission: find(components, "CALL_PERMISSION_REQUEST", at),
  };
}

function find<T extends Component["type"]>(
  components: readonly Component[],
  type: T,
  at: Fault["path"],
): Part<T> | undefined {
  const isOfType = (component: Component): component is Of<T> => component.type === type;
  for (const [i, value] of components.entries()) if (isOfType(value)) return { value, at: [...at, i] };
  return undefined;
}

/** At most one component of each type. */
export function repeatedFaults(components: readonly Component[], at: Fault["path"]): Fault[] {
  return components.flatMap(({ type }, i) =>
    components.findIndex((other) => other.type === type) < i
      ? [{ path: [...at, i, "type"], message: `there is a ${type} before; a template has at most one` }]
      : [],
  );
}
