import { isObject, type JsonObject } from "../json.ts";
import type { Report } from "./validate.ts";

/** The longest texts of each component, by type and property: flows.md section 5. */
const MOST: Partial<Record<string, Record<string, number>>> = {
  TextHeading: { text: 80 },
  TextSubheading: { text: 80 },
  TextBody: { text: 4096 },
  TextCaption: { text: 409 },
  TextInput: { label: 20, "helper-text": 80, "error-message": 30 },
  TextArea: { label: 20, "helper-text": 80 },
  CheckboxGroup: { label: 30 },
  RadioButtonsGroup: { label: 30 },
  Dropdown: { label: 20 },
  ChipsSelector: { label: 80, description: 300 },
  Footer: { label: 35, "left-caption": 15, "center-caption": 15, "right-caption": 15 },
  OptIn: { label: 120 },
  EmbeddedLink: { text: 25 },
  DatePicker: { label: 40, "helper-text": 80, "error-message": 80 },
  CalendarPicker: { title: 80, description: 300, label: 40 },
};

/** How many options a choice may offer. */
const OPTIONS: Partial<Record<string, [min: number, max: number]>> = {
  CheckboxGroup: [1, 20],
  RadioButtonsGroup: [1, 20],
  Dropdown: [1, 200],
  ChipsSelector: [2, 20],
};

/** Values that are filled in when the flow runs are not measured. */
const isDynamic = (text: string) => /\$\{/.test(text);

export function checkTexts(component: JsonObject, path: string, report: Report): void {
  const type = String(component["type"]);
  for (const [key, most] of Object.entries(MOST[type] ?? {})) {
    const value = component[key];
    const length = typeof value === "string" && !isDynamic(value) ? [...value].length : 0;
    if (length > most) {
      report("INVALID_PROPERTY_VALUE", `${path}.${key}`, `'${key}' has ${length} characters; ${most} are allowed.`);
    }
  }
  const range = OPTIONS[type];
  const options = component["data-source"];
  if (range === undefined || !Array.isArray(options)) return;
  const [min, max] = range;
  if (options.length < min) report("MIN_ITEMS_REQUIRED", `${path}.data-source`, `At least ${min} options are needed.`);
  if (options.length > max) {
    report("INVALID_PROPERTY_VALUE", `${path}.data-source`, `${options.length} options; ${max} are allowed.`);
  }
  for (const [index, option] of options.entries()) {
    if (!isObject(option) || typeof option["id"] !== "string") {
      report("MISSING_REQUIRED_PROPERTY", `${path}.data-source[${index}]`, "An option needs an id.");
    }
  }
}
