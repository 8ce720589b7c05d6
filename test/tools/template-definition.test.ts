import { describe, expect, test } from "vitest";
import { type Args, contractExamples, faultsOf } from "./direct.ts";
import { type Case, emoji, many, refuses as refusesArgs, x } from "./refuses.ts";

/** What Meta's review refuses, refused before it: one violation of each rule of contract templates.md 1 to 3 and 7. */

const TOOL = "create_template";
const contract = contractExamples("templates");

const body = { type: "BODY", text: "Your order is ready." };
const valid = { template_name: "ready", language: "en_US", category: "UTILITY", components: [body] };
const refuses = (label: string, cases: Case[]) => refusesArgs(TOOL, label, valid, cases);

/** Components beside the valid body. */
const withBody = (...others: Args[]) => ({ components: [body, ...others] });
const bodyOf = (change: Args) => ({ components: [{ ...body, ...change }] });
const buttons = (...list: Args[]) => withBody({ type: "BUTTONS", buttons: list });

describe("the contract's definitions are taken", () => {
  const names = [
    "recordatorio_cita",
    "pedido_enviado",
    "oferta_relampago",
    "vitrine_semanal",
    "codigo_acesso",
    "library",
  ];
  test.each(names)("%s", (example) => {
    const { name: template_name, ...definition } = contract[example] as Args;
    expect(faultsOf(TOOL, { template_name, ...definition })).toEqual([]);
  });
});

refuses("name, language, category", [
  [{ template_name: "Ready" }, "template_name: must be 1 to 512 lower case letters, digits or underscores"],
  [{ template_name: "🎉🎉" }, "template_name: must be 1 to 512 lower case letters"],
  [{ template_name: "" }, "template_name: must be 1 to 512"],
  [{ template_name: x(513) }, "template_name: must be 1 to 512"],
  [{ language: "pt-BRA" }, "language: must be a language code"],
  [{ category: "OTP" }, "category: must be one of AUTHENTICATION, MARKETING, UTILITY"],
  [{ parameter_format: "numbered" }, "parameter_format: must be one of NAMED, POSITIONAL"],
  [{ display_format: "ORDER" }, "display_format: must be ORDER_DETAILS"],
  [
    { allow_category_change: true },
    "allow_category_change: unknown argument. Valid arguments: template_name, language",
  ],
]);

refuses("components", [
  [{ components: undefined }, "components: is needed: at least a BODY"],
  [{ components: [] }, "components: must have at least 1 items"],
  [{ components: [{ type: "FOOTER", text: "a" }] }, "components: must have a BODY"],
  [{ components: [body, body] }, "components[1].type: there is a BODY before; a template has at most one"],
  [
    withBody({ type: "FOOTER", text: "a" }, { type: "FOOTER", text: "b" }),
    "components[2].type: there is a FOOTER before",
  ],
  [withBody({ type: "FOOTNOTE", text: "a" }), "components[1].type: must be one of HEADER, BODY, FOOTER"],
  [withBody({ type: "FOOTER" }), "components[1].text: is needed"],
  [withBody({ type: "FOOTER", text: "" }), "components[1].text: must have 1 to 60 characters"],
  [withBody({ type: "FOOTER", text: emoji(61) }), "components[1].text: must have 1 to 60 characters (given 61"],
  [withBody({ type: "FOOTER", text: "Hi {{1}}" }), "components[1].text: takes no variables"],
  [withBody({ type: "FOOTER", text: "a", color: "red" }), "components[1].color: unknown key"],
]);

const oneHeader = (change: Args) => withBody({ type: "HEADER", ...change });

refuses("header", [
  [oneHeader({ format: "AUDIO" }), "components[1].format: must be one of TEXT, IMAGE, VIDEO, DOCUMENT, GIF, LOCATION"],
  [oneHeader({ format: "TEXT" }), "components[1].text: must be a string (missing)"],
  [oneHeader({ format: "TEXT", text: emoji(61) }), "components[1].text: must have 1 to 60 characters"],
  [oneHeader({ format: "TEXT", text: "*Sale*" }), "components[1].text: takes no markup"],
  [
    oneHeader({ format: "TEXT", text: "{{1}} and {{2}}", example: { header_text: ["a"] } }),
    "components[1].text: must have at most 1 variable (given 2)",
  ],
  [oneHeader({ format: "TEXT", text: "For {{1}}" }), "components[1].example.header_text: is needed"],
  [oneHeader({ format: "TEXT", text: "a", example: { header_text: ["a"] } }), "components[1].example: must be absent"],
  [
    oneHeader({ format: "TEXT", text: "For {{1}}", example: { header_text: ["a", "b"] } }),
    "components[1].example.header_text: must have at most 1 items (given 2 items)",
  ],
  [oneHeader({ format: "IMAGE" }), "components[1].example: must be an object (missing)"],
  [oneHeader({ format: "IMAGE", example: { header_handle: [] } }), "components[1].example.header_handle: must have at"],
  [
    oneHeader({ format: "VIDEO", example: { header_handle: ["4::a", "4::b"] } }),
    "example.header_handle: must have at most 1",
  ],
  [
    oneHeader({ format: "DOCUMENT", example: { header_handle: ["https://cdn.example/a.pdf"] } }),
    "components[1].example.header_handle[0]: must be a handle of Meta's resumable upload, not a URL",
  ],
  [oneHeader({ format: "LOCATION", text: "a" }), "components[1].text: unknown key"],
]);

