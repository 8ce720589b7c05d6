import { z } from "zod";
import { ApiError, invalidParameter, invalidValue, missingParameter } from "../../http/errors.ts";
import { codeFailure, type KnownCode } from "../../http/failures.ts";
import { dig } from "../../http/json.ts";

/** Parses as Meta judges: the first fault becomes 131008, 100 or 131009 with a text that names the parameter. */
export function checkParams<T>(schema: z.ZodType<T>, value: unknown, prefix: readonly PropertyKey[] = []): T {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  throw issue === undefined ? invalidValue("The request is not valid") : fault(issue, value, prefix);
}

function fault(issue: z.core.$ZodIssue, value: unknown, prefix: readonly PropertyKey[]): ApiError {
  const param = `Param ${pathText([...prefix, ...issue.path])}`;
  if (issue.code === "custom" && typeof issue.params?.["code"] === "number") {
    return codeError(issue.params["code"], `${param} ${issue.message}`);
  }
  if (dig(value, ...issue.path) === undefined) return missingParameter(`${param} is required`);
  if (issue.code === "invalid_type") {
    return invalidParameter(`${param} must be ${KINDS[issue.expected] ?? issue.expected}`);
  }
  return invalidValue(`${param} ${issue.message}`);
}

function codeError(code: number, details: string): ApiError {
  switch (code) {
    case 100:
      return invalidParameter(details);
    case 131008:
      return missingParameter(details);
    case 131051:
      return coded(131051, details);
    default:
      return invalidValue(details);
  }
}

export function coded(code: KnownCode, details?: string): ApiError {
  return new ApiError(codeFailure(code, details));
}

const KINDS: Partial<Record<string, string>> = {
  string: "a string",
  number: "a number",
  int: "an integer",
  boolean: "a boolean",
  object: "an object",
  array: "an array",
};

/** `interactive.action.buttons[0].reply.title` */
function pathText(path: readonly PropertyKey[]): string {
  return path
    .map((key) => (typeof key === "number" ? `[${key}]` : `.${String(key)}`))
    .join("")
    .replace(/^\./, "");
}

/** A text of so many characters, counted in code points (contract README section 3). */
export function text(max: number, min = 1) {
  return z.string().superRefine((value, context) => {
    const length = [...value].length;
    const fault =
      length > max
        ? `must be at most ${max} characters`
        : length < min
          ? `must be at least ${min} character`
          : undefined;
    if (fault !== undefined) context.addIssue({ code: "custom", message: fault });
  });
}

/** Items of a list that must differ in something. */
export function hasDuplicates(values: readonly unknown[]): boolean {
  return new Set(values).size < values.length;
}
