import fc from "fast-check";
import type { Schema } from "./schema-values.ts";

/** A value in the spellings in which clients and models send it: those of `docs/clients.md`. */
export function spelled(schema: Schema, value: unknown): fc.Arbitrary<unknown> {
  return fc.oneof(fc.constant(value), ...otherSpellings(optionFor(schema, value), value));
}

/** Arguments of a tool; what is optional and was not given may come as nothing. */
export function spelledArguments(schema: Schema, args: Schema): fc.Arbitrary<Schema> {
  const properties = objects(schema["properties"]);
  const required = Array.isArray(schema["required"]) ? schema["required"] : [];
  const given = Object.entries(args).map(([name, value]) => [name, spelled(properties[name] ?? {}, value)] as const);
  const absent = Object.entries(properties)
    .filter(([name]) => !(name in args) && !required.includes(name))
    .map(([name, each]) => [name, fc.constantFrom(undefined, null, ...(isText(each) ? [] : [""]))] as const);
  return fc
    .record(Object.fromEntries<fc.Arbitrary<unknown>>([...given, ...absent]))
    .map((all) => Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined)));
}

function otherSpellings(schema: Schema, value: unknown): fc.Arbitrary<unknown>[] {
  if (Array.isArray(value)) return ofArray(schema, value);
  if (typeof value === "object" && value !== null) return ofObject(schema, value);
  if (typeof value === "number") return [fc.constant(String(value)), fc.constant(` ${value} `)];
  if (typeof value === "boolean") return [fc.constant(String(value)), fc.constant(value ? "True" : "FALSE")];
  return typeof value === "string" ? ofText(schema, value) : [];
}

function ofText(schema: Schema, text: string): fc.Arbitrary<unknown>[] {
  const allowed = [schema["const"], schema["enum"]].flat().filter((each) => each !== undefined);
  if (allowed.length > 0) {
    return [text.toUpperCase(), text.toLowerCase(), text.replaceAll("_", "-"), text.replaceAll("_", " ")].map((each) =>
      fc.constant(each),
    );
  }
  const isPlainNumber = schema["type"] === "string" && /^[1-9]\d*$/.test(text) && Number.isSafeInteger(Number(text));
  return isPlainNumber ? [fc.constant(Number(text))] : [];
}

function ofArray(schema: Schema, items: readonly unknown[]): fc.Arbitrary<unknown>[] {
  if (schema["type"] !== "array") return [];
  const each = items.map((item) => spelled(object(schema["items"]), item));
  const array = fc.tuple(...each);
  const [one, ...more] = each;
  const alone = one !== undefined && more.length === 0 && !Array.isArray(items[0]) ? [one] : [];
  return [array, array.map((value) => JSON.stringify(value)), ...alone];
}

function ofObject(schema: Schema, value: object): fc.Arbitrary<unknown>[] {
  if (schema["type"] !== "object") return [];
  const properties = objects(schema["properties"]);
  const entries = Object.entries(value).map(
    ([name, each]) =>
      [name, properties[name] === undefined ? fc.constant(each) : spelled(properties[name], each)] as const,
  );
  const record = fc.record(Object.fromEntries<fc.Arbitrary<unknown>>(entries));
  return [record, record.map((each) => JSON.stringify(each))];
}

/** Of a union the option whose fixed values are those of the value. */
function optionFor(schema: Schema, value: unknown): Schema {
  const options = [schema["anyOf"], schema["oneOf"]]
    .flat()
    .filter((each) => each !== undefined)
    .map(object);
  if (options.length === 0) return schema;
  return options.map((option) => optionFor(option, value)).find((option) => fixedFit(option, value)) ?? {};
}

function fixedFit(option: Schema, value: unknown): boolean {
  const given = object(value);
  const fixed = Object.entries(objects(option["properties"])).flatMap(([name, { const: only, enum: some }]) => {
    const allowed = [only, some].flat().filter((each) => each !== undefined);
    return allowed.length > 0 && name in given ? [allowed.some((each) => each === given[name])] : [];
  });
  return fixed.length > 0 && fixed.every(Boolean);
}

/** Words: an empty text may be meant as one. */
const isText = (schema: Schema) => schema["minLength"] !== undefined || schema["maxLength"] !== undefined;

const object = (value: unknown): Schema => (typeof value === "object" && value !== null ? { ...value } : {});
const objects = (value: unknown): Record<string, Schema> =>
  Object.fromEntries(Object.entries(object(value)).map(([key, each]) => [key, object(each)]));
