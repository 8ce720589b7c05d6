import { z } from "zod";
import type { Fault } from "../../definition/faults.ts";
import { bodyComponent, bodyParameters, cardTextFaults } from "./body.ts";
import { buttonComponent, buttonFaults, templateButtons } from "./buttons.ts";
import { cardHeader, headerComponent } from "./header.ts";

/** A card of a carousel template (contract messages.md 8.4); its index is its place. */
const card = z
  .strictObject({
    header: cardHeader,
    body: bodyParameters.optional(),
    buttons: templateButtons.max(2).optional(),
  })
  .meta({
    description: "{header (image, video or product), body, buttons (url, quick_reply)}.",
    shallow: true,
  });
export const templateCards = z.array(card).min(2).max(10);
export type Card = z.output<typeof card>;

const CARD_BUTTONS: readonly string[] = ["url", "quick_reply"];
const MAX_INDEX = 1;

export function cardFaults(cards: readonly Card[], at: Fault["path"]): Fault[] {
  return [
    ...cards.flatMap(({ body = [], buttons = [] }, i) => [
      ...cardTextFaults(body, [...at, i, "body"]),
      ...buttonFaults(buttons, [...at, i, "buttons"]),
      ...buttons.flatMap(({ index, sub_type }, j) => onCardFaults(index, sub_type, [...at, i, "buttons", j])),
    ]),
    ...alike(cards, "header", at, ({ header }) => header.type),
    ...alike(cards, "body", at, ({ body = [] }) => `${body.length} values`),
    ...alike(cards, "buttons", at, ({ buttons = [] }) => shape(buttons)),
  ];
}

function onCardFaults(index: number, subType: string, at: Fault["path"]): Fault[] {
  const faults: Fault[] = [];
  if (!CARD_BUTTONS.includes(subType)) {
    faults.push({
      path: [...at, "sub_type"],
      message: `a card takes ${CARD_BUTTONS.join(" and ")} (given ${subType})`,
    });
  }
  if (index > MAX_INDEX) faults.push({ path: [...at, "index"], message: `must be 0 or 1 on a card (given ${index})` });
  return faults;
}

function shape(buttons: readonly { index: number; sub_type: string }[]): string {
  const parts = buttons.map(({ index, sub_type }) => `${index} ${sub_type}`).sort();
  return parts.length === 0 ? "no buttons" : parts.join(", ");
}

/** All cards of a template have one structure, so all need the same filling. */
function alike(cards: readonly Card[], field: string, at: Fault["path"], read: (card: Card) => string): Fault[] {
  const [first, ...rest] = cards.map(read);
  return rest.flatMap((value, i) =>
    value === first
      ? []
      : [{ path: [...at, i + 1, field], message: `must be as on the first card: ${first} (given ${value})` }],
  );
}

export function carouselComponent(cards: readonly Card[]): object {
  return {
    type: "carousel",
    cards: cards.map(({ header, body, buttons = [] }, card_index) => ({
      card_index,
      components: [
        headerComponent(header),
        ...(body === undefined ? [] : [bodyComponent(body)]),
        ...buttons.map(buttonComponent),
      ],
    })),
  };
}
