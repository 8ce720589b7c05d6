import { z } from "zod";

/** No fault, error or log repeats a PIN or a code: `faults.ts` knows the names. */
export const pin = z.string().regex(/^\d{6}$/, "must be exactly 6 digits");

export const done = (key: string) => z.object({ [key]: z.boolean() });
