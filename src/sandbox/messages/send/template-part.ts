import { partOf, type TemplateComponent } from "../../templates/shape.ts";
import type { TemplateRow } from "../../templates/store.ts";
import { coded } from "./check.ts";
import { checkButtonEntries } from "./template-buttons.ts";
import { type Entry, parametersOf } from "./template-entries.ts";
import { bodyValues, checkHeaderEntry, fill } from "./template-values.ts";

/** The values for one part of a template: the message itself, or a card of it. */

/** What a body may be with its values in it. */
const MOST_HYDRATED = 1024;

/** Header, buttons and body of the message itself or, with a place to name in errors, of one card. */
export function fillPart(
  template: Pick<TemplateRow, "parameterFormat">,
  parts: readonly TemplateComponent[],
  entries: readonly Entry[],
  where: string,
): string {
  checkHeaderEntry(template, partOf(parts, "HEADER"), parametersOf(entries, "header"), where);
  checkButtonEntries(partOf(parts, "BUTTONS")?.buttons ?? [], entries, where);
  const body = partOf(parts, "BODY")?.text ?? "";
  const filled = fill(body, bodyValues(template, body, parametersOf(entries, "body"), where));
  const length = [...filled].length;
  if (length > MOST_HYDRATED) {
    throw coded(132005, `${where}the body with its values has ${length} of ${MOST_HYDRATED} characters`);
  }
  return filled;
}
