import type { z } from "zod";
import { type ApiError, graph, titled } from "../http/errors.ts";

/** What Graph says about the parameters of a number's own endpoints: code 100, with words for a person. */

export function refuseParam(details: string): ApiError {
  const user = { title: "Invalid parameter", message: details };
  return graph(400, 100, titled(100, "Invalid parameter"), { details, user });
}

/** The value in its shape; the first fault is named by its place. */
export function readParams<T>(schema: z.ZodType<T>, value: unknown): T {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  const place = (issue?.path ?? [])
    .map((key) => (typeof key === "number" ? `[${key}]` : `.${String(key)}`))
    .join("")
    .replace(/^\./, "");
  throw refuseParam(`Param ${place || "(body)"}: ${issue?.message ?? "is not valid"}`);
}
