import { isObject, type JsonObject } from "../http/json.ts";
import { locate, type Span, spanOf } from "./positions.ts";
import type { Report, ValidationError } from "./report.ts";
import { checkRouting } from "./routing.ts";
import { checkScreens } from "./screens.ts";

/** What Meta finds wrong with a Flow JSON: flows.md sections 4 and 5. The draft is saved all the same. */

export const PUBLISHABLE = ["5.1", "6.0", "6.1", "6.2", "6.3", "7.0", "7.1", "7.2", "7.3"];

const START: Span = { line_start: 1, line_end: 1, column_start: 1, column_end: 1 };

export function validateFlow(text: string): ValidationError[] {
  const errors: ValidationError[] = [];
  let flow: unknown;
  try {
    flow = JSON.parse(text);
  } catch (error) {
    const message = `Flow JSON is not JSON: ${error instanceof Error ? error.message : String(error)}`;
    return [{ error: "INVALID_FLOW_JSON", error_type: "FLOW_JSON_ERROR", message, ...START, pointers: [] }];
  }
  const places = locate(text);
  const report: Report = (error, path, message) => {
    // what is missing is shown where it should be
    const found = places.get(path) ?? places.get(path.replace(/(\.[^.[\]]+|\[\d+\])$/, "")) ?? places.get("");
    const span = found === undefined ? START : spanOf(text, found);
    errors.push({ error, error_type: "FLOW_JSON_ERROR", message, ...span, pointers: [{ ...span, path }] });
  };
  if (!isObject(flow)) report("INVALID_FLOW_JSON", "", "Flow JSON must be an object.");
  else checkFlow(flow, report);
  return errors;
}

const KEYS = ["version", "screens", "routing_model", "data_api_version", "data_channel_uri"];

function checkFlow(flow: JsonObject, report: Report): void {
  const { version, screens, data_api_version } = flow;
  for (const key of Object.keys(flow)) {
    if (!KEYS.includes(key)) report("INVALID_PROPERTY_KEY", key, `Property '${key}' is not allowed here.`);
  }
  if (version === undefined) report("MISSING_FLOW_JSON_VERSION", "version", "The version is missing.");
  else if (typeof version !== "string" || !/^\d\.\d$/.test(version)) {
    report("INVALID_FLOW_JSON_VERSION", "version", "The version must be a string such as '7.3'.");
  } else if (Number(version) > 7.3) {
    report("UNSUPPORTED_FLOW_JSON_VERSION", "version", `Version ${version} does not exist; 7.3 is the newest.`);
  } else if (Number(version) >= 3 && "data_channel_uri" in flow) {
    const message = "data_channel_uri is not allowed from version 3.0 on: set endpoint_uri on the flow.";
    report("INVALID_PROPERTY_KEY", "data_channel_uri", message);
  }
  if (data_api_version !== undefined && data_api_version !== "3.0" && data_api_version !== "4.0") {
    report("NO_SUPPORTED_DATA_API_VERSION", "data_api_version", "data_api_version must be '3.0' or '4.0'.");
  }
  if (screens === undefined) report("MISSING_REQUIRED_PROPERTY", "screens", "Property 'screens' is missing.");
  else if (!Array.isArray(screens)) report("INVALID_PROPERTY_TYPE", "screens", "Property 'screens' must be an array.");
  else if (screens.length === 0) report("MIN_ITEMS_REQUIRED", "screens", "At least one screen is needed.");
  else {
    const ids = checkScreens(screens, report);
    checkRouting(flow, screens, ids, report);
  }
}
