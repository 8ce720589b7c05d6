import { z } from "zod";
import type { Fault } from "../../definition/faults.ts";
import { chars } from "../../definition/schemas.ts";
import { present } from "../../records/present.ts";
import { parameterName, value } from "./values.ts";

const TEXT_MAX = 1024;
const KINDS = ["text", "currency", "date_time", "group_id"] as const;

/** A variable's value (contract messages.md 8.2): one of four kinds, with its name in a NAMED template. */
const bodyParameter = z
  .strictObject({
    text: value(TEXT_MAX).optional(),
    currency: z
      .strictObject({
        fallback_value: value(TEXT_MAX),
        code: z.string().regex(/^[A-Z]{3}$/, "must be an ISO 4217 code such as BRL"),
        amount_1000: z.int(),
      })
      .optional(),
    date_time: z.strictObject({ fallback_value: value(TEXT_MAX) }).optional(),
    group_id: chars(1, 256).optional(),
    parameter_name: parameterName.optional(),
  })
  .refine((each) => KINDS.filter((kind) => each[kind] !== undefined).length === 1, {
    message: `give exactly one of ${KINDS.join(", ")}`,
  })
  .meta({
    description:
      "{text, parameter_name (NAMED templates)}, or in place of text currency {fallback_value, code, amount_1000}, " +
      "date_time {fallback_value} or group_id.",
    shallow: true,
  });
export const bodyParameters = z.array(bodyParameter).min(1);
export type BodyParameter = z.output<typeof bodyParameter>;

export function bodyComponent(parameters: readonly BodyParameter[]): object {
  return { type: "body", parameters: parameters.map(wireParameter) };
}

function wireParameter(parameter: BodyParameter): object {
  const type = KINDS.find((kind) => parameter[kind] !== undefined) ?? "text";
  return { type, [type]: parameter[type], ...present({ parameter_name: parameter.parameter_name }) };
}

const CARD_TEXT_MAX = 160;

/** A value alone that is longer than a card's whole text can be. */
export function cardTextFaults(parameters: readonly BodyParameter[], at: Fault["path"]): Fault[] {
  return parameters.flatMap(({ text = "" }, i) => {
    const length = [...text].length;
    const message = `must have at most ${CARD_TEXT_MAX} characters on a card (given ${length} characters)`;
    return length > CARD_TEXT_MAX ? [{ path: [...at, i, "text"], message }] : [];
  });
}
