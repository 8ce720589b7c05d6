import type { Template, TemplateButton, TemplateComponent } from "../../kapso/template-types.ts";
import { present } from "../records/present.ts";
import { isPositional, orderedVariables, variablesOf } from "./variables.ts";

/**
 * What send_template_message must be given for a template: its own arguments, with `{{...}}` where values go. The
 * optional ones (payloads of quick replies, tokens of flows) are left out.
 */
export function toFill(template: Template): Record<string, unknown> {
  const components = template.components ?? [];
  const carousel = find(components, "CAROUSEL");
  const offer = find(components, "LIMITED_TIME_OFFER")?.limited_time_offer;
  const isAuthentication = template.category?.toUpperCase() === "AUTHENTICATION";
  return present({
    ...(isAuthentication ? authentication(components) : partsToFill(components)),
    cards: carousel?.cards?.map((card) => partsToFill(card.components ?? [])),
    offer_expires_at: offer?.has_expiration ? "{{time}}" : undefined,
  });
}

export function find(components: readonly TemplateComponent[], type: string): TemplateComponent | undefined {
  return components.find((component) => component.type.toUpperCase() === type);
}

/** In capitals; a header that names no format is a text. */
export function headerFormat(header: TemplateComponent | undefined): string {
  return (header?.format ?? "TEXT").toUpperCase();
}

/** The code stands in the body and behind the button, which records show as a URL button. */
function authentication(components: readonly TemplateComponent[]): Record<string, unknown> {
  const buttons = find(components, "BUTTONS")?.buttons ?? [];
  return {
    body: [{ text: "{{code}}" }],
    buttons: buttons.slice(0, 1).flatMap((_, index) => buttonToFill({ type: "OTP" }, index)),
  };
}

function partsToFill(components: readonly TemplateComponent[]): Record<string, unknown> {
  const header = find(components, "HEADER");
  const buttons = find(components, "BUTTONS")?.buttons ?? [];
  return present({
    header: header && headerToFill(header),
    body: orderedVariables(find(components, "BODY")?.text ?? "").map(valueToFill),
    buttons: buttons.flatMap((button, index) => buttonToFill(button, index)),
  });
}

export function valueToFill(name: string): Record<string, unknown> {
  return { ...(isPositional(name) ? {} : { parameter_name: name }), text: `{{${name}}}` };
}

export function headerToFill({ format, text }: TemplateComponent): Record<string, unknown> | undefined {
  switch (format?.toUpperCase()) {
    case "TEXT": {
      const [name] = orderedVariables(text ?? "");
      return name === undefined ? undefined : { type: "text", ...valueToFill(name) };
    }
    case "IMAGE":
    case "VIDEO":
    case "DOCUMENT":
      return { type: format?.toLowerCase(), media_id: "{{media_id}}" };
    case "LOCATION":
      return { type: "location", latitude: "{{}}", longitude: "{{}}", name: "{{}}", address: "{{}}" };
    case "PRODUCT":
      return { type: "product", catalog_id: "{{}}", product_retailer_id: "{{}}" };
    default:
      return undefined;
  }
}

/** By the button's type, what has to be given; nothing where it may be left out. */
export function buttonToFill({ type, url }: TemplateButton, index: number): Record<string, unknown>[] {
  switch (type.toUpperCase()) {
    case "URL":
      return variablesOf(url ?? "").length === 0 ? [] : [{ index, sub_type: "url", text: "{{end of the URL}}" }];
    case "OTP":
      return [{ index, sub_type: "url", text: "{{code}}" }];
    case "COPY_CODE":
      return [{ index, sub_type: "copy_code", coupon_code: "{{code}}" }];
    case "MPM":
      return [{ index, sub_type: "mpm", thumbnail_product_retailer_id: "{{}}", sections: [] }];
    case "ORDER_DETAILS":
      return [{ index, sub_type: "order_details", order_details: {} }];
    default:
      return [];
  }
}
