import { checkButtons } from "./buttons.ts";
import { templateFault } from "./fault.ts";
import { type PlainComponent, partOf, type Setting, type TemplateComponent } from "./shape.ts";
import { checkBody, checkHeader } from "./texts.ts";

/** Carousels of media or of products: templates.md section 4. */

const refuse = (message: string) => templateFault("Invalid carousel", message);

export function checkCarousel(components: readonly TemplateComponent[], setting: Setting): void {
  const carousel = partOf(components, "CAROUSEL");
  if (carousel === undefined) return;
  if (setting.category !== "MARKETING") throw refuse("A carousel needs the category MARKETING.");
  const other = components.find(({ type }) => type !== "BODY" && type !== "CAROUSEL");
  if (other !== undefined) throw refuse(`A carousel template takes no ${other.type} beside its cards.`);
  const cards = carousel.cards ?? [];
  if (cards.length < 2 || cards.length > 10) throw refuse(`${cards.length} cards given; 2 to 10 are allowed.`);
  for (const [index, { components: parts }] of cards.entries()) checkCard(parts, setting, `cards[${index}]`);
  if (new Set(cards.map((card) => structureOf(card.components))).size > 1) {
    throw refuse("All cards must have the same parts: headers of one format, a body on all or none, equal buttons.");
  }
}

function checkCard(parts: readonly PlainComponent[], setting: Setting, where: string): void {
  const header = partOf(parts, "HEADER");
  const body = partOf(parts, "BODY");
  const buttons = partOf(parts, "BUTTONS")?.buttons ?? [];
  const types = buttons.map(({ type }) => type);
  if (header === undefined) throw refuse(`${where} needs a header.`);
  checkHeader(header, setting, `${where}: the header`);
  if (body !== undefined) checkBody(body, setting, 160, `${where}: the body`);
  if (header.format === "PRODUCT") {
    if (types.length !== 1 || !["SPM", "URL"].includes(types[0] ?? "")) {
      throw refuse(`${where} needs one button, SPM or URL.`);
    }
  } else {
    if (header.format !== "IMAGE" && header.format !== "VIDEO")
      throw refuse(`${where} needs an IMAGE or VIDEO header.`);
    const taken = ["QUICK_REPLY", "URL", "PHONE_NUMBER"];
    if (types.some((type) => !taken.includes(type))) throw refuse(`${where} takes ${taken.join(", ")} buttons.`);
    if (types.filter((type) => type === "QUICK_REPLY").length > 1) throw refuse(`${where} takes one quick reply.`);
  }
  checkButtons(buttons, 2, `${where}.buttons`);
}

function structureOf(parts: readonly PlainComponent[]): string {
  const buttons = partOf(parts, "BUTTONS")?.buttons ?? [];
  const body = partOf(parts, "BODY") === undefined ? "" : "body";
  return [partOf(parts, "HEADER")?.format, body, ...buttons.map(({ type }) => type)].join();
}
