import { z } from "zod";
import { partOf } from "../../templates/shape.ts";

/** What a send brings for the parts of a template. */

const parameter = z.looseObject({ type: z.string() });

export const entry = z.looseObject({
  type: z.string().transform((value) => value.toLowerCase()),
  sub_type: z.string().optional(),
  index: z.union([z.string(), z.number()]).optional(),
  parameters: z.array(parameter).optional(),
});

export const card = z.looseObject({ card_index: z.number().optional(), components: z.array(entry) });

export type Entry = z.infer<typeof entry>;
export type CardEntry = z.infer<typeof card>;
export type Parameter = z.infer<typeof parameter>;

export function parametersOf(entries: readonly Entry[], type: string): readonly Parameter[] {
  return partOf(entries, type)?.parameters ?? [];
}
