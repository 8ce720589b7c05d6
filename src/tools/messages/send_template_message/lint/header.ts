import type { TemplateComponent } from "../../../../kapso/template-types.ts";
import type { Fault } from "../../../definition/faults.ts";
import { headerFormat, headerToFill } from "../../../templates/to-fill.ts";
import { orderedVariables } from "../../../templates/variables.ts";
import type { Header } from "../header.ts";
import { valueFaults } from "./values.ts";

/** The header types of a send by the format in the template; a format that is not here is judged by the API. */
const TYPES: Readonly<Partial<Record<string, Header["type"]>>> = {
  TEXT: "text",
  IMAGE: "image",
  VIDEO: "video",
  DOCUMENT: "document",
  LOCATION: "location",
  PRODUCT: "product",
};

/** A header against the template's (contract messages.md 8.1). */
export function headerFaults(
  given: Header | undefined,
  header: TemplateComponent | undefined,
  format: string | null | undefined,
  at: Fault["path"],
): Fault[] {
  const path = [...at, "header"];
  if (header === undefined) {
    return given === undefined ? [] : [{ path, message: `must be left out: the template has none${got(given)}` }];
  }
  const type = TYPES[headerFormat(header)];
  if (type === undefined) return [];
  const text = header.text ?? "";
  if (type === "text" && orderedVariables(text).length === 0) {
    return given === undefined
      ? []
      : [{ path, message: `must be left out: the template's header is a fixed text${got(given)}` }];
  }
  if (given === undefined) {
    return [{ path, message: `is needed: ${JSON.stringify(headerToFill(header))} (missing)` }];
  }
  if (given.type !== type) {
    return [{ path: [...path, "type"], message: `must be ${type}, as the template's header is${got(given)}` }];
  }
  return given.type === "text" ? valueFaults([{ path, name: given.parameter_name }], { text, format }, path) : [];
}

const got = ({ type }: Header) => ` (given ${type})`;
