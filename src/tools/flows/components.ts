import type { Fault } from "../faults.ts";
import { isObject, type JsonObject } from "./object.ts";

interface Rules {
  /** Longest static texts, in code points. */
  texts?: Readonly<Record<string, number>>;
  /** A list of the component: its key, and how many items it may have. */
  items?: { key: string; min: number; max: number; texts?: Readonly<Record<string, number>> };
  maxOnScreen?: number;
}

const OPTION = { title: 30, description: 300, metadata: 20 };
const options = (min: number, max: number) => ({ key: "data-source", min, max, texts: OPTION });

/** Text limits and counts of Flow JSON (contract flows.md section 5). */
const COMPONENTS: Readonly<Record<string, Rules>> = {
  TextHeading: { texts: { text: 80 } },
  TextSubheading: { texts: { text: 80 } },
  TextBody: { texts: { text: 4096 } },
  TextCaption: { texts: { text: 409 } },
  TextInput: { texts: { label: 20, "helper-text": 80, "error-message": 30 } },
  TextArea: { texts: { label: 20, "helper-text": 80 } },
  CheckboxGroup: { texts: { label: 30 }, items: options(1, 20) },
  RadioButtonsGroup: { texts: { label: 30 }, items: options(1, 20) },
  Dropdown: { texts: { label: 20 }, items: options(1, 200) },
  ChipsSelector: { texts: { label: 80, description: 300 }, items: { key: "data-source", min: 2, max: 20 } },
  Footer: { texts: { label: 35, "left-caption": 15, "center-caption": 15, "right-caption": 15 }, maxOnScreen: 1 },
  OptIn: { texts: { label: 120 }, maxOnScreen: 5 },
  EmbeddedLink: { texts: { text: 25 }, maxOnScreen: 2 },
  DatePicker: { texts: { label: 40, "helper-text": 80, "error-message": 80 } },
  CalendarPicker: { texts: { title: 80, description: 300, label: 40 } },
  NavigationList: { items: { key: "list-items", min: 1, max: 20 } },
  Image: { maxOnScreen: 3 },
  ImageCarousel: { items: { key: "images", min: 1, max: 3 }, maxOnScreen: 2 },
};

const MAX_ON_SCREEN = 50;
const MAX_WITH_IMAGES = 100;
const MAX_CAROUSELS = 3;

interface Placed {
  type: string;
  component: JsonObject;
  path: Fault["path"];
  /** In a branch of If or Switch, of which the customer sees one. */
  inBranch: boolean;
}

/** Every component of every screen. What is filled in at run time (`${...}`) has no length yet. */
export function componentFaults(screens: readonly JsonObject[], at: Fault["path"]): Fault[] {
  const onScreens = screens.map((screen, i) => {
    const path = [...at, i, "layout", "children"];
    return { path, found: componentsOf(isObject(screen["layout"]) ? screen["layout"]["children"] : [], path, false) };
  });
  const carousels = onScreens.flatMap(({ found }) => found.filter(({ type }) => type === "ImageCarousel"));
  return [
    ...onScreens.flatMap(({ found, path }) => [...countFaults(found, path), ...found.flatMap(contentFaults)]),
    ...(carousels.length > MAX_CAROUSELS
      ? [tooMany(at, MAX_CAROUSELS, "ImageCarousel in a flow", carousels.length)]
      : []),
  ];
}

function componentsOf(children: unknown, at: Fault["path"], inBranch: boolean): Placed[] {
  if (!Array.isArray(children)) return [];
  return children.flatMap((component: unknown, i) => {
    if (!isObject(component)) return [];
    const path = [...at, i];
    const cases = isObject(component["cases"]) ? Object.entries(component["cases"]) : [];
    return [
      { type: String(component["type"] ?? ""), component, path, inBranch },
      ...componentsOf(component["children"], [...path, "children"], inBranch),
      ...["then", "else"].flatMap((key) => componentsOf(component[key], [...path, key], true)),
      ...cases.flatMap(([key, branch]) => componentsOf(branch, [...path, "cases", key], true)),
    ];
  });
}

function countFaults(found: readonly Placed[], at: Fault["path"]): Fault[] {
  const faults = Object.entries(COMPONENTS).flatMap(([name, { maxOnScreen = Number.POSITIVE_INFINITY }]) => {
    const count = found.filter(({ type, inBranch }) => type === name && !inBranch).length;
    return count > maxOnScreen ? [tooMany(at, maxOnScreen, `${name} on a screen`, count)] : [];
  });
  if (found.length > MAX_ON_SCREEN) faults.push(tooMany(at, MAX_ON_SCREEN, "components on a screen", found.length));
  return faults;
}

function contentFaults({ type, component, path }: Placed): Fault[] {
  const { texts = {}, items } = Object.hasOwn(COMPONENTS, type) ? (COMPONENTS[type] ?? {}) : {};
  const list = items === undefined ? undefined : component[items.key];
  if (items === undefined || !Array.isArray(list)) return textFaults(component, texts, path);
  const at = [...path, items.key];
  const max = list.some((item) => isObject(item) && "image" in item) ? Math.min(items.max, MAX_WITH_IMAGES) : items.max;
  return [
    ...textFaults(component, texts, path),
    ...(list.length < items.min ? [{ path: at, message: `must have at least ${items.min} items` }] : []),
    ...(list.length > max ? [tooMany(at, max, "items", list.length)] : []),
    ...list.flatMap((item: unknown, i) => (isObject(item) ? textFaults(item, items.texts ?? {}, [...at, i]) : [])),
  ];
}

function textFaults(holder: JsonObject, limits: Readonly<Record<string, number>>, at: Fault["path"]): Fault[] {
  return Object.entries(limits).flatMap(([key, max]) => {
    const text = holder[key];
    if (typeof text !== "string" || text.includes("${")) return [];
    const length = [...text].length;
    const message = `must have at most ${max} characters (given ${length} characters)`;
    return length > max ? [{ path: [...at, key], message }] : [];
  });
}

const tooMany = (path: Fault["path"], max: number, what: string, count: number): Fault => ({
  path,
  message: `must have at most ${max} ${what} (given ${count})`,
});
