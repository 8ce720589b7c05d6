import type { Template, TemplateComponent } from "../../../kapso/template-types.ts";
import type { Fault } from "../../definition/faults.ts";
import { unsendableReason } from "../../templates/status.ts";
import { find } from "../../templates/to-fill.ts";
import type { Filling } from "./filling.ts";
import { cardsFaults } from "./lint/cards.ts";
import { partFaults } from "./lint/part.ts";
import { messagePart } from "./part.ts";

/**
 * A filling against the template as it is stored (contract messages.md 8.6): what the API would refuse, before it is
 * asked. Beside `fillingFaults`, which needs no record. Where the contract does not say what the API does, nothing is
 * found. The record must have `status`, `category`, `parameter_format` and `components`.
 */
export function lintFilling(filling: Filling, template: Template): Fault[] {
  return [...statusFaults(template), ...contentFaults(filling, template)];
}

function statusFaults(template: Template): Fault[] {
  const reason = unsendableReason(template);
  if (reason === undefined) return [];
  const message = `must be an APPROVED template (given ${template.name} in ${template.language}, which is ${reason})`;
  return [{ path: ["template_name"], message }];
}

function contentFaults(filling: Filling, template: Template): Fault[] {
  const { components, parameter_format: format } = template;
  // Every template has a body: a record without components was read without them.
  if (!components || components.length === 0) return [];
  return [
    ...partFaults(filling, messagePart(template), format, []),
    ...codeFaults(filling, template),
    ...offerFaults(filling, find(components, "LIMITED_TIME_OFFER")),
    ...cardsFaults(filling.cards, find(components, "CAROUSEL"), format),
  ];
}

/** A one-time code stands in the body and behind the button that copies it. No fault repeats it. */
function codeFaults({ body: [value] = [], buttons = [] }: Filling, { category }: Template): Fault[] {
  if (category?.toUpperCase() !== "AUTHENTICATION" || value?.text === undefined) return [];
  return buttons.flatMap((button, i) =>
    button.sub_type === "url" && button.text !== value.text
      ? [{ path: ["buttons", i, "text"], message: "must be the code that the body shows: the button copies it" }]
      : [],
  );
}

function offerFaults({ offer_expires_at }: Filling, offer: TemplateComponent | undefined): Fault[] {
  const path = ["offer_expires_at"];
  if (offer === undefined) {
    const message = `must be left out: the template is not a limited-time offer (given ${offer_expires_at})`;
    return offer_expires_at === undefined ? [] : [{ path, message }];
  }
  return offer.limited_time_offer?.has_expiration === true && offer_expires_at === undefined
    ? [{ path, message: "is needed: the template's offer shows when it ends (missing)" }]
    : [];
}
