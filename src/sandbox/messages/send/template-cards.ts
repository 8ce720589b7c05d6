import { dig } from "../../http/json.ts";
import { partOf, type TemplateComponent } from "../../templates/shape.ts";
import type { TemplateRow } from "../../templates/store.ts";
import { coded } from "./check.ts";
import { type CardEntry, type Entry, parametersOf } from "./template-entries.ts";
import { fillPart } from "./template-part.ts";

/** Carousels and limited-time offers of a template: messages.md 8.4. */

type Entries = readonly (Entry & { cards?: CardEntry[] | undefined })[];

export function checkOffer(parts: readonly TemplateComponent[], entries: Entries, now: number): void {
  const offer = partOf(parts, "LIMITED_TIME_OFFER")?.limited_time_offer;
  const [given] = parametersOf(entries, "limited_time_offer");
  if (offer === undefined) {
    if (given !== undefined) throw coded(132012, "limited_time_offer: the template has none");
    return;
  }
  const expiry = dig(given, "limited_time_offer", "expiration_time_ms");
  if (expiry === undefined) {
    if (offer.has_expiration === true) throw coded(131008, "limited_time_offer: expiration_time_ms is required");
    return;
  }
  if (typeof expiry !== "number" || !Number.isInteger(expiry) || expiry <= now) {
    throw coded(131009, "limited_time_offer: expiration_time_ms must be a whole number of milliseconds in the future");
  }
}

/** A media carousel is sent with its approved cards; one of products with 2 to 10, whatever was approved. */
export function checkCards(template: TemplateRow, entries: Entries): void {
  const approved = partOf(template.components, "CAROUSEL")?.cards ?? [];
  const given = partOf(entries, "carousel")?.cards ?? [];
  const [first] = approved;
  if (first === undefined) {
    if (given.length > 0) throw coded(132012, "carousel: the template has none");
    return;
  }
  const isProduct = partOf(first.components, "HEADER")?.format === "PRODUCT";
  const fits = isProduct ? given.length >= 2 && given.length <= 10 : given.length === approved.length;
  if (!fits) {
    const wanted = isProduct ? "2 to 10" : String(approved.length);
    throw coded(132000, `carousel: number of cards (${given.length}) does not match the expected number (${wanted})`);
  }
  const indexes = given.map((card, place) => card.card_index ?? place);
  if ([...indexes].sort((one, other) => one - other).some((index, place) => index !== place)) {
    throw coded(131009, "carousel: card_index must number the cards from 0, each once");
  }
  for (const [place, card] of given.entries()) {
    const index = indexes[place] ?? place;
    const model = isProduct ? first : (approved[index] ?? first);
    fillPart(template, model.components, card.components, `carousel card ${index}: `);
  }
}
