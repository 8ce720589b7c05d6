import { isRecord } from "../../../kapso/http/json.ts";
import type { Message } from "../../../kapso/message-types.ts";
import { present } from "../present.ts";

type Values = unknown[] | Record<string, unknown>;

/** Which template was sent, and what stood in its gaps. */
export function templateOf({ template, type, kapso }: Message) {
  const summary = type === "template" ? (kapso?.message_type_data ?? undefined) : undefined;
  if (!template && !summary) return undefined;
  const language = template?.language?.code ?? summary?.["language"];
  return present({
    name: template?.name ?? text(summary?.["name"]),
    language: text(language),
    parameters: parametersOf(template?.components) ?? listed(summary?.["params"]),
  });
}

/** By component: `{body: {name: "Ana"}, button_0: ["ORD-1"]}`; positional values in a list, named ones by name. */
function parametersOf(components: unknown): Record<string, Values> | undefined {
  if (!Array.isArray(components)) return undefined;
  const filled = components.filter(isRecord).flatMap((component) => {
    const values = valuesOf(component);
    return values === undefined ? [] : [[nameOf(component), values] as const];
  });
  return filled.length === 0 ? undefined : Object.fromEntries(filled);
}

function nameOf({ type, index }: Record<string, unknown>): string {
  const name = String(type ?? "component").toLowerCase();
  return index === undefined || index === null ? name : `${name}_${String(index)}`;
}

function valuesOf({ parameters, cards }: Record<string, unknown>): Values | undefined {
  if (Array.isArray(cards)) {
    return cards.filter(isRecord).map((card) => parametersOf(card["components"]) ?? {});
  }
  if (!Array.isArray(parameters) || parameters.length === 0) return undefined;
  const rows = parameters.filter(isRecord);
  const isNamed = rows.every((row) => typeof row["parameter_name"] === "string");
  if (!isNamed) return rows.map(shownValue);
  return Object.fromEntries(rows.map((row) => [String(row["parameter_name"]), shownValue(row)]));
}

/** `{type: "text", text: "Ana"}` is `"Ana"`; of what has parts, the part itself. */
function shownValue(parameter: Record<string, unknown>): unknown {
  const value = parameter[String(parameter["type"])];
  if (!isRecord(value)) return value ?? withoutType(parameter);
  return value["fallback_value"] ?? value;
}

function withoutType({ type: _type, parameter_name: _name, ...rest }: Record<string, unknown>): unknown {
  return rest;
}

function listed(params: unknown): Record<string, Values> | undefined {
  return Array.isArray(params) && params.length > 0 ? { body: params } : undefined;
}

function text(value: unknown): string | undefined {
  return typeof value === "string" ? value : undefined;
}
