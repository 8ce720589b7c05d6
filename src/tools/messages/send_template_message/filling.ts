import { z } from "zod";
import { duplicateFaults } from "../../definition/duplicates.ts";
import type { Fault } from "../../definition/faults.ts";
import { chars, isoTime } from "../../definition/schemas.ts";
import { webUrl } from "../../definition/web-url.ts";
import { languageCode, templateName } from "../../templates/names.ts";
import { referenceId } from "../send_interactive_message/order-details.ts";
import { orderState } from "../send_interactive_message/order-status.ts";
import { type BodyParameter, bodyComponent, bodyParameters } from "./body.ts";
import { buttonComponent, buttonFaults, type TemplateButton, templateButtons } from "./buttons.ts";
import { cardFaults, carouselComponent, templateCards } from "./cards.ts";
import { headerComponent, templateHeader } from "./header.ts";

/** A template and what fills it (contract messages.md section 8), for every endpoint that sends one. */
export const fillingInput = {
  template_name: templateName.describe("From list_templates."),
  language: languageCode.describe("Exact code, such as pt_BR."),
  header: templateHeader
    .meta({
      description:
        "{type: text, text, parameter_name}, {type: image, video or " +
        "document, media_id or link, filename}, {type: location, latitude, longitude, name, address} or {type: product, " +
        "catalog_id, product_retailer_id}.",
      shallow: true,
    })
    .optional(),
  body: bodyParameters.optional().describe("One per variable, in order."),
  buttons: templateButtons.optional().describe("One per button to fill."),
  cards: templateCards.optional().describe("Carousel."),
  offer_expires_at: isoTime.optional().describe("Limited-time offer: ISO 8601 with zone."),
  order_status: z
    .strictObject({ reference_id: referenceId, order: orderState })
    .meta({ description: "{reference_id, order {status, description}}.", shallow: true })
    .optional(),
  tap_target: z
    .strictObject({ url: webUrl(2000), title: chars(1, 256) })
    .meta({ description: "Verified accounts: {url, title}.", shallow: true })
    .optional(),
};
export type Filling = z.output<z.ZodObject<typeof fillingInput>>;

/** What can be seen without the template's record. */
export function fillingFaults(filling: Filling): Fault[] {
  const { body = [], buttons = [], cards = [] } = filling;
  return [
    ...namingFaults(filling),
    ...duplicateFaults(
      body.map(({ parameter_name }, i) => ({ path: ["body", i, "parameter_name"], value: parameter_name })),
    ),
    ...buttonFaults(buttons, ["buttons"]),
    ...cardFaults(cards, ["cards"]),
    ...carouselFaults(filling),
    ...offerFaults(filling),
  ];
}

/** A template is NAMED or POSITIONAL: all of its values have names, or none has. */
function namingFaults({ header, body = [], cards = [] }: Filling): Fault[] {
  const inBody = (values: readonly BodyParameter[], at: Fault["path"]) =>
    values.map(({ parameter_name }, i) => ({
      path: [...at, i, "parameter_name"],
      named: parameter_name !== undefined,
    }));
  const values = [
    ...(header?.type === "text"
      ? [{ path: ["header", "parameter_name"], named: header.parameter_name !== undefined }]
      : []),
    ...inBody(body, ["body"]),
    ...cards.flatMap((card, i) => inBody(card.body ?? [], ["cards", i, "body"])),
  ];
  if (!values.some(({ named }) => named)) return [];
  const message = "is needed: other values have names, and a NAMED template names all";
  return values.filter(({ named }) => !named).map(({ path }) => ({ path, message }));
}

function carouselFaults({ cards, header, buttons, offer_expires_at }: Filling): Fault[] {
  if (cards === undefined) return [];
  const beside = { header, buttons, offer_expires_at };
  return Object.entries(beside).flatMap(([field, value]) =>
    value === undefined ? [] : [{ path: [field], message: "a carousel template has none beside its cards" }],
  );
}

/** Places of a limited-time offer's buttons: the code first, the link second. */
const OFFER_INDEX: Readonly<Partial<Record<TemplateButton["sub_type"], number>>> = { copy_code: 0, url: 1 };

function offerFaults({ offer_expires_at, buttons = [] }: Filling): Fault[] {
  if (offer_expires_at === undefined) return [];
  return buttons.flatMap(({ sub_type, index }, i) => {
    const place = OFFER_INDEX[sub_type];
    if (place === undefined) {
      return [
        { path: ["buttons", i, "sub_type"], message: `a limited-time offer has copy_code and url (given ${sub_type})` },
      ];
    }
    const message = `must be ${place} for ${sub_type} of a limited-time offer (given ${index})`;
    return index === place ? [] : [{ path: ["buttons", i, "index"], message }];
  });
}

/** The wire object under `template`. */
export function templatePayload(filling: Filling): object {
  const { template_name: name, language: code } = filling;
  const components = wireComponents(filling);
  return { name, language: { code }, ...(components.length > 0 && { components }) };
}

function wireComponents(filling: Filling): object[] {
  const { header, body, buttons = [], cards, offer_expires_at, order_status, tap_target } = filling;
  const expiration_time_ms = Date.parse(offer_expires_at ?? "");
  return [
    ...(header === undefined ? [] : [headerComponent(header)]),
    ...(body === undefined ? [] : [bodyComponent(body)]),
    ...(offer_expires_at === undefined ? [] : [single("limited_time_offer", { expiration_time_ms })]),
    ...(cards === undefined ? [] : [carouselComponent(cards)]),
    ...buttons.map(buttonComponent),
    ...(order_status === undefined ? [] : [single("order_status", order_status)]),
    ...(tap_target === undefined ? [] : [single("tap_target_configuration", [tap_target])]),
  ];
}

/** A component whose one parameter bears its own name. */
const single = (type: string, content: object) => ({ type, parameters: [{ type, [type]: content }] });
