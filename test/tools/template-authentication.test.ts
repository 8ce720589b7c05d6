import { expect, test } from "vitest";
import { type Args, faultsOf } from "./direct.ts";
import { many, refuses, x } from "./refuses.ts";

/** Authentication templates (contract templates.md 5): valid ones, and one violation of each rule. */

const TOOL = "create_template";
const base = { template_name: "code", language: "en_US", category: "MARKETING" };

const body = { type: "BODY", text: "Look at this." };
const footer = { type: "FOOTER", text: "Shop" };
const textHeader = { type: "HEADER", format: "TEXT", text: "Hello" };
const buttons = (...list: Args[]) => ({ type: "BUTTONS", buttons: list });
const url = { type: "URL", text: "Go", url: "https://a.example/b" };
const of = (...components: Args[]) => ({ components });

const app = { package_name: "example.aurora.app", signature_hash: "Q7x/Tz0aLm3" };
const otp = (change: Args = {}) => buttons({ type: "OTP", otp_type: "ONE_TAP", supported_apps: [app], ...change });
const fixedBody = { type: "BODY", add_security_recommendation: true };
const AUTH = { ...base, category: "AUTHENTICATION", components: [fixedBody, otp()] };

refuses(TOOL, "an authentication template", AUTH, [
  [of(body, otp()), "components[0].text: is fixed in an AUTHENTICATION template"],
  [of(fixedBody), "components: an AUTHENTICATION template has one OTP button (given none)"],
  [of(fixedBody, buttons(url)), "components[1].buttons: an AUTHENTICATION template has one OTP button (given URL)"],
  [of(fixedBody, textHeader, otp()), "components[1]: an AUTHENTICATION template takes no HEADER"],
  [of(fixedBody, footer, otp()), "components[1].text: is fixed in an AUTHENTICATION template"],
  [of(fixedBody, { type: "FOOTER" }, otp()), "components[1].code_expiration_minutes: is needed"],
  [of(fixedBody, { type: "FOOTER", code_expiration_minutes: 0 }, otp()), "code_expiration_minutes: must be at least 1"],
  [
    of(fixedBody, { type: "FOOTER", code_expiration_minutes: 91 }, otp()),
    "code_expiration_minutes: must be at most 90",
  ],
  [of(fixedBody, otp({ otp_type: "SMS" })), "otp_type: must be one of COPY_CODE, ONE_TAP, ZERO_TAP"],
  [of(fixedBody, otp({ supported_apps: undefined })), "supported_apps: is needed by otp_type ONE_TAP"],
  [of(fixedBody, otp({ supported_apps: [] })), "supported_apps: must have at least 1 items"],
  [of(fixedBody, otp({ supported_apps: many(6, () => app) })), "supported_apps: must have at most 5 items (given 6"],
  [
    of(fixedBody, otp({ supported_apps: [{ ...app, package_name: "app" }] })),
    "package_name: must be an Android package",
  ],
  [
    of(fixedBody, otp({ supported_apps: [{ ...app, package_name: "a.1b" }] })),
    "package_name: must be an Android package",
  ],
  [of(fixedBody, otp({ supported_apps: [{ ...app, package_name: `a.${x(223)}` }] })), "of up to 224 characters"],
  [of(fixedBody, otp({ supported_apps: [{ ...app, signature_hash: "short" }] })), "signature_hash: must be 11 Base64"],
  [of(fixedBody, otp({ otp_type: "COPY_CODE" })), "supported_apps: is only taken by ONE_TAP and ZERO_TAP"],
  [of(fixedBody, otp({ otp_type: "ZERO_TAP" })), "zero_tap_terms_accepted: must be true for ZERO_TAP"],
  [of(fixedBody, otp({ zero_tap_terms_accepted: true })), "zero_tap_terms_accepted: is only taken by ZERO_TAP"],
  [of(fixedBody, otp({ text: x(26) })), "text: must have 1 to 25 characters"],
  [of(fixedBody, otp({ autofill_text: x(26) })), "autofill_text: must have 1 to 25 characters"],
  [of(fixedBody, otp({ text: "Copy 🔑" })), "text: takes no link and no emoji"],
  [
    of(fixedBody, buttons({ type: "OTP", otp_type: "COPY_CODE", autofill_text: "a" })),
    "autofill_text: is only taken by",
  ],
  [
    { message_send_ttl_seconds: 901 },
    "message_send_ttl_seconds: must be 30 to 900 or -1 for AUTHENTICATION (given 901)",
  ],
]);

refuses(TOOL, "any other template", { ...base, components: [body] }, [
  [of(body, otp()), "components[1].buttons[0].type: OTP is only taken by AUTHENTICATION templates"],
  [
    of(body, buttons(url, { type: "OTP", otp_type: "COPY_CODE" })),
    "an OTP button stands alone (given 2 buttons)",
    "OTP is only",
  ],
  [
    of(body, { type: "FOOTER", code_expiration_minutes: 5 }),
    "code_expiration_minutes: is only taken by AUTHENTICATION",
  ],
]);

test.each<[string, Args]>([
  ["authentication", AUTH],
  ["zero tap", { ...AUTH, ...of(fixedBody, otp({ otp_type: "ZERO_TAP", zero_tap_terms_accepted: true })) }],
  ["copy code", { ...AUTH, ...of({ type: "BODY" }, buttons({ type: "OTP", otp_type: "COPY_CODE" })) }],
])("%s is taken", (_, change) => {
  expect(faultsOf(TOOL, { ...base, ...change })).toEqual([]);
});
