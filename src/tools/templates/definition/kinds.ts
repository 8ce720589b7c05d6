import type { Fault } from "../../definition/faults.ts";
import type { Category } from "../names.ts";
import type { ButtonType } from "./buttons.ts";
import type { HeaderFormat } from "./components.ts";
import type { Definition, Parts } from "./parts.ts";

/** A special kind of template (contract templates.md section 4): how it is known, and what it may be made of. */
interface Kind {
  name: string;
  is(definition: Definition): boolean;
  categories: readonly Category[];
  /** Header formats that it takes; undefined: any. */
  headers?: readonly HeaderFormat[];
  headerNeeded?: true;
  noFooter?: true;
  bodyMax?: number;
  /** Types of buttons that it takes; undefined: any. */
  buttons?: readonly ButtonType[];
  /** It has exactly these buttons, in this order. */
  exactly?: true;
  displayFormat?: "ORDER_DETAILS";
}

const MARKETING: readonly Category[] = ["MARKETING"];
const NOT_AUTHENTICATION: readonly Category[] = ["MARKETING", "UTILITY"];

function has({ parts }: Definition, type: ButtonType): boolean {
  return parts.buttons?.value.buttons.some((button) => button.type === type) ?? false;
}

const headerIs = ({ parts }: Definition, format: HeaderFormat) => parts.header?.value.format === format;

const KINDS: readonly Kind[] = [
  {
    name: "a carousel",
    is: ({ parts }) => parts.carousel !== undefined,
    categories: MARKETING,
    headers: [],
    noFooter: true,
    buttons: [],
  },
  {
    name: "a limited-time offer",
    is: ({ parts }) => parts.offer !== undefined,
    categories: MARKETING,
    headers: ["IMAGE", "VIDEO"],
    noFooter: true,
    bodyMax: 600,
    buttons: ["COPY_CODE", "URL"],
    exactly: true,
  },
  {
    name: "a coupon",
    is: (definition) => definition.parts.offer === undefined && has(definition, "COPY_CODE"),
    categories: MARKETING,
  },
  {
    name: "a catalog template",
    is: (definition) => has(definition, "CATALOG"),
    categories: MARKETING,
    headers: [],
    buttons: ["CATALOG"],
    exactly: true,
  },
  {
    name: "a multi-product template",
    is: (definition) => has(definition, "MPM"),
    categories: MARKETING,
    headers: ["TEXT"],
    headerNeeded: true,
    buttons: ["MPM"],
    exactly: true,
  },
  {
    name: "a single-product template",
    is: (definition) => has(definition, "SPM") || headerIs(definition, "PRODUCT"),
    categories: MARKETING,
    headers: ["PRODUCT"],
    headerNeeded: true,
    bodyMax: 160,
    buttons: ["SPM"],
    exactly: true,
  },
  {
    name: "a call permission request",
    is: ({ parts }) => parts.callPermission !== undefined,
    categories: NOT_AUTHENTICATION,
    buttons: [],
  },
  {
    name: "a template with a call button",
    is: (definition) => has(definition, "VOICE_CALL"),
    categories: NOT_AUTHENTICATION,
    buttons: ["VOICE_CALL", "URL"],
  },
  {
    name: "an order template",
    is: (definition) => has(definition, "ORDER_DETAILS") || definition.displayFormat === "ORDER_DETAILS",
    categories: NOT_AUTHENTICATION,
    headers: ["TEXT", "IMAGE", "DOCUMENT"],
    buttons: ["ORDER_DETAILS"],
    exactly: true,
    displayFormat: "ORDER_DETAILS",
  },
  { name: "a GIF header", is: (definition) => headerIs(definition, "GIF"), categories: MARKETING },
  { name: "a location header", is: (definition) => headerIs(definition, "LOCATION"), categories: NOT_AUTHENTICATION },
];

/** Faults against the kinds that a definition belongs to. */
export function kindFaults(definition: Definition): Fault[] {
  return KINDS.filter((kind) => kind.is(definition)).flatMap((kind) => [
    ...categoryFaults(kind, definition.category),
    ...frameFaults(kind, definition.parts),
    ...buttonFaults(kind, definition.parts),
    ...displayFaults(kind, definition),
  ]);
}

function categoryFaults({ name, categories }: Kind, category: Category | undefined): Fault[] {
  if (category === undefined || categories.includes(category)) return [];
  return [{ path: ["category"], message: `must be ${categories.join(" or ")} for ${name} (given ${category})` }];
}

function frameFaults({ name, headers, headerNeeded, noFooter, bodyMax }: Kind, parts: Parts): Fault[] {
  const { header, footer, body } = parts;
  const faults: Fault[] = [];
  if (header && headers && !headers.includes(header.value.format)) {
    const takes = headers.length === 0 ? "no header" : `a header of ${headers.join(", ")}`;
    faults.push({ path: [...header.at, "format"], message: `${name} takes ${takes} (given ${header.value.format})` });
  }
  if (!header && headerNeeded) {
    faults.push({ path: ["components"], message: `${name} needs a ${headers?.join(" or ")} header` });
  }
  if (footer && noFooter) faults.push({ path: footer.at, message: `${name} takes no footer` });
  const length = [...(body?.value.text ?? "")].length;
  if (body && bodyMax !== undefined && length > bodyMax) {
    const message = `must have at most ${bodyMax} characters in ${name} (given ${length} characters)`;
    faults.push({ path: [...body.at, "text"], message });
  }
  return faults;
}

function buttonFaults({ name, buttons: allowed, exactly }: Kind, { buttons }: Parts): Fault[] {
  if (allowed === undefined) return [];
  const given = buttons?.value.buttons.map(({ type }) => type) ?? [];
  const path = buttons ? [...buttons.at, "buttons"] : ["components"];
  if (exactly) {
    if (given.join() === allowed.join()) return [];
    const shown = given.join(", ") || "none";
    return [{ path, message: `${name} has the buttons ${allowed.join(", then ")} and no other (given ${shown})` }];
  }
  return given.flatMap((type, i) => {
    const takes = allowed.length === 0 ? "no buttons" : `only ${allowed.join(" and ")} buttons`;
    return allowed.includes(type)
      ? []
      : [{ path: [...path, i, "type"], message: `${name} takes ${takes} (given ${type})` }];
  });
}

function displayFaults(kind: Kind, { displayFormat }: Definition): Fault[] {
  if (kind.displayFormat === undefined || displayFormat !== "none") return [];
  return [{ path: ["display_format"], message: `must be ${kind.displayFormat} for ${kind.name}` }];
}
