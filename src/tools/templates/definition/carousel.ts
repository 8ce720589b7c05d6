import type { Fault } from "../../definition/faults.ts";
import { buttonListFaults } from "./button-rules.ts";
import { type ParameterFormat, type Part, type Parts, partsOf, repeatedFaults } from "./parts.ts";
import { textFaults } from "./texts.ts";

const CARD_BODY_MAX = 160;
const PRODUCT_CARDS = 2;
const MEDIA = { headers: ["IMAGE", "VIDEO"], buttons: ["QUICK_REPLY", "URL", "PHONE_NUMBER"], max: 2 };
const PRODUCT = { headers: ["PRODUCT"], buttons: ["SPM", "URL"], max: 1 };

/** Cards of a carousel, by themselves and against each other (contract templates.md section 4). */
export function carouselFaults({ value: { cards }, at }: Part<"CAROUSEL">, format?: ParameterFormat): Fault[] {
  const placed = cards.map(({ components }, i) => {
    const path = [...at, "cards", i, "components"];
    return { path, components, parts: partsOf(components, path) };
  });
  const isProduct = placed.some(({ parts }) => parts.header?.value.format === "PRODUCT");
  const faults = placed.flatMap(({ path, components, parts }) => [
    ...repeatedFaults(components, path),
    ...textFaults(parts, format),
    ...cardFaults(parts, path, isProduct),
  ]);
  if (isProduct && cards.length !== PRODUCT_CARDS) {
    const message = `a product carousel is defined with ${PRODUCT_CARDS} cards (given ${cards.length}); sends may have 10`;
    faults.push({ path: [...at, "cards"], message });
  }
  const [first, ...rest] = placed.map(({ parts }) => structure(parts));
  const unlike = rest.flatMap((each, i) =>
    each === first
      ? []
      : [{ path: [...at, "cards", i + 1], message: `must be built as the first: ${first} (given ${each})` }],
  );
  return [...faults, ...unlike];
}

function cardFaults(parts: Parts, path: Fault["path"], isProduct: boolean): Fault[] {
  const { header, body, buttons } = parts;
  const allowed = isProduct ? PRODUCT : MEDIA;
  const types = buttons?.value.buttons.map(({ type }) => type) ?? [];
  const faults: Fault[] = [];
  if (!header || !allowed.headers.includes(header.value.format)) {
    const message = `a card needs a header of ${allowed.headers.join(" or ")} (given ${header?.value.format ?? "none"})`;
    faults.push({ path: header ? [...header.at, "format"] : path, message });
  }
  const length = [...(body?.value.text ?? "")].length;
  if (body && isProduct) faults.push({ path: body.at, message: "a product card takes no body" });
  if (body && length === 0) faults.push({ path: [...body.at, "text"], message: "is needed on a card" });
  if (body && length > CARD_BODY_MAX) {
    const message = `must have at most ${CARD_BODY_MAX} characters on a card (given ${length} characters)`;
    faults.push({ path: [...body.at, "text"], message });
  }
  if (types.length === 0 || types.length > allowed.max || types.some((type) => !allowed.buttons.includes(type))) {
    const message = `a card has 1 to ${allowed.max} of ${allowed.buttons.join(", ")} (given ${types.join(", ") || "none"})`;
    faults.push({ path: buttons ? [...buttons.at, "buttons"] : path, message });
  }
  if (types.filter((type) => type === "QUICK_REPLY").length > 1) {
    faults.push({ path: [...(buttons?.at ?? path), "buttons"], message: "a card has at most 1 QUICK_REPLY (given 2)" });
  }
  return [...faults, ...(buttons ? buttonListFaults(buttons.value.buttons, [...buttons.at, "buttons"]) : [])];
}

function structure({ header, body, buttons }: Parts): string {
  const types = buttons?.value.buttons.map(({ type }) => type) ?? [];
  return [header?.value.format ?? "no header", body ? "body" : "no body", ...types].join(", ");
}
