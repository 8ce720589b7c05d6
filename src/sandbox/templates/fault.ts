import type { z } from "zod";
import { type ApiError, graph } from "../http/errors.ts";

/** What Meta says about a template that it does not take (templates.md section 9): words for a person. */

/** Subcodes of code 100 that the contract names. */
export const SUBCODES = {
  limit: 2388019,
  duplicate: 2388024,
  tooLong: 2388040,
  header: 2388047,
  body: 2388072,
  footer: 2388073,
  ratio: 2388293,
  dangling: 2388299,
} as const;

export type Subcode = keyof typeof SUBCODES;

export function templateFault(title: string, message: string, subcode?: Subcode): ApiError {
  return graph(400, 100, "Invalid parameter", {
    transient: false,
    user: { title, message },
    ...(subcode !== undefined && { subcode: SUBCODES[subcode] }),
  });
}

/** A text of 1 to `max` characters, counted in code points. */
export function checkText(where: string, text: string | undefined, max: number, subcode?: Subcode): string {
  if (text === undefined || text.trim() === "") throw templateFault("Missing text", `${where} needs a text.`, subcode);
  const length = [...text].length;
  if (length > max) {
    throw templateFault("Text too long", `${where} has ${length} characters; ${max} are allowed.`, "tooLong");
  }
  return text;
}

/** The value in its shape; the first fault becomes a template fault that names the place. */
export function readShape<T>(schema: z.ZodType<T>, value: unknown): T {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  const place = (issue?.path ?? [])
    .map((key) => (typeof key === "number" ? `[${key}]` : `.${String(key)}`))
    .join("")
    .replace(/^\./, "");
  throw templateFault("Invalid parameter", `Param ${place || "(body)"}: ${issue?.message ?? "is not valid"}`);
}
