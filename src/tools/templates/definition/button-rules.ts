import type { Fault } from "../../definition/faults.ts";
import { isPositional, variablesOf } from "../variables.ts";
import type { ButtonType, DefinitionButton } from "./buttons.ts";

/** How many buttons of a type a template may have (contract templates.md 3.5); on a card, at most one quick reply. */
const MAX_OF_TYPE: Readonly<Record<ButtonType, number>> = {
  QUICK_REPLY: 10,
  URL: 2,
  PHONE_NUMBER: 1,
  COPY_CODE: 1,
  FLOW: 1,
  CATALOG: 1,
  MPM: 1,
  SPM: 1,
  OTP: 1,
  VOICE_CALL: 1,
  ORDER_DETAILS: 1,
};

/** What no button shows by itself: numbers, order, and the variables of URLs. */
export function buttonListFaults(buttons: readonly DefinitionButton[], at: Fault["path"]): Fault[] {
  return [
    ...countFaults(buttons, at),
    ...orderFaults(buttons, at),
    ...buttons.flatMap((button, i) => (button.type === "URL" ? urlFaults(button, [...at, i]) : [])),
  ];
}

function countFaults(buttons: readonly DefinitionButton[], at: Fault["path"]): Fault[] {
  const faults: Fault[] = [];
  for (const [type, max] of Object.entries(MAX_OF_TYPE)) {
    const count = buttons.filter((button) => button.type === type).length;
    if (count > max) faults.push({ path: at, message: `must have at most ${max} of type ${type} (given ${count})` });
  }
  if (buttons.length > 1 && buttons.some(({ type }) => type === "OTP")) {
    faults.push({ path: at, message: `an OTP button stands alone (given ${buttons.length} buttons)` });
  }
  return faults;
}

/** Quick replies form one block, before or after the others. */
function orderFaults(buttons: readonly DefinitionButton[], at: Fault["path"]): Fault[] {
  const isQuick = buttons.map(({ type }) => type === "QUICK_REPLY");
  const changes = isQuick.filter((quick, i) => i > 0 && quick !== isQuick[i - 1]).length;
  if (changes < 2) return [];
  return [{ path: at, message: "quick replies must stand together, before or after the other buttons" }];
}

type UrlButton = Extract<DefinitionButton, { type: "URL" }>;

function urlFaults({ url, example }: UrlButton, at: Fault["path"]): Fault[] {
  const names = variablesOf(url);
  const [name = ""] = names;
  if (names.length === 0 && /[{}]{2}/.test(url))
    return [{ path: [...at, "url"], message: "has braces that do not close" }];
  if (names.length === 0) {
    return example === undefined
      ? []
      : [{ path: [...at, "example"], message: "must be absent: the URL has no variable" }];
  }
  const isAtEnd = url.indexOf("{{") === url.length - `{{${name}}}`.length;
  if (names.length > 1 || !isAtEnd || !isPositional(name)) {
    return [{ path: [...at, "url"], message: "may have one variable, {{1}}, and only at its very end" }];
  }
  return example === undefined
    ? [{ path: [...at, "example"], message: "is needed: one value, since the URL has a variable" }]
    : [];
}
