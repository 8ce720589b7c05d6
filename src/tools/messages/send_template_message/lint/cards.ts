import type { TemplateComponent } from "../../../../kapso/template-types.ts";
import type { Fault } from "../../../definition/faults.ts";
import { headerFormat } from "../../../templates/to-fill.ts";
import type { Card } from "../cards.ts";
import { partOf } from "../part.ts";
import { partFaults } from "./part.ts";

/** Cards against the template's (contract messages.md 8.4). */
export function cardsFaults(
  given: readonly Card[] | undefined,
  carousel: TemplateComponent | undefined,
  format: string | null | undefined,
): Fault[] {
  const path = ["cards"];
  if (carousel === undefined) {
    const message = `must be left out: the template is not a carousel (given ${given?.length})`;
    return given === undefined ? [] : [{ path, message }];
  }
  const models = (carousel.cards ?? []).map(({ components }) => partOf(components ?? []));
  const [first] = models;
  if (first === undefined) return [];
  const isOfProducts = headerFormat(first.header) === "PRODUCT";
  if (given === undefined || (!isOfProducts && given.length !== models.length)) {
    const wanted = isOfProducts ? "2 to 10" : models.length;
    return [{ path, message: `must be ${wanted} cards, as the template has (${counted(given)})` }];
  }
  return given.flatMap((card, i) => partFaults(card, models[i] ?? first, format, ["cards", i]));
}

const counted = (cards: readonly Card[] | undefined) => (cards === undefined ? "missing" : `given ${cards.length}`);
