import type { Fault } from "../../definition/faults.ts";
import type { Category } from "../names.ts";
import { authenticationFaults } from "./authentication.ts";
import { buttonListFaults } from "./button-rules.ts";
import { carouselFaults } from "./carousel.ts";
import type { Component } from "./components.ts";
import { kindFaults } from "./kinds.ts";
import { type Definition, type ParameterFormat, partsOf, repeatedFaults } from "./parts.ts";
import { hasAdjacentVariables } from "./text.ts";
import { textFaults } from "./texts.ts";

const AT = ["components"];

interface Known {
  components: readonly Component[];
  category?: Category;
  format?: ParameterFormat;
  displayFormat?: Definition["displayFormat"];
}

/** What Meta's review would refuse in a definition (contract templates.md sections 3 to 5), as far as it is known. */
export function definitionFaults({ components, ...known }: Known): Fault[] {
  const definition: Definition = { ...known, parts: partsOf(components, AT) };
  const { body, buttons, carousel } = definition.parts;
  return [
    ...repeatedFaults(components, AT),
    ...(body ? [] : [{ path: AT, message: "must have a BODY" }]),
    ...textFaults(definition.parts, known.format),
    ...(buttons ? buttonListFaults(buttons.value.buttons, [...buttons.at, "buttons"]) : []),
    ...(carousel ? carouselFaults(carousel, known.format) : []),
    ...kindFaults(definition),
    ...authenticationFaults(definition),
  ];
}

const SAFE_CODE = 15;

/** What the review may refuse, or one of WhatsApp's pages does. */
export function definitionWarnings(components: readonly Component[]): string[] {
  const { body, buttons } = partsOf(components, AT);
  const code = buttons?.value.buttons.find((button) => button.type === "COPY_CODE");
  return [
    ...(hasAdjacentVariables(body?.value.text ?? "")
      ? ["The body has variables with no text between them: the review may refuse it."]
      : []),
    ...(code && code.example.length > SAFE_CODE ? [`A code of over ${SAFE_CODE} characters may be refused.`] : []),
  ];
}

const ANY_TIME = -1;

interface Lifetime {
  min: number;
  max: number;
  /** Whether -1, 30 days, may be given. */
  anyTime: boolean;
}

const LIFETIMES: Readonly<Record<Category, Lifetime>> = {
  AUTHENTICATION: { min: 30, max: 900, anyTime: true },
  UTILITY: { min: 30, max: 43_200, anyTime: true },
  MARKETING: { min: 43_200, max: 2_592_000, anyTime: false },
};

/** `message_send_ttl_seconds` by category (contract templates.md section 7). */
export function lifetimeFaults(seconds: number | undefined, category: Category | undefined): Fault[] {
  if (seconds === undefined || category === undefined) return [];
  const { min, max, anyTime } = LIFETIMES[category];
  if ((seconds >= min && seconds <= max) || (anyTime && seconds === ANY_TIME)) return [];
  const message = `must be ${min} to ${max}${anyTime ? ` or ${ANY_TIME}` : ""} for ${category} (given ${seconds})`;
  return [{ path: ["message_send_ttl_seconds"], message }];
}
