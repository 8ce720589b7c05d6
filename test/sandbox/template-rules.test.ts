import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { SANDBOX } from "../../src/sandbox/index.ts";
import { type Api, openApi } from "./api.ts";

let api: Api;
beforeAll(async () => {
  api = await openApi({ seed: "empty" });
});
afterAll(() => api.sandbox.close());

let count = 0;
async function create(definition: object): Promise<[number, number | undefined]> {
  count += 1;
  if (count % 90 === 0) api.sandbox.advance(3600);
  const path = `/${SANDBOX.businessAccountId}/message_templates`;
  const base = { name: `rule_${count}`, language: "en_US", category: "UTILITY" };
  const { status, body } = await api.call("POST", path, { body: { ...base, ...definition } });
  return [status, body.error?.error_subcode];
}

const long = (length: number) => "ß".repeat(length);
const words = (text: string, example?: object) => ({ type: "BODY", text, ...(example && { example }) });
const body = words("Your order is ready.");
const one = { body_text: [["Amara"]] };
const quick = (text = "Yes") => ({ type: "QUICK_REPLY", text });
const link = { type: "URL", text: "Open", url: "https://aurora.example/a" };
const variableLink = { ...link, url: "https://aurora.example/{{1}}", example: ["https://aurora.example/7"] };
const coupon = { type: "COPY_CODE", example: "NIEBLA15" };
const image = { type: "HEADER", format: "IMAGE", example: { header_handle: ["4::aW1hZ2U6MQ=="] } };
const header = (text: string, example?: object) => ({ type: "HEADER", format: "TEXT", text, example });
const buttons = (...list: object[]) => ({ type: "BUTTONS", buttons: list });
const parts = (...list: object[]) => ({ components: [body, ...list] });
const marketing = (...list: object[]) => ({ category: "MARKETING", components: list });
const offer = { type: "LIMITED_TIME_OFFER", limited_time_offer: { text: "Today only", has_expiration: true } };
const card = (...more: object[]) => ({ components: [image, buttons(link), ...more] });
const cards = (...list: object[]) => ({ type: "CAROUSEL", cards: list });
const otp = (more: object = {}) => ({ type: "OTP", otp_type: "COPY_CODE", ...more });
const app = { package_name: "example.aurora.app", signature_hash: "Q7x/Tz0aLm3" };
const login = (button: object, ...more: object[]) => ({
  category: "AUTHENTICATION",
  components: [{ type: "BODY" }, ...more, buttons(button)],
});

describe("takes", () => {
  test.each<[string, object]>([
    ["a longest body", { components: [words(long(1024))] }],
    [
      "named variables",
      {
        parameter_format: "named",
        components: [
          words("Hi {{first_name}}, it is ready.", {
            body_text_named_params: [{ param_name: "first_name", example: "Amara" }],
          }),
        ],
      },
    ],
    ["flat examples", { components: [words("Hi {{1}}, it is ready.", { body_text: ["Amara"] })] }],
    ["a header with a variable", parts(header("For {{1}}", { header_text: ["Amara"] }))],
    ["an image header", parts(image)],
    ["a location header", parts({ type: "HEADER", format: "LOCATION" })],
    ["ten quick replies", parts(buttons(...Array.from({ length: 10 }, (_, i) => quick(`Answer ${i}`))))],
    ["two URLs after quick replies", parts(buttons(quick(), link, variableLink))],
    ["a phone number", parts(buttons({ type: "PHONE_NUMBER", text: "Call", phone_number: "+551130904455" }))],
    ["a flow button", parts(buttons({ type: "FLOW", text: "Book", flow_id: "1184420093771506" }))],
    ["a call button", parts(buttons({ type: "VOICE_CALL", text: "Call" }))],
    ["a call permission request", parts({ type: "CALL_PERMISSION_REQUEST" })],
    ["order details", { display_format: "ORDER_DETAILS", ...parts(buttons({ type: "ORDER_DETAILS", text: "Pay" })) }],
    ["a coupon", marketing(body, buttons(coupon))],
    ["a catalog", marketing(body, buttons({ type: "CATALOG", text: "View catalog" }))],
    ["products", marketing(header("Our news"), body, buttons({ type: "MPM", text: "View items" }))],
    ["one product", marketing({ type: "HEADER", format: "PRODUCT" }, body, buttons({ type: "SPM", text: "View" }))],
    ["a limited-time offer", marketing(body, offer, buttons(coupon, variableLink))],
    ["a carousel", marketing(body, cards(card(body), card(body)))],
    ["a one-tap code", login(otp({ otp_type: "ONE_TAP", autofill_text: "Fill", supported_apps: [app] }))],
    ["a zero-tap code", login(otp({ otp_type: "ZERO_TAP", supported_apps: [app], zero_tap_terms_accepted: true }))],
    ["a life of 30 days", { ...parts(), message_send_ttl_seconds: -1 }],
    ["a language of three letters", { ...parts(), language: "fil" }],
  ])("%s", async (_, definition) => {
    expect(await create(definition)).toEqual([200, undefined]);
  });
});

