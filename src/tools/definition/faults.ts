import { z } from "zod";
import { didYouMean } from "./spelling/names.ts";
import { readSpelling } from "./spelling/read.ts";
import { quoted } from "./untrusted.ts";

/** Where input is wrong: the field, and a message that says what was given and what is allowed. */
export interface Fault {
  path: readonly PropertyKey[];
  message: string;
}

type Issue = z.core.$ZodIssue;
type Args = Record<string, unknown>;

/** Arguments as the schema takes them, with the form in which it does; `joined` are names that were taken out before. */
export function readArguments<I extends z.ZodObject>(
  input: I,
  given: Args,
  joined: readonly string[],
): { data: z.output<I>; args: Args } | { faults: Fault[] } {
  const asGiven = z.safeParse(input, given);
  if (asGiven.success) return { data: asGiven.data, args: given };
  const args = readSpelling(input, given);
  const parsed = z.safeParse(input, args);
  if (parsed.success) return { data: parsed.data, args };
  return { faults: readFaults(parsed.error.issues, args, [...Object.keys(input.shape), ...joined]) };
}

/** More are not listed: nobody reads them. */
const MOST = 20;

/** zod's issues in our words, one for a place. `known` are the argument names that the tool takes. */
function readFaults(issues: readonly Issue[], input: unknown, known: readonly string[]): Fault[] {
  const faults = issues.flatMap((issue) => {
    if (issue.code === "unrecognized_keys") return unknownKeys(issue, known);
    return [
      {
        path: issue.path,
        message: `${allowed(issue)}${isSecret(issue.path) ? "" : given(valueAt(input, issue.path))}`,
      },
    ];
  });
  const places = new Set<string>();
  const first = faults.filter(({ path }) => {
    const place = JSON.stringify(path);
    return !places.has(place) && places.add(place);
  });
  const rest = first.length - MOST;
  return rest > 0 ? [...first.slice(0, MOST), { path: [], message: `and ${rest} more` }] : first;
}

/** `contacts[0].name: must be ...`, the form in which every fault reaches the model. */
export function faultText({ path, message }: Fault): string {
  const where = path.reduce<string>(
    (text, key) => (typeof key === "number" ? `${text}[${key}]` : text === "" ? named(key) : `${text}.${named(key)}`),
    "",
  );
  return where === "" ? message : `${where}: ${message}`;
}

const LONGEST_NAME = 64;

/** A key as it is where it looks like a name; the rest are the caller's own, and stand in quotes. */
function named(key: PropertyKey): string {
  const name = String(key);
  if (name.length > LONGEST_NAME) return quoted(`${name.slice(0, LONGEST_NAME)}...`);
  return /^[\w.[\]-]+$/.test(name) ? name : quoted(name);
}

function unknownKeys(issue: Extract<Issue, { code: "unrecognized_keys" }>, known: readonly string[]): Fault[] {
  return issue.keys.map((key, i) => ({
    path: [...issue.path, key],
    message: issue.path.length === 0 ? unknownArgument(key, known, i) : "unknown key",
  }));
}

/** All arguments are named once, with the first that is unknown. */
function unknownArgument(key: string, known: readonly string[], place: number): string {
  const meant = key.length <= LONGEST_NAME && place < MOST ? didYouMean(key, known) : undefined;
  return [
    "unknown argument.",
    ...(meant === undefined ? [] : [`Did you mean ${meant}?`]),
    ...(place === 0 ? [`Valid arguments: ${known.join(", ")}`] : []),
  ].join(" ");
}
function allowed(issue: Issue): string {
  switch (issue.code) {
    case "invalid_type":
      return `must be ${article(issue.expected)}`;
    case "invalid_value":
      return `must be ${issue.values.length > 1 ? "one of " : ""}${issue.values.map(String).join(", ")}`;
    case "too_small":
      return `must ${bound(issue.origin, "at least", issue.minimum)}`;
    case "too_big":
      return `must ${bound(issue.origin, "at most", issue.maximum)}`;
    default:
      return issue.message;
  }
}

function bound(origin: string, word: string, limit: number | bigint): string {
  if (origin === "string") return `have ${word} ${limit} characters`;
  if (origin === "array" || origin === "set") return `have ${word} ${limit} items`;
  return `be ${word} ${limit}`;
}

function article(expected: string): string {
  const word = expected === "int" ? "integer" : expected;
  return `${/^[aeio]/.test(word) ? "an" : "a"} ${word}`;
}

/** Arguments whose value no error repeats. */
const SECRET: readonly PropertyKey[] = ["pin", "verification_code", "client_encryption_key"];

function isSecret(path: readonly PropertyKey[]): boolean {
  return path.some((key) => SECRET.includes(key));
}

/** Numbers in JSON are exact up to 2^53 in most programs. */
const LOST_DIGITS = " (given a number so large that its last digits are lost: give it as a string)";

/** What was given, short enough for an error. A long text is shown by its length. */
function given(value: unknown): string {
  if (value === undefined) return " (missing)";
  if (typeof value === "string") {
    const length = [...value].length;
    return length > 60 ? ` (given ${length} characters)` : ` (given ${quoted(value)})`;
  }
  if (Array.isArray(value)) return ` (given ${value.length} items)`;
  if (typeof value === "object" && value !== null) return " (given an object)";
  if (Number.isInteger(value) && !Number.isSafeInteger(value)) return LOST_DIGITS;
  return ` (given ${String(value)})`;
}

function valueAt(input: unknown, path: readonly PropertyKey[]): unknown {
  let value = input;
  for (const key of path) {
    if (typeof value !== "object" || value === null) return undefined;
    value = Reflect.get(value, key);
  }
  return value;
}
