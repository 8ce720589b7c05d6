import type { Fault } from "../../definition/faults.ts";
import { variablesOf } from "../variables.ts";
import type { ParameterFormat, Part, Parts } from "./parts.ts";
import { edgeFaults, exampleFaults, variableFaults } from "./text.ts";

/** Faults of header, body and footer texts with their examples; of a card's too. */
export function textFaults(parts: Parts, format: ParameterFormat | undefined): Fault[] {
  return [
    ...(parts.header ? headerFaults(parts.header, format) : []),
    ...(parts.body ? bodyFaults(parts.body, format) : []),
    ...(parts.footer ? footerFaults(parts.footer) : []),
  ];
}

const HEADER_KEYS = { positional: "header_text", named: "header_text_named_params" };
const BODY_KEYS = { positional: "body_text", named: "body_text_named_params" };

function headerFaults({ value, at }: Part<"HEADER">, format: ParameterFormat | undefined): Fault[] {
  if (value.format !== "TEXT") return [];
  const { text, example } = value;
  const count = variablesOf(text).length;
  if (count > 1) return [{ path: [...at, "text"], message: `must have at most 1 variable (given ${count})` }];
  const examples = { positional: example?.header_text, named: example?.header_text_named_params, keys: HEADER_KEYS };
  return texted(text, format, examples, at);
}

function bodyFaults({ value, at }: Part<"BODY">, format: ParameterFormat | undefined): Fault[] {
  const { text, example } = value;
  if (text === undefined) {
    return example === undefined ? [] : [{ path: [...at, "example"], message: "must be absent: there is no text" }];
  }
  const examples = { positional: example?.body_text?.[0], named: example?.body_text_named_params, keys: BODY_KEYS };
  return [...texted(text, format, examples, at), ...edgeFaults(text, at)];
}

/** Examples are only judged where the variables themselves are right. */
function texted(
  text: string,
  format: ParameterFormat | undefined,
  examples: Parameters<typeof exampleFaults>[1],
  at: Fault["path"],
): Fault[] {
  const faults = variableFaults(text, format, at);
  return faults.length > 0 ? faults : exampleFaults(text, examples, at);
}

function footerFaults({ value: { text = "" }, at }: Part<"FOOTER">): Fault[] {
  return /\{\{|\}\}/.test(text) ? [{ path: [...at, "text"], message: "takes no variables" }] : [];
}
