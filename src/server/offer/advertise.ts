import { z } from "zod";
import type { Tool } from "../../tools/definition/tool.ts";
import { cleaningOutput } from "../call/clean.ts";
import { type ScopeDefaults, scopeParameter } from "../call/scope.ts";
import { confirmationOutput } from "../writes/confirmation.ts";

export type JsonSchema = Record<string, unknown>;
/** What MCP asks of a tool's schemas: an object. */
export type ObjectSchema = JsonSchema & { type: "object" };

/** Keywords that cost tokens and tell a model nothing: the parsing schema holds them (`design.md` section 5). */
const UNTOLD = ["pattern", "format", "contentEncoding"];

/** A tool's input schema as it is sent: those of the tool's own parameters that it has here, then the id of its scope. */
export function inputSchema(tool: Tool, defaults: ScopeDefaults): ObjectSchema {
  const schema = schemasOf(tool).input;
  const isHere = (name: string) => Object.hasOwn(tool.input.shape, name);
  const properties = Object.fromEntries(
    Object.entries(asObject(schema["properties"])).filter(([name]) => isHere(name)),
  );
  const required = Array.isArray(schema["required"]) ? schema["required"].filter(isHere) : [];
  const parameter = scopeParameter(tool.scope, defaults);
  if (parameter !== undefined) {
    properties[parameter.name] = {
      type: "string",
      description: parameter.description,
    };
    if (parameter.required) required.push(parameter.name);
  }
  return {
    type: "object",
    properties,
    ...(required.length > 0 && { required }),
    additionalProperties: false,
  };
}

/** A tool's output schema as it is sent: the tool's own, and what joins every result. None where results are more than data. */
export function outputSchema(tool: Tool): ObjectSchema | undefined {
  return tool.attaches ? undefined : { ...schemasOf(tool).output, type: "object" };
}

/** Whether a result is one that another tool advertises: an update's is that of the tool that reads. */
function isShallow(output: z.ZodObject): boolean {
  return z.globalRegistry.get(output)?.["shallow"] === true;
}

/** What joins the results of a tool on the path of a call. */
function joinedOutput({ effect }: Tool) {
  return { ...cleaningOutput, ...(effect !== "read" && confirmationOutput) };
}

/** The JSON Schemas of a tool, made from those that parse. */
export interface JsonSchemas {
  input: JsonSchema;
  output: JsonSchema;
}

export function jsonSchemas(tool: Tool): JsonSchemas {
  return {
    input: toJsonSchema(tool.input, "input"),
    output: isShallow(tool.output)
      ? { type: "object" }
      : toJsonSchema(tool.output.extend(joinedOutput(tool)), "output"),
  };
}

/** The JSON Schemas of all tools, by name, as JSON: put here by the build, and not there in the sources. */
declare const BUILT_SCHEMAS: string | undefined;

const schema = z.record(z.string(), z.unknown());
const readBuilt = () =>
  z.record(z.string(), z.object({ input: schema, output: schema })).parse(JSON.parse(BUILT_SCHEMAS ?? "{}"));
let built: Record<string, JsonSchemas> | undefined;

/** Making them takes a good part of a start, so that the built program has them at hand. */
function schemasOf(tool: Tool): JsonSchemas {
  if (typeof BUILT_SCHEMAS === "undefined") return jsonSchemas(tool);
  built ??= readBuilt();
  return built[tool.name] ?? jsonSchemas(tool);
}

function toJsonSchema(schema: z.ZodType, io: "input" | "output"): JsonSchema {
  const json = asObject(
    z.toJSONSchema(schema, {
      io,
      reused: "inline",
      unrepresentable: "any",
      override: ({ jsonSchema }) => (io === "input" ? shorten(jsonSchema) : shortenOutput(jsonSchema)),
    }),
  );
  // zod adds a non-enumerable link to the schema and the dialect's address; neither belongs on the wire.
  return Object.fromEntries(Object.entries(json).filter(([key]) => key !== "$schema"));
}

/** Takes away what a model has no use for, and the depth of what is advertised one level deep (`shallow`). */
function shorten(node: object): void {
  const { shallow, description } = Object.fromEntries(Object.entries(node));
  const gone = shallow === true ? Object.keys(node) : UNTOLD;
  for (const key of gone) Reflect.deleteProperty(node, key);
  if (shallow === true) Object.assign(node, { type: "object", description });
}

/**
 * Of a result's schema names and types are left: hosts generate code from them, and few show a model more. What a result
 * means stands in its tool's description, or in its names.
 */
function shortenOutput(node: object): void {
  shorten(node);
  for (const key of ["description", "additionalProperties", "propertyNames"]) Reflect.deleteProperty(node, key);
  for (const bound of ["minimum", "maximum"]) {
    if (Math.abs(Number(Reflect.get(node, bound))) === Number.MAX_SAFE_INTEGER) Reflect.deleteProperty(node, bound);
  }
}

function asObject(value: unknown): JsonSchema {
  return typeof value === "object" && value !== null ? { ...value } : {};
}
