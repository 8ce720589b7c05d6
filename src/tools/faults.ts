import type { z } from "zod";
import { quoted } from "./untrusted.ts";

/** Where input is wrong: the field, and a message that says what was given and what is allowed. */
export interface Fault {
  path: readonly PropertyKey[];
  message: string;
}

type Issue = z.core.$ZodIssue;

/** zod's issues in our words. `known` are the argument names that the tool takes, for the unknown ones. */
export function readFaults(issues: readonly Issue[], input: unknown, known: readonly string[]): Fault[] {
  return issues.flatMap((issue) => {
    if (issue.code === "unrecognized_keys") return unknownKeys(issue, known);
    return [
      {
        path: issue.path,
        message: `${allowed(issue)}${isSecret(issue.path) ? "" : given(valueAt(input, issue.path))}`,
      },
    ];
  });
}

/** `contacts[0].name: must be ...`, the form in which every fault reaches the model. */
export function faultText({ path, message }: Fault): string {
  const where = path.reduce<string>(
    (text, key) => (typeof key === "number" ? `${text}[${key}]` : text === "" ? named(key) : `${text}.${named(key)}`),
    "",
  );
  return where === "" ? message : `${where}: ${message}`;
}

/** A key as it is where it looks like a name; the rest are the caller's own, and stand in quotes. */
function named(key: PropertyKey): string {
  const name = String(key);
  return /^[\w.[\]-]{1,64}$/.test(name) ? name : quoted(name.length > 64 ? `${name.slice(0, 64)}...` : name);
}

function unknownKeys(issue: Extract<Issue, { code: "unrecognized_keys" }>, known: readonly string[]): Fault[] {
  return issue.keys.map((key) => ({
    path: [...issue.path, key],
    message: issue.path.length === 0 ? `unknown argument. Valid arguments: ${known.join(", ")}` : "unknown key",
  }));
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

/** What was given, short enough for an error. A long text is shown by its length. */
function given(value: unknown): string {
  if (value === undefined) return " (missing)";
  if (typeof value === "string") {
    const length = [...value].length;
    return length > 60 ? ` (given ${length} characters)` : ` (given ${quoted(value)})`;
  }
  if (Array.isArray(value)) return ` (given ${value.length} items)`;
  if (typeof value === "object" && value !== null) return " (given an object)";
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