const two = { body_text: [["a", "b"]] };

refuses("body and its variables", [
  [bodyOf({ text: undefined }), "components[0].text: is needed"],
  [bodyOf({ text: "" }), "components[0].text: must have 1 to 1024 characters"],
  [bodyOf({ text: emoji(1025) }), "components[0].text: must have 1 to 1024 characters (given 1025"],
  [
    bodyOf({ text: "Hi {{1}}, {{3}}.", example: two }),
    "components[0].text: numbers its variables with a gap: {{2}} is missing",
  ],
  [bodyOf({ text: "Hi {{2}}, {{3}}.", example: two }), "components[0].text: numbers its variables with a gap: {{1}}"],
  [bodyOf({ text: "Hi {{1}}, {{name}}.", example: two }), "components[0].text: mixes {{1}} and {{name}}"],
  [bodyOf({ text: "Hi {{name}}." }), "components[0].text: has named variables: set parameter_format to NAMED"],
  [
    { parameter_format: "NAMED", ...bodyOf({ text: "Hi {{1}}.", example: { body_text: [["a"]] } }) },
    "components[0].text: has numbered variables in a NAMED template",
  ],
  [
    { parameter_format: "NAMED", ...bodyOf({ text: "Hi {{a}}, {{a}}." }) },
    "components[0].text: uses a variable's name twice",
  ],
  [bodyOf({ text: "Hi {{First Name}}." }), "components[0].text: {{First Name}} is no variable"],
  [bodyOf({ text: "Hi {{#1}}." }), "components[0].text: {{#1}} is no variable"],
  [bodyOf({ text: "Hi {{}}." }), "components[0].text: {{}} is no variable"],
  [bodyOf({ text: "Hi {{1." }), "components[0].text: has braces that do not close"],
  [
    bodyOf({ text: "{{1}} is here", example: { body_text: [["a"]] } }),
    "components[0].text: must not start with a variable",
  ],
  [
    bodyOf({ text: "Here is {{1}} ", example: { body_text: [["a"]] } }),
    "components[0].text: must not end with a variable",
  ],
  [
    bodyOf({ text: "Hi {{1}}, {{2}}, {{3}}.", example: two }),
    "components[0].example.body_text: must have 3 examples, one per variable (given 2)",
  ],
  [bodyOf({ text: "Hi {{1}}." }), "components[0].example.body_text: is needed"],
  [bodyOf({ example: two }), "components[0].example: must be absent: the text has no variable"],
  [
    bodyOf({ text: "Hi {{1}}.", example: { body_text: [{ value: "a" }] } }),
    "components[0].example.body_text[0][0]: must be a string",
  ],
  [
    bodyOf({ text: "Hi {{1}}.", example: { body_text: [["a"], ["b"]] } }),
    "example.body_text: must have 1 examples, one per variable (given 2)",
  ],
  [bodyOf({ code_expiration_minutes: 5 }), "components[0].code_expiration_minutes: goes into the FOOTER component"],
  [
    withBody({ type: "FOOTER", add_security_recommendation: true }),
    "components[1].add_security_recommendation: goes into the BODY component",
  ],
  [bodyOf({ text: "Hi {{1}}.", example: { body_text: [[""]] } }), "example.body_text[0][0]: must have 1 to 1024"],
  [
    bodyOf({ text: "Hi {{1}}.", example: { body_text_named_params: [{ param_name: "a", example: "b" }] } }),
    "components[0].example.body_text_named_params: give body_text in its place",
  ],
  [
    {
      parameter_format: "NAMED",
      ...bodyOf({ text: "Hi {{a}}.", example: { body_text_named_params: [{ param_name: "b", example: "c" }] } }),
    },
    "components[0].example.body_text_named_params: has no example for {{a}}",
  ],
  [bodyOf({ add_security_recommendation: true }), "add_security_recommendation: is only taken by AUTHENTICATION"],
]);

const quick = (text: string) => ({ type: "QUICK_REPLY", text });
const url = { type: "URL", text: "Go", url: "https://a.example/b" };
const phone = { type: "PHONE_NUMBER", text: "Call", phone_number: "+15550051310" };

