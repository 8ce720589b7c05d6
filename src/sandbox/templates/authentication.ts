import { templateFault } from "./fault.ts";
import { codeText } from "./languages.ts";
import { type PlainComponent, partOf, type Setting, type TemplateButton, type TemplateComponent } from "./shape.ts";

/** Authentication templates: templates.md section 5. Their text is fixed; the definition only chooses. */

const refuse = (message: string) => templateFault("Invalid authentication template", message);

const PACKAGE = /^[A-Za-z][A-Za-z0-9_]*(\.[A-Za-z][A-Za-z0-9_]*)+$/;
const SIGNATURE = /^[A-Za-z0-9+/=]{11}$/;

export function checkAuthentication(components: readonly TemplateComponent[]): void {
  const other = components.find(({ type }) => !["BODY", "FOOTER", "BUTTONS"].includes(type));
  if (other !== undefined) throw refuse(`Authentication templates take no ${other.type}.`);
  if (partOf(components, "BODY")?.text !== undefined) throw refuse("The body takes no text: Meta writes it.");
  checkExpiry(partOf(components, "FOOTER"));
  const buttons = partOf(components, "BUTTONS")?.buttons ?? [];
  const [button] = buttons;
  if (button?.type !== "OTP" || buttons.length > 1) throw refuse("Exactly one button is needed, of type OTP.");
  checkOtp(button);
}

function checkExpiry(footer: PlainComponent | undefined): void {
  if (footer === undefined) return;
  if (footer.text !== undefined) throw refuse("The footer takes no text, only code_expiration_minutes.");
  const minutes = footer.code_expiration_minutes ?? 0;
  if (!Number.isInteger(minutes) || minutes < 1 || minutes > 90) {
    throw refuse("The footer needs code_expiration_minutes: an integer from 1 to 90.");
  }
}

function checkOtp(button: TemplateButton): void {
  const { otp_type = "", text, autofill_text, supported_apps: apps = [] } = button;
  if (!["COPY_CODE", "ONE_TAP", "ZERO_TAP"].includes(otp_type)) {
    throw refuse("The button needs an otp_type: COPY_CODE, ONE_TAP or ZERO_TAP.");
  }
  for (const [name, value] of Object.entries({ text, autofill_text })) {
    if (value !== undefined && [...value].length > 25) throw refuse(`The button's ${name} may have 25 characters.`);
  }
  if (otp_type === "COPY_CODE") return;
  if (apps.length < 1 || apps.length > 5) throw refuse(`${otp_type} buttons need 1 to 5 supported_apps.`);
  for (const { package_name = "", signature_hash = "" } of apps) {
    if (package_name.length > 224 || !PACKAGE.test(package_name)) throw refuse(`Not a package name: ${package_name}`);
    if (!SIGNATURE.test(signature_hash)) throw refuse(`Not a signature hash of 11 characters: ${signature_hash}`);
  }
  if (otp_type === "ZERO_TAP" && button.zero_tap_terms_accepted !== true) {
    throw refuse("ZERO_TAP buttons need zero_tap_terms_accepted: true.");
  }
}

/** As Meta hands it back: with its text, and the OTP button as a URL. */
export function writtenOut(components: readonly TemplateComponent[], { language }: Setting): TemplateComponent[] {
  return components.map((component) => {
    if (component.type === "BODY") {
      return { ...component, text: codeText(language, component.add_security_recommendation === true) };
    }
    if (component.type !== "BUTTONS") return component;
    const url = (code: string) => `https://www.whatsapp.com/otp/code/?otp_type=COPY_CODE&code=otp${code}`;
    const button = { type: "URL", text: component.buttons?.[0]?.text ?? "Copy code", url: url("{{1}}") };
    return { type: "BUTTONS", buttons: [{ ...button, example: [url("123456")] }] };
  });
}
