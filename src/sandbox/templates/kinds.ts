import { checkButtons } from "./buttons.ts";
import { checkText, templateFault } from "./fault.ts";
import { partOf, type Setting, type TemplateButton, type TemplateComponent } from "./shape.ts";

/** Special kinds of templates: templates.md section 4. Carousels: carousel.ts. */

const refuse = (message: string) => templateFault("Invalid template", message);

export interface Anatomy {
  components: readonly TemplateComponent[];
  buttons: readonly TemplateButton[];
  setting: Setting;
}

const isMarketing = ({ setting }: Anatomy) => setting.category === "MARKETING";

function requireMarketing(anatomy: Anatomy, what: string): void {
  if (!isMarketing(anatomy)) throw refuse(`${what} needs the category MARKETING.`);
}

function requireOnlyButton({ buttons }: Anatomy, type: string): void {
  if (buttons.length > 1) throw refuse(`A ${type} button stands alone.`);
}

function checkOffer(anatomy: Anatomy): void {
  const { components, buttons } = anatomy;
  requireMarketing(anatomy, "A limited-time offer");
  const offer = partOf(components, "LIMITED_TIME_OFFER")?.limited_time_offer;
  checkText("The limited-time offer", offer?.text, 16);
  if (partOf(components, "FOOTER") !== undefined) throw refuse("A limited-time offer takes no footer.");
  const format = partOf(components, "HEADER")?.format;
  if (format !== undefined && format !== "IMAGE" && format !== "VIDEO") {
    throw refuse("A limited-time offer takes an IMAGE or VIDEO header.");
  }
  if (buttons.map(({ type }) => type).join() !== "COPY_CODE,URL") {
    throw refuse("A limited-time offer needs two buttons: COPY_CODE first, URL second.");
  }
}

/** What a button asks of the template around it. */
const BUTTON_RULES: Partial<Record<string, (anatomy: Anatomy) => void>> = {
  COPY_CODE: (anatomy) => requireMarketing(anatomy, "A COPY_CODE button"),
  CATALOG: (anatomy) => {
    requireMarketing(anatomy, "A CATALOG button");
    requireOnlyButton(anatomy, "CATALOG");
    if (partOf(anatomy.components, "HEADER") !== undefined) throw refuse("A catalog template takes no header.");
  },
  MPM: (anatomy) => {
    requireMarketing(anatomy, "An MPM button");
    requireOnlyButton(anatomy, "MPM");
    if (partOf(anatomy.components, "HEADER")?.format !== "TEXT") throw refuse("An MPM template needs a TEXT header.");
  },
  SPM: (anatomy) => {
    requireMarketing(anatomy, "An SPM button");
    requireOnlyButton(anatomy, "SPM");
    if (partOf(anatomy.components, "HEADER")?.format !== "PRODUCT") {
      throw refuse("An SPM template needs a PRODUCT header.");
    }
  },
  ORDER_DETAILS: (anatomy) => {
    requireOnlyButton(anatomy, "ORDER_DETAILS");
    const format = partOf(anatomy.components, "HEADER")?.format ?? "TEXT";
    if (!["TEXT", "IMAGE", "DOCUMENT"].includes(format)) {
      throw refuse("An order details template takes a TEXT, IMAGE or DOCUMENT header.");
    }
  },
};

export function checkKind(anatomy: Anatomy): void {
  const { components, buttons } = anatomy;
  if (partOf(components, "BUTTONS") !== undefined) checkButtons(buttons, 10);
  if (partOf(components, "LIMITED_TIME_OFFER") !== undefined) checkOffer(anatomy);
  for (const { type } of buttons) BUTTON_RULES[type]?.(anatomy);
  const isProduct = partOf(components, "HEADER")?.format === "PRODUCT";
  if (isProduct && !buttons.some(({ type }) => type === "SPM")) {
    throw refuse("A PRODUCT header goes with an SPM button.");
  }
}