refuses("buttons", [
  [withBody({ type: "BUTTONS", buttons: [] }), "components[1].buttons: must have at least 1 items"],
  [buttons(...many(11, (i) => quick(`Q${i}`))), "components[1].buttons: must have at most 10 items (given 11 items)"],
  [buttons(url, url, url), "components[1].buttons: must have at most 2 of type URL (given 3)"],
  [buttons(phone, phone), "components[1].buttons: must have at most 1 of type PHONE_NUMBER (given 2)"],
  [buttons(quick("a"), url, quick("b")), "components[1].buttons: quick replies must stand together"],
  [buttons({ type: "APP", text: "a" }), "components[1].buttons[0].type: must be one of QUICK_REPLY, URL"],
  [buttons(quick("")), "components[1].buttons[0].text: must have 1 to 25 characters"],
  [buttons(quick(emoji(26))), "components[1].buttons[0].text: must have 1 to 25 characters"],
  [buttons({ ...url, text: x(26) }), "components[1].buttons[0].text: must have 1 to 25 characters"],
  [buttons({ ...url, url: "a.example" }), "components[1].buttons[0].url: must be an http:// or https:// URL"],
  [buttons({ ...url, url: `https://a.example/${x(2000)}` }), "components[1].buttons[0].url: must have at most 2000"],
  [buttons({ ...url, url: "https://a.example/{{1}}" }), "components[1].buttons[0].example: is needed"],
  [buttons({ ...url, example: ["https://a.example"] }), "components[1].buttons[0].example: must be absent"],
  [buttons({ ...url, url: "https://a.example/{{1}}/b" }), "buttons[0].url: may have one variable, {{1}}, and only at"],
  [buttons({ ...url, url: "https://a.example/{{1}}{{2}}" }), "buttons[0].url: may have one variable"],
  [buttons({ ...url, url: "https://a.example/{{1" }), "buttons[0].url: has braces that do not close"],
  [
    buttons({ ...url, url: "https://a.example/{{1}}", example: ["https://a.example/b", "https://a.example/c"] }),
    "components[1].buttons[0].example: must have at most 1 items",
  ],
  [buttons({ ...phone, text: x(26) }), "components[1].buttons[0].text: must have 1 to 25 characters"],
  [buttons({ ...phone, phone_number: "1".repeat(21) }), "components[1].buttons[0].phone_number: must be up to 20"],
  [buttons({ ...phone, phone_number: "555-1234" }), "components[1].buttons[0].phone_number: must be up to 20"],
  [
    buttons({ type: "FLOW", text: "Go" }),
    "components[1].buttons[0]: needs exactly one of flow_id, flow_name, flow_json",
  ],
  [buttons({ type: "FLOW", text: "Go", flow_id: "12345", flow_name: "a" }), "buttons[0]: needs exactly one of flow_id"],
  [buttons({ type: "FLOW", flow_id: "12345" }), "components[1].buttons[0].text: must be a string (missing)"],
  [buttons({ type: "FLOW", text: x(26), flow_id: "12345" }), "buttons[0].text: must have 1 to 25 characters"],
  [buttons({ type: "FLOW", text: "Go", flow_json: "{" }), "buttons[0].flow_json: must be a JSON object as text"],
  [
    buttons({ type: "FLOW", text: "Go", flow_id: "12345", flow_action: "open" }),
    "flow_action: must be one of navigate",
  ],
  [buttons({ type: "FLOW", text: "Go", flow_id: "12345", icon: "STAR" }), "icon: must be one of DOCUMENT, PROMOTION"],
  [buttons({ type: "VOICE_CALL", text: x(26) }), "components[1].buttons[0].text: must have 1 to 25 characters"],
  [buttons({ type: "VOICE_CALL", text: "Call", ttl_minutes: 43201 }), "ttl_minutes: must be at most 43200"],
]);

refuses("time to live", [
  [{ message_send_ttl_seconds: 29 }, "message_send_ttl_seconds: must be 30 to 43200 or -1 for UTILITY (given 29)"],
  [{ message_send_ttl_seconds: 43201 }, "message_send_ttl_seconds: must be 30 to 43200 or -1 for UTILITY"],
  [{ message_send_ttl_seconds: -2 }, "message_send_ttl_seconds: must be at least -1"],
  [{ category: "MARKETING", message_send_ttl_seconds: 43199 }, "must be 43200 to 2592000 for MARKETING (given 43199)"],
  [{ category: "MARKETING", message_send_ttl_seconds: -1 }, "must be 43200 to 2592000 for MARKETING (given -1)"],
  [{ category: "MARKETING", message_send_ttl_seconds: 2592001 }, "message_send_ttl_seconds: must be at most 2592000"],
]);

describe("what is at the limit is taken", () => {
  const atLimit: [string, Args][] = [
    [
      "texts",
      {
        components: [
          { type: "HEADER", format: "TEXT", text: emoji(60) },
          { type: "BODY", text: emoji(1024) },
          { type: "FOOTER", text: emoji(60) },
        ],
      },
    ],
    ["ten buttons", buttons(...many(7, (i) => quick(`Q${i}`)), url, url, phone)],
    ["quick replies last", buttons(url, quick("a"), quick("b"))],
    ["time to live", { message_send_ttl_seconds: -1 }],
    ["a variable used twice", bodyOf({ text: "Hi {{1}}, yes {{1}}.", example: { body_text: [["a"]] } })],
    ["single braces", bodyOf({ text: "Hi {a}." })],
    ["a location header", oneHeader({ format: "LOCATION" })],
    ["a call button beside a link", buttons({ type: "VOICE_CALL", text: "Call", ttl_minutes: 43200 }, url)],
  ];
  test.each(atLimit)("%s", (_, change) => {
    expect(faultsOf(TOOL, { ...valid, ...change })).toEqual([]);
  });
});
