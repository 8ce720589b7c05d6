import { isObject, type JsonObject } from "../http/json.ts";
import type { Placed, Report } from "./report.ts";

interface Limits {
  /** Longest texts, in code points. */
  texts?: Readonly<Record<string, number>>;
  /** A list of the component: its key, how many items it may have, and their longest texts. */
  items?: { key: string; min: number; max: number; texts?: Readonly<Record<string, number>>; ids?: boolean };
  maxOnScreen?: number;
}

const OPTION = { title: 30, description: 300, metadata: 20 };
const options = (min: number, max: number) => ({ key: "data-source", min, max, texts: OPTION, ids: true });

/** Texts and counts: flows.md section 5. Where Meta's pages give two figures, what both refuse is an error. */
const LIMITS: Readonly<Record<string, Limits>> = {
  TextHeading: { texts: { text: 80 } },
  TextSubheading: { texts: { text: 80 } },
  TextBody: { texts: { text: 4096 } },
  TextCaption: { texts: { text: 409 } },
  TextInput: { texts: { label: 20, "helper-text": 80, "error-message": 30 } },
  TextArea: { texts: { label: 20, "helper-text": 80 } },
  CheckboxGroup: { texts: { label: 30 }, items: options(1, 20) },
  RadioButtonsGroup: { texts: { label: 30 }, items: options(1, 20) },
  Dropdown: { texts: { label: 20 }, items: options(1, 200) },
  ChipsSelector: { texts: { label: 80, description: 300 }, items: { key: "data-source", min: 2, max: 20, ids: true } },
  Footer: { texts: { label: 35, "left-caption": 15, "center-caption": 15, "right-caption": 15 } },
  OptIn: { texts: { label: 300 }, maxOnScreen: 5 },
  EmbeddedLink: { texts: { text: 25 }, maxOnScreen: 2 },
  DatePicker: { texts: { label: 40, "helper-text": 80, "error-message": 80 } },
  CalendarPicker: { texts: { title: 80, description: 300, label: 40 } },
  NavigationList: { items: { key: "list-items", min: 1, max: 20 } },
  Image: { maxOnScreen: 3 },
  ImageCarousel: { items: { key: "images", min: 1, max: 3 }, maxOnScreen: 2 },
};

const MAX_WITH_IMAGES = 100;

export function checkLimits({ component, path }: Placed, report: Report): void {
  const { texts = {}, items } = limitsOf(component);
  checkTexts(component, texts, path, report);
  const list = items === undefined ? undefined : component[items.key];
  if (items === undefined || !Array.isArray(list)) return;
  const place = `${path}.${items.key}`;
  const hasImages = list.some((item) => isObject(item) && "image" in item);
  const max = hasImages ? Math.min(items.max, MAX_WITH_IMAGES) : items.max;
  if (list.length < items.min) report("MIN_ITEMS_REQUIRED", place, `At least ${items.min} items are needed.`);
  if (list.length > max) report("INVALID_PROPERTY_VALUE", place, `${list.length} items; ${max} are allowed.`);
  for (const [index, item] of list.entries()) {
    if (isObject(item)) checkTexts(item, items.texts ?? {}, `${place}[${index}]`, report);
    if (items.ids && (!isObject(item) || typeof item["id"] !== "string")) {
      report("MISSING_REQUIRED_PROPERTY", `${place}[${index}]`, "An option needs an id.");
    }
  }
}

/** How many of a kind stand on one screen; of those in branches the customer sees one. */
export function checkCounts(direct: readonly JsonObject[], path: string, report: Report): void {
  for (const [type, { maxOnScreen }] of Object.entries(LIMITS)) {
    const count = direct.filter((component) => component["type"] === type).length;
    if (maxOnScreen === undefined || count <= maxOnScreen) continue;
    report("INVALID_PROPERTY_VALUE", path, `${count} ${type} on a screen; ${maxOnScreen} are allowed.`);
  }
}

function limitsOf({ type }: JsonObject): Limits {
  return typeof type === "string" && Object.hasOwn(LIMITS, type) ? (LIMITS[type] ?? {}) : {};
}

/** Values that are filled in when the flow runs are not measured. */
function checkTexts(holder: JsonObject, most: Readonly<Record<string, number>>, path: string, report: Report): void {
  for (const [key, max] of Object.entries(most)) {
    const value = holder[key];
    const length = typeof value === "string" && !value.includes("${") ? [...value].length : 0;
    if (length > max) {
      report("INVALID_PROPERTY_VALUE", `${path}.${key}`, `'${key}' has ${length} characters; ${max} are allowed.`);
    }
  }
}