describe("refuses, with the contract's subcode", () => {
  test.each<[string, number | undefined, object]>([
    ["a name in capitals", undefined, { name: "News", ...parts() }],
    ["a name of emoji", undefined, { name: "🎉", ...parts() }],
    ["an unknown language", undefined, { language: "xx_YY", ...parts() }],
    ["an unknown category", undefined, { category: "NEWS", ...parts() }],
    ["no components", 2388072, {}],
    ["two bodies", undefined, parts(body)],
    ["an unknown component", undefined, parts({ type: "SIDEBAR" })],
    ["an empty body", 2388072, { components: [words("")] }],
    ["a body too long", 2388040, { components: [words(long(1025))] }],
    [
      "a gap in the variables",
      2388072,
      { components: [words("Hi {{1}}, it is {{3}} today.", { body_text: [["a", "b"]] })] },
    ],
    ["a name among positions", 2388072, { components: [words("Hi {{name}}, it is ready.", one)] }],
    [
      "a position among names",
      2388072,
      { parameter_format: "NAMED", components: [words("Hi {{1}}, it is ready.", one)] },
    ],
    ["a # in the braces", 2388072, { components: [words("Hi {{#1}}, it is ready.", one)] }],
    ["open braces", 2388072, { components: [words("Hi {{1, it is ready.")] }],
    [
      "three variables and two examples",
      2388072,
      { components: [words("It is {{1}} and {{2}} or else {{3}} for all of us.", { body_text: [["a", "b"]] })] },
    ],
    ["no example", 2388072, { components: [words("Hi {{1}}, it is ready.")] }],
    ["an example without a variable", 2388072, { components: [words("It is ready.", one)] }],
    ["a leading variable", 2388299, { components: [words("{{1}} is ready now.", one)] }],
    ["a trailing variable", 2388299, { components: [words("It is ready, {{1}}", one)] }],
    ["too many variables", 2388293, { components: [words("a {{1}} b {{2}} c", { body_text: [["a", "b"]] })] }],
    ["a header too long", 2388040, parts(header(long(61)))],
    ["a header with two variables", 2388047, parts(header("{{1}} {{2}}", { header_text: ["a", "b"] }))],
    ["a header with markup", 2388047, parts(header("*New*"))],
    ["a header without a format", 2388047, parts({ type: "HEADER", text: "New" })],
    ["a media header without a sample", 2388047, parts({ type: "HEADER", format: "IMAGE" })],
    ["a GIF outside of marketing", 2388047, parts({ ...image, format: "GIF" })],
    ["a footer too long", 2388040, parts({ type: "FOOTER", text: long(61) })],
    ["a footer with a variable", 2388073, parts({ type: "FOOTER", text: "For {{1}}" })],
    ["eleven buttons", undefined, parts(buttons(...Array.from({ length: 11 }, (_, i) => quick(`Answer ${i}`))))],
    ["no buttons", undefined, parts(buttons())],
    ["three URLs", undefined, parts(buttons(link, link, link))],
    ["interleaved quick replies", undefined, parts(buttons(quick("A"), link, quick("B")))],
    ["an unknown button", undefined, parts(buttons({ type: "APP", text: "Open" }))],
    ["a label too long", 2388040, parts(buttons(quick(long(26))))],
    ["a URL too long", 2388040, parts(buttons({ ...link, url: `https://a.example/${"a".repeat(2000)}` }))],
    ["a variable inside a URL", undefined, parts(buttons({ ...variableLink, url: "https://a.example/{{1}}/b" }))],
    ["a URL variable without an example", undefined, parts(buttons({ ...variableLink, example: undefined }))],
    ["no phone number", undefined, parts(buttons({ type: "PHONE_NUMBER", text: "Call" }))],
    ["a flow by id and name", undefined, parts(buttons({ type: "FLOW", text: "Book", flow_id: "1", flow_name: "a" }))],
    ["a coupon outside of marketing", undefined, parts(buttons(coupon))],
    ["a coupon too long", 2388040, marketing(body, buttons({ ...coupon, example: "A".repeat(21) }))],
    ["a catalog with a header", undefined, marketing(header("New"), body, buttons({ type: "CATALOG" }))],
    ["products without a header", undefined, marketing(body, buttons({ type: "MPM" }))],
    [
      "an offer with a footer",
      undefined,
      marketing(body, offer, { type: "FOOTER", text: "Shop" }, buttons(coupon, link)),
    ],
    ["an offer with its buttons turned", undefined, marketing(body, offer, buttons(link, coupon))],
    [
      "an offer too long",
      2388040,
      marketing(body, { ...offer, limited_time_offer: { text: long(17) } }, buttons(coupon, link)),
    ],
    ["a body too long for an offer", 2388040, marketing(words(long(601)), offer, buttons(coupon, link))],
    ["one card", undefined, marketing(body, cards(card()))],
    ["eleven cards", undefined, marketing(body, cards(...Array.from({ length: 11 }, () => card())))],
    ["cards that differ", undefined, marketing(body, cards(card(), card(body)))],
    ["a card without a header", undefined, marketing(body, cards({ components: [buttons(link)] }, card()))],
    ["a card body too long", 2388040, marketing(body, cards(card(words(long(161))), card(words(long(161)))))],
    ["a carousel outside of marketing", undefined, parts(cards(card(), card()))],
    ["a text in a code", undefined, { category: "AUTHENTICATION", components: [body, buttons(otp())] }],
    ["a code with a header", undefined, login(otp(), header("Code"))],
    ["a code without a button", undefined, { category: "AUTHENTICATION", components: [{ type: "BODY" }] }],
    ["a code that lasts too long", undefined, login(otp(), { type: "FOOTER", code_expiration_minutes: 91 })],
    ["a one-tap code without an app", undefined, login(otp({ otp_type: "ONE_TAP" }))],
    [
      "a wrong package name",
      undefined,
      login(otp({ otp_type: "ONE_TAP", supported_apps: [{ ...app, package_name: "app" }] })),
    ],
    [
      "a wrong signature",
      undefined,
      login(otp({ otp_type: "ONE_TAP", supported_apps: [{ ...app, signature_hash: "a" }] })),
    ],
    ["zero-tap terms not accepted", undefined, login(otp({ otp_type: "ZERO_TAP", supported_apps: [app] }))],
    ["an OTP outside of authentication", undefined, parts(buttons(otp()))],
    ["a life too short", undefined, { ...parts(), message_send_ttl_seconds: 29 }],
    ["an endless marketing template", undefined, { ...marketing(body), message_send_ttl_seconds: -1 }],
  ])("%s", async (_, subcode, definition) => {
    expect(await create(definition)).toEqual([400, subcode]);
  });
});
