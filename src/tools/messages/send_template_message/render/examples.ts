import { z } from "zod";

const texts = z
  .union([z.string().transform((text) => [text]), z.array(z.union([z.string(), z.array(z.string())]))])
  .transform((list) => list.flat())
  .catch([]);
const namedTexts = z.array(z.object({ param_name: z.string(), example: z.string() })).catch([]);

const textExample = z.object({
  header_text: texts,
  header_text_named_params: namedTexts,
  body_text: texts,
  body_text_named_params: namedTexts,
});

/** A header's or body's example values by the names of its variables, in each shape that records show them in. */
export function textExamples(example: unknown): Map<string, string> {
  const { data } = textExample.safeParse(example);
  if (data === undefined) return new Map();
  const numbered = [...data.header_text, ...data.body_text];
  const named = [...data.header_text_named_params, ...data.body_text_named_params];
  return new Map([
    ...numbered.map((text, i) => [String(i + 1), text] as const),
    ...named.map((each) => [each.param_name, each.example] as const),
  ]);
}

/** A button's example: a text, alone or in a list. */
export function buttonExample(example: unknown): string | undefined {
  return texts.parse(example)[0];
}
