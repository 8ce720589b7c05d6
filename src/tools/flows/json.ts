import { MAX_FLOW_JSON_BYTES } from "../../kapso/flows.ts";
import { isRecord, type JsonRecord } from "../../kapso/http/json.ts";
import type { Fault } from "../definition/faults.ts";
import { quoted } from "../definition/untrusted.ts";

/** A Flow JSON that may be sent, or what is wrong with it. */
export type ReadFlowJson = { json: JsonRecord } | { faults: Fault[] };

/**
 * Flow JSON as people paste it: behind a byte order mark, in a Markdown fence, or as the object itself.
 */
export function asFlowText(value: unknown): unknown {
  if (typeof value === "object" && value !== null) return JSON.stringify(value);
  if (typeof value !== "string") return value;
  const text = value.replace(/^\uFEFF/, "");
  return /^\s*```\w*\s*\n([\s\S]*?)\n?```\s*$/.exec(text)?.[1] ?? text;
}

/**
 * Reads a Flow JSON and checks that it is one. What it may still lack, and how long its texts may be, WhatsApp judges:
 * the draft is saved, and its faults come back as `validation_errors`.
 */
export function readFlowJson(text: string, at: Fault["path"]): ReadFlowJson {
  const bytes = Buffer.byteLength(text);
  if (bytes > MAX_FLOW_JSON_BYTES) {
    return fault(at, `must be at most 10 MB, ${MAX_FLOW_JSON_BYTES} bytes (given ${bytes} bytes)`);
  }
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    return fault(at, `must be JSON text (${error instanceof Error ? error.message : "cannot be parsed"})`);
  }
  if (!isRecord(json)) return fault(at, "must be a JSON object with version and screens");
  const faults = [...topFaults(json, at), ...screensFaults(json["screens"], at)];
  return faults.length > 0 ? { faults } : { json };
}

export function flowJsonFaults(text: string, at: Fault["path"]): Fault[] {
  const read = readFlowJson(text, at);
  return "faults" in read ? read.faults : [];
}

/** `7.3` of a Flow JSON as a number; undefined when it has none. */
export function versionOf(json: JsonRecord): number | undefined {
  const version = json["version"];
  return typeof version === "string" && /^\d+\.\d+$/.test(version) ? Number(version) : undefined;
}

const DATA_API_VERSIONS: readonly unknown[] = ["3.0", "4.0"];
const MAX_CONNECTIONS = 10;

function topFaults(json: JsonRecord, at: Fault["path"]): Fault[] {
  const faults: Fault[] = [];
  const version = versionOf(json);
  const { data_api_version, routing_model } = json;
  const add = (key: string, message: string) => faults.push({ path: [...at, key], message });
  if (version === undefined) add("version", `must be a version such as "7.3"${shown(json["version"])}`);
  if (data_api_version !== undefined && !DATA_API_VERSIONS.includes(data_api_version)) {
    add("data_api_version", `must be one of ${DATA_API_VERSIONS.join(", ")}${shown(data_api_version)}`);
  }
  if ("data_channel_uri" in json && version !== undefined && version >= 3) {
    add("data_channel_uri", "is not taken from version 3.0 on; give endpoint_uri to the flow instead");
  }
  if (routing_model !== undefined) faults.push(...routingFaults(routing_model, [...at, "routing_model"]));
  return faults;
}

function routingFaults(model: unknown, at: Fault["path"]): Fault[] {
  if (!isRecord(model)) return [{ path: at, message: "must be an object of screen ids with their next screens" }];
  const routes = Object.entries(model);
  const wrong = routes.filter(([, next]) => !Array.isArray(next));
  const connections = routes.reduce((sum, [, next]) => sum + (Array.isArray(next) ? next.length : 0), 0);
  return [
    ...wrong.map(([screen]) => ({ path: [...at, screen], message: "must be an array of screen ids" })),
    ...(connections > MAX_CONNECTIONS
      ? [{ path: at, message: `must have at most ${MAX_CONNECTIONS} connections (given ${connections})` }]
      : []),
  ];
}

function screensFaults(screens: unknown, at: Fault["path"]): Fault[] {
  const place = [...at, "screens"];
  if (!Array.isArray(screens) || screens.length === 0) {
    return [{ path: place, message: "must be an array of at least 1 screen" }];
  }
  const known = new Set<unknown>();
  const faults = screens.flatMap((screen: unknown, i) => {
    if (!isRecord(screen)) return [{ path: [...place, i], message: "must be an object" }];
    const twice = known.has(screen["id"]);
    known.add(screen["id"]);
    return [
      ...idFaults(screen["id"], twice, [...place, i, "id"]),
      ...layoutFaults(screen["layout"], [...place, i, "layout"]),
    ];
  });
  return faults;
}

function idFaults(id: unknown, twice: boolean, path: Fault["path"]): Fault[] {
  if (typeof id !== "string" || !/^[A-Za-z_]+$/.test(id)) {
    return [{ path, message: `must be letters and underscores${shown(id)}` }];
  }
  if (id === "SUCCESS") return [{ path, message: "must not be SUCCESS, which is reserved" }];
  return twice ? [{ path, message: `must be unique${shown(id)}` }] : [];
}

function layoutFaults(layout: unknown, at: Fault["path"]): Fault[] {
  if (!isRecord(layout)) return [{ path: at, message: "must be an object {type, children}" }];
  return [
    ...(layout["type"] === "SingleColumnLayout"
      ? []
      : [{ path: [...at, "type"], message: `must be SingleColumnLayout${shown(layout["type"])}` }]),
    ...(Array.isArray(layout["children"])
      ? []
      : [{ path: [...at, "children"], message: "must be an array of components" }]),
  ];
}

const fault = (path: Fault["path"], message: string) => ({ faults: [{ path, message }] });

function shown(value: unknown): string {
  if (value === undefined) return " (missing)";
  const text = quoted(value);
  return text.length > 60 ? "" : ` (given ${text})`;
}
