import type { Fault } from "../../../definition/faults.ts";
import type { Part, PartFilling } from "../part.ts";
import { buttonsFaults } from "./buttons.ts";
import { headerFaults } from "./header.ts";
import { valueFaults } from "./values.ts";

export function partFaults(
  { header, body = [], buttons = [] }: PartFilling,
  part: Part,
  format: string | null | undefined,
  at: Fault["path"],
): Fault[] {
  const path = [...at, "body"];
  const values = body.map(({ parameter_name: name }, i) => ({ path: [...path, i], name }));
  return [
    ...headerFaults(header, part.header, format, at),
    ...valueFaults(values, { text: part.body.text, format }, path),
    ...buttonsFaults(buttons, part.buttons, at),
  ];
}
