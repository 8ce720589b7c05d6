import { z } from "zod";
import { isRecord } from "../../../kapso/http/json.ts";
import { underOurNames } from "./names.ts";
import { asBoolean, asNumber, asOneOf, asText, fromJson } from "./values.ts";

/**
 * Arguments as clients and models spell them, in the form that the schema takes (`docs/clients.md`). What it takes
 * already stays as it is, and what has no such form does too: the schema has the last word.
 */
export function readSpelling({ shape }: z.ZodObject, args: Record<string, unknown>): Record<string, unknown> {
  const fits = (name: string, value: unknown) => {
    const schema = childOf(shape, name);
    return schema !== undefined && takes(schema, read(schema, value));
  };
  const given = Object.entries(args).filter(([name, value]) => !isNothing(childOf(shape, name), value));
  const named = underOurNames(Object.fromEntries(given), Object.keys(shape), fits);
  return readEntries(shape, named);
}

type Schema = z.core.$ZodType;

function takes(schema: Schema, value: unknown): boolean {
  return z.safeParse(schema, value).success;
}

/** What clients fill in for an optional argument that was not given: null, and `""` where no words are wanted. */
function isNothing(schema: Schema | undefined, value: unknown): boolean {
  if (schema === undefined || (value !== null && value !== "")) return false;
  return takes(schema, undefined) && !takes(schema, value) && (value === null || !isWords(schema));
}

/** Whether somebody's words are wanted (`chars`): an empty text may be meant as one, and gets its fault. */
function isWords(schema: Schema): boolean {
  if (schema instanceof z.core.$ZodOptional) return isWords(schema._zod.def.innerType);
  return z.globalRegistry.get(schema)?.["minLength"] !== undefined;
}

function read(schema: Schema, value: unknown): unknown {
  if (takes(schema, value)) return value;
  if (schema instanceof z.core.$ZodOptional || schema instanceof z.core.$ZodDefault) {
    return read(schema._zod.def.innerType, value);
  }
  if (schema instanceof z.core.$ZodPipe) {
    const { in: first, out } = schema._zod.def;
    return read(first instanceof z.core.$ZodTransform ? out : first, value);
  }
  if (schema instanceof z.core.$ZodUnion) return readUnion(schema, value);
  if (schema instanceof z.core.$ZodArray) return readArray(schema._zod.def.element, value);
  if (schema instanceof z.core.$ZodObject) return readObject(schema._zod.def.shape, value);
  if (schema instanceof z.core.$ZodRecord) return fromJson(value) ?? value;
  return readLeaf(schema, value);
}

function readLeaf(schema: Schema, value: unknown): unknown {
  if (schema instanceof z.core.$ZodString) return asText(value);
  if (schema instanceof z.core.$ZodNumber) return asNumber(value);
  if (schema instanceof z.core.$ZodBoolean) return asBoolean(value);
  if (schema instanceof z.core.$ZodEnum) return asOneOf(value, Object.values(schema._zod.def.entries));
  if (schema instanceof z.core.$ZodLiteral) return asOneOf(value, schema._zod.def.values);
  return value;
}

/** An array, its JSON, or one item of it. */
function readArray(element: Schema, value: unknown): unknown {
  const items = Array.isArray(value) ? value : fromJson(value);
  if (Array.isArray(items)) return items.map((item) => read(element, item));
  const item = read(element, value);
  return takes(element, item) ? [item] : value;
}

type Shape = z.core.$ZodShape;

/** An object, its JSON, its API shape, or the text alone that it is made of. */
function readObject(shape: Shape, value: unknown): unknown {
  const given = isRecord(value) ? value : fromJson(value);
  if (isRecord(given)) return readEntries(shape, withoutType(shape, given));
  const text = asText(value);
  return typeof text === "string" && Object.hasOwn(shape, "text") ? { text } : value;
}

function readEntries(shape: Shape, values: Record<string, unknown>): Record<string, unknown> {
  const entries = Object.entries(values).map(([name, value]) => {
    const schema = childOf(shape, name);
    return [name, schema === undefined ? value : read(schema, value)];
  });
  return Object.fromEntries(entries);
}

function childOf(shape: Shape, name: string): Schema | undefined {
  return Object.hasOwn(shape, name) ? shape[name] : undefined;
}

/** The API names the kind of an object beside it, where ours has the kind alone: `{"type": "text", "text": "Ana"}`. */
function withoutType(shape: Shape, { type, ...rest }: Record<string, unknown>): Record<string, unknown> {
  if (typeof type !== "string" || Object.hasOwn(shape, "type")) return type === undefined ? rest : { type, ...rest };
  if (Object.hasOwn(rest, type) && Object.hasOwn(shape, type)) return rest;
  const inner = rest[type];
  return isRecord(inner) && Object.keys(rest).length === 1 ? inner : { type, ...rest };
}

/** The one that takes the value; of those that are told apart by a key, the one whose key fits. */
function readUnion(schema: z.core.$ZodUnion, value: unknown): unknown {
  const { options } = schema._zod.def;
  const readings = options.map((option) => ({ option, reading: read(option, value) }));
  const taken = readings.find(({ option, reading }) => takes(option, reading));
  const meant = taken ?? readings.find(({ option, reading }) => isMeant(option, reading));
  return meant?.reading ?? value;
}

/** Whether the keys that tell the options of a union apart say that this one is meant. */
function isMeant(option: Schema, value: unknown): boolean {
  if (option instanceof z.core.$ZodUnion) return option._zod.def.options.some((each) => isMeant(each, value));
  if (!isRecord(value)) return false;
  const fixed = Object.entries(option._zod.propValues ?? {});
  return fixed.length > 0 && fixed.every(([name, allowed]) => [...allowed].some((each) => each === value[name]));
}
