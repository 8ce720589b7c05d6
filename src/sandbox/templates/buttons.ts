import { checkText, templateFault } from "./fault.ts";
import type { TemplateButton } from "./shape.ts";
import { variablesOf } from "./variables.ts";

/** Buttons one by one: templates.md 3.5. OTP buttons: authentication.ts. */

const refuse = (title: string, where: string, what: string) => templateFault(title, `${where} ${what}`);

type Check = (button: TemplateButton, where: string) => void;

const labelled: Check = ({ text }, where) => {
  checkText(`${where}: the text`, text, 25);
};

const url: Check = (button, where) => {
  labelled(button, where);
  const target = checkText(`${where}: the url`, button.url, 2000);
  const [name, ...more] = variablesOf(target);
  const example = [button.example ?? []].flat();
  if (!/^https?:\/\/[^\s/{}]/.test(target)) throw refuse("Invalid URL", where, "needs an http or https URL.");
  if (name === undefined) {
    if (/\{\{|\}\}/.test(target)) throw refuse("Invalid URL", where, "has braces that do not close.");
    if (example.length > 0) throw refuse("Unexpected example", where, "has no variable and takes no example.");
    return;
  }
  if (more.length > 0 || name !== "1" || !target.endsWith("}}")) {
    throw refuse("Invalid URL", where, "may have one variable, {{1}}, and only at the very end.");
  }
  if (example.length !== 1) throw refuse("Missing sample", where, "needs one example: the whole URL.");
};

const phoneNumber: Check = (button, where) => {
  labelled(button, where);
  if (/^\+?[A-Za-z0-9]{1,20}$/.test(button.phone_number ?? "")) return;
  throw refuse("Invalid phone number", where, "needs a phone_number of at most 20 letters and digits.");
};

/** 20, as the newer of the contract's two pages says. */
const COUPON_MAX = 20;

const copyCode: Check = ({ example }, where) => {
  const [code, ...more] = [example ?? []].flat();
  if (code === undefined || more.length > 0) throw refuse("Missing sample", where, "needs one example: a code.");
  checkText(`${where}: the example`, code, COUPON_MAX);
  if (!/^[A-Za-z0-9]+$/.test(code)) throw refuse("Invalid code", where, "takes letters and digits in its code.");
};

const flow: Check = (button, where) => {
  labelled(button, where);
  const given = [button.flow_id, button.flow_name, button.flow_json].filter((each) => each !== undefined);
  if (given.length !== 1) {
    throw refuse("Invalid flow button", where, "needs exactly one of flow_id, flow_name and flow_json.");
  }
  const { flow_action = "navigate", icon = "DOCUMENT" } = button;
  if (!["navigate", "data_exchange"].includes(flow_action.toLowerCase())) {
    throw refuse("Invalid flow button", where, "takes the flow_action navigate or data_exchange.");
  }
  if (!["DOCUMENT", "PROMOTION", "REVIEW"].includes(icon)) {
    throw refuse("Invalid flow button", where, "takes the icon DOCUMENT, PROMOTION or REVIEW.");
  }
};

const fixedLabel: Check = (button, where) => {
  if (button.text !== undefined) labelled(button, where);
};

interface Rule {
  max: number;
  check: Check;
}

export const BUTTONS: Partial<Record<string, Rule>> = {
  QUICK_REPLY: { max: 10, check: labelled },
  URL: { max: 2, check: url },
  PHONE_NUMBER: { max: 1, check: phoneNumber },
  COPY_CODE: { max: 1, check: copyCode },
  FLOW: { max: 1, check: flow },
  CATALOG: { max: 1, check: fixedLabel },
  MPM: { max: 1, check: fixedLabel },
  SPM: { max: 1, check: fixedLabel },
  VOICE_CALL: { max: 1, check: labelled },
  ORDER_DETAILS: { max: 1, check: labelled },
};

/** All buttons of a template or of a card. */
export function checkButtons(buttons: readonly TemplateButton[], mostButtons: number, where = "buttons"): void {
  if (buttons.length < 1 || buttons.length > mostButtons) {
    throw refuse("Invalid buttons", `${where}:`, `${buttons.length} buttons given; 1 to ${mostButtons} are allowed.`);
  }
  for (const [index, button] of buttons.entries()) {
    const rule = BUTTONS[button.type];
    if (rule === undefined)
      throw refuse("Invalid button", `${where}[${index}]`, `has the unknown type ${button.type}.`);
    rule.check(button, `${where}[${index}]`);
    const count = buttons.filter(({ type }) => type === button.type).length;
    if (count > rule.max)
      throw refuse("Too many buttons", `${where}:`, `${count} of type ${button.type}; ${rule.max} allowed.`);
  }
  const isQuick = buttons.map(({ type }) => type === "QUICK_REPLY");
  if (isQuick.filter((quick, index) => index > 0 && quick !== isQuick[index - 1]).length > 1) {
    throw refuse("Invalid combination", `${where}:`, "quick replies must stand together, before or after the others.");
  }
}
