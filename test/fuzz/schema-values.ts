import fc from "fast-check";

/** A JSON Schema as tools advertise it. */
export type Schema = Record<string, unknown>;

/** Text as models, people and attackers write it. */
const words = fc.constantFrom(
  "",
  " ",
  "hello",
  "Olá, tudo bem? 👋",
  "\u0000",
  "\u202egnp.exe",
  "a\u200bb",
  "\ud83d",
  "{{1}}",
  "../../etc/passwd",
  "%2e%2e%2f",
  "<script>alert(1)</script>",
  "'; DROP TABLE contacts; --",
  "__proto__",
  "https://example.com/shelf.jpg",
  "http://127.0.0.1:1/x",
  "2026-11-22",
  "2026-11-22T12:00:00Z",
  "en_US",
  "aGVsbG8=",
  "480215",
  "wamid.HBgN",
);

interface Known {
  /** Values that exist, by the name of the parameter. */
  [parameter: string]: readonly string[];
}

/** Values that a schema describes: for the most part such as it takes, now and then something else. */
export function valuesOf(schema: Schema, known: Known, name = ""): fc.Arbitrary<unknown> {
  return fc.oneof({ weight: 24, arbitrary: fittingValues(schema, known, name) }, { weight: 1, arbitrary: anything });
}

/** Good calls with a part or two put differently. */
export function near(calls: readonly Schema[], schema: Schema, known: Known): fc.Arbitrary<Schema> {
  const parts = Object.entries(asSchema(schema["properties"]));
  if (parts.length === 0) return fc.constantFrom(...calls);
  const change = fc
    .constantFrom(...parts)
    .chain(([key, part]) => fc.option(valuesOf(asSchema(part), known, key)).map((value) => ({ key, value })));
  return fc.tuple(fc.constantFrom(...calls), fc.array(change, { maxLength: 2 })).map(([call, changes]) => {
    const entries = new Map(Object.entries(call));
    for (const { key, value } of changes) {
      if (value === null) entries.delete(key);
      else entries.set(key, value);
    }
    return Object.fromEntries(entries);
  });
}

/** What no schema asks for. */
const anything: fc.Arbitrary<unknown> = fc.oneof(
  fc.constantFrom<unknown>(null, true, -1, 0, 1.5, 2 ** 53, "", "x".repeat(5_000), [], {}, [[]], [null]),
  fc.jsonValue({ maxDepth: 4 }),
  words,
);

function fittingValues(schema: Schema, known: Known, name: string): fc.Arbitrary<unknown> {
  const choices = listOf(schema["anyOf"] ?? schema["oneOf"]);
  if (choices.length > 0) return fc.oneof(...choices.map((each) => valuesOf(each, known, name)));
  if (Array.isArray(schema["enum"])) return fc.constantFrom<unknown>(...schema["enum"]);
  if ("const" in schema) return fc.constant(schema["const"]);
  switch (schema["type"]) {
    case "string":
      return strings(schema, known[name] ?? []);
    case "integer":
    case "number":
      return numbers(schema);
    case "boolean":
      return fc.boolean();
    case "array": {
      const { items, minItems, maxItems } = schema;
      const minLength = count(minItems, 0);
      const maxLength = Math.max(minLength, Math.min(count(maxItems, 4), 12));
      return fc.array(valuesOf(asSchema(items), known, name), { minLength, maxLength });
    }
    case "object":
      return objects(schema, known);
    default:
      return fc.jsonValue({ maxDepth: 2 });
  }
}

function strings(schema: Schema, exist: readonly string[]): fc.Arbitrary<string> {
  const minLength = count(schema["minLength"], 0);
  const maxLength = Math.max(minLength, Math.min(count(schema["maxLength"], 40), 5_000));
  const free = fc.oneof(words, fc.string({ minLength, maxLength: Math.min(maxLength, minLength + 60) }));
  const longest = fc.constant("x".repeat(maxLength));
  const digits = fc.integer({ min: 1_000_000, max: 999_999_999_999_999 }).map(String);
  const open = fc.oneof(
    { weight: 6, arbitrary: free },
    { weight: 1, arbitrary: longest },
    { weight: 3, arbitrary: digits },
  );
  if (exist.length === 0) return open;
  return fc.oneof({ weight: 4, arbitrary: fc.constantFrom(...exist) }, { weight: 1, arbitrary: open });
}

function numbers(schema: Schema): fc.Arbitrary<number> {
  const min = Math.max(count(schema["minimum"], -10), -(2 ** 31));
  const max = Math.min(count(schema["maximum"], min + 1_000), 2 ** 31);
  const whole = fc.integer({ min, max: Math.max(min, max) });
  return schema["type"] === "integer" ? whole : fc.oneof(whole, fc.constant(min + 0.5));
}

/** Needed parts always, the others half of the time; now and then one too many, or one too few. */
function objects(schema: Schema, known: Known): fc.Arbitrary<unknown> {
  const properties = Object.entries(asSchema(schema["properties"]));
  const required = new Set(Array.isArray(schema["required"]) ? schema["required"] : []);
  if (properties.length === 0)
    return fc.dictionary(fc.string({ maxLength: 8 }), fc.jsonValue({ maxDepth: 2 }), { maxKeys: 3 });
  const shape = Object.fromEntries(properties.map(([key, value]) => [key, valuesOf(asSchema(value), known, key)]));
  const needed = properties.map(([key]) => key).filter((key) => required.has(key));
  const whole = fc.record(shape, { requiredKeys: needed });
  const changed = fc.tuple(whole, fc.nat(), words, anything).map(([value, which, key, more]) => {
    const entries = Object.entries(value);
    const less = entries.filter((_, at) => at !== which % Math.max(entries.length, 1));
    return Object.fromEntries(which % 2 === 0 ? less : [...entries, [key, more]]);
  });
  return fc.oneof({ weight: 15, arbitrary: whole }, { weight: 1, arbitrary: changed });
}

function listOf(value: unknown): Schema[] {
  return Array.isArray(value) ? value.map(asSchema) : [];
}

function asSchema(value: unknown): Schema {
  return typeof value === "object" && value !== null ? (value as Schema) : {};
}

function count(value: unknown, otherwise: number): number {
  return typeof value === "number" && Number.isFinite(value) ? value : otherwise;
}
