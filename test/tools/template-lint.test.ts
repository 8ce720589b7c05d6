import { describe, expect, test } from "vitest";
import type { Template } from "../../src/kapso/template-types.ts";
import { faultText } from "../../src/tools/definition/faults.ts";
import { chooseTemplate } from "../../src/tools/messages/send_template_message/find.ts";
import { lintFilling } from "../../src/tools/messages/send_template_message/lint.ts";
import { type Args, contractExamples } from "./direct.ts";
import { parseFilling } from "./template-fillings.ts";

/** What a fault says: the argument, what was given, what the template wants. That it is one: the sandbox's test. */

const contract = contractExamples("templates");
const ID = "731904228816542";

function record(change: Args = {}): Template {
  return { id: ID, name: "promo", language: "es", status: "APPROVED", category: "MARKETING", ...change };
}
const body = (text: string) => ({ type: "BODY", text });
const buttons = (...list: Args[]) => ({ type: "BUTTONS", buttons: list });
const of = (...components: Args[]) => ({ components });

function lint(template: Args, args: Args = {}): string[] {
  const filling = parseFilling({ template_name: "promo", language: "es", ...args });
  if (filling === undefined) throw new Error("the filling is not valid by itself");
  return lintFilling(filling, record(template)).map(faultText);
}

type Case = [what: string, template: Args, args: Args, ...faults: string[]];
const check = (cases: Case[]) =>
  test.each(cases)("%s", (_, template, args, ...faults) => expect(lint(template, args)).toEqual(faults));

describe("the status", () => {
  const status = (status: string, more: Args = {}) => ({ ...of(body("Hi.")), status, ...more });

  test.each([
    ["PENDING", "it is in review"],
    ["PAUSED", "its quality is low"],
    ["DISABLED", "for good"],
    ["IN_APPEAL", "the appeal is not decided"],
    ["PENDING_DELETION", "it is being deleted"],
    ["DELETED", "it is gone"],
    ["LIMIT_EXCEEDED", "the account has too many templates"],
  ])("%s cannot be sent", (name, why) => {
    expect(lint(status(name))).toEqual([
      `template_name: must be an APPROVED template (given promo in es, which is ${name}: ${why})`,
    ]);
  });

  test("a refused one says for what", () => {
    expect(lint(status("REJECTED", { rejected_reason: "PROMOTIONAL" }))).toEqual([
      "template_name: must be an APPROVED template (given promo in es, which is REJECTED: the review refused it (PROMOTIONAL))",
    ]);
    expect(lint(status("REJECTED", { rejected_reason: "NONE" }))[0]).toMatch(/the review refused it\)$/);
  });

  test.each(["APPROVED", "approved", "FLAGGED", "REINSTATED", "ARCHIVED", "UNLOCKED", "SOMETHING_NEW"])(
    "%s is left to the API",
    (name) => expect(lint(status(name))).toEqual([]),
  );

  test("the values are checked all the same", () => {
    expect(lint({ ...of(body("Hi {{1}}.")), status: "PAUSED" })).toHaveLength(2);
  });
});

describe("values of the body", () => {
  const numbered = of(body("Order {{2}} is ready for {{1}}."));
  const named = of(body("Hi {{name}}, come at {{hour}}."));
  const value = (text: string, parameter_name?: string) => ({ text, parameter_name });
  check([
    ["none", numbered, {}, "body: must have 2 values, in the order {{1}}, {{2}} (given none)"],
    ["too few", numbered, { body: [value("a")] }, "body: must have 2 values, in the order {{1}}, {{2}} (given 1)"],
    [
      "too many",
      of(body("Hi {{1}}.")),
      { body: [value("a"), value("b")] },
      "body: must have 1 value, for {{1}} (given 2)",
    ],
    [
      "for a fixed text",
      of(body("Hi.")),
      { body: [value("a")] },
      "body: must be left out: the template has no variables there (given 1)",
    ],
    [
      "with names, of a POSITIONAL template",
      numbered,
      { body: [value("a", "one"), value("b", "two")] },
      'body[0].parameter_name: must be left out: the template is POSITIONAL, with {{1}}, {{2}} (given "one")',
      'body[1].parameter_name: must be left out: the template is POSITIONAL, with {{1}}, {{2}} (given "two")',
    ],
    [
      "without names, of a NAMED template",
      named,
      { body: [value("a"), value("b")] },
      "body[0].parameter_name: must be one of name, hour (missing)",
      "body[1].parameter_name: must be one of name, hour (missing)",
    ],
    [
      "a name that is missing",
      named,
      { body: [value("a", "name")] },
      "body: needs a value for {{hour}}, by parameter_name (given 1)",
    ],
    [
      "no value of a NAMED template",
      named,
      {},
      "body: needs a value for {{name}}, {{hour}}, by parameter_name (given none)",
    ],
    [
      "a name that the template does not have",
      named,
      { body: [value("a", "name"), value("b", "time")] },
      "body: needs a value for {{hour}}, by parameter_name (given 2)",
      'body[1].parameter_name: must be one of name, hour (given "time")',
    ],
    ["in any order of names", named, { body: [value("a", "hour"), value("b", "name")] }],
    ["a variable that comes twice counts once", of(body("Hi {{1}}, {{1}}!")), { body: [value("a")] }],
    ["of a record that says NAMED over numbers, the API judges", { ...numbered, parameter_format: "NAMED" }, {}],
    ["of a text with names and numbers, the API judges", of(body("Hi {{1}} and {{name}}.")), {}],
    ["of a record that was read without its components, the API judges", {}, { body: [value("a")] }],
    [
      "types and formats in lower case",
      { components: [{ type: "body", text: "Hi {{1}}." }], parameter_format: "positional" },
      { body: [value("a")] },
    ],
  ]);

  test("a name twice on the cards of a carousel", () => {
    const card = { components: [{ type: "HEADER", format: "IMAGE" }, body("{{a}} and {{b}}")] };
    const given = {
      header: { type: "image", media_id: "1290447715880316" },
      body: [value("1", "a"), value("2", "a")],
    };
    const [missing, twice, ...rest] = lint(of(body("Hi."), { type: "CAROUSEL", cards: [card, card] }), {
      cards: [given, given],
    });
    expect(missing).toBe("cards[0].body: needs a value for {{b}}, by parameter_name (given 2)");
    expect(twice).toBe('cards[0].body[1].parameter_name: must be unique (given "a" twice)');
    expect(rest).toHaveLength(2);
  });
});

describe("the header", () => {
  const header = (format: string, text?: string) => of({ type: "HEADER", format, text }, body("Hi."));
  const text = { type: "text", text: "a" };
  check([
    ["missing media", header("IMAGE"), {}, 'header: is needed: {"type":"image","media_id":"{{media_id}}"} (missing)'],
    [
      "missing text",
      header("TEXT", "On {{day}}"),
      {},
      'header: is needed: {"type":"text","parameter_name":"day","text":"{{day}}"} (missing)',
    ],
    [
      "of another type",
      header("DOCUMENT"),
      { header: text },
      "header.type: must be document, as the template's header is (given text)",
    ],
    [
      "media for a text",
      header("TEXT", "On {{1}}"),
      { header: { type: "image", media_id: "1290447715880316" } },
      "header.type: must be text, as the template's header is (given image)",
    ],
    [
      "for a fixed text",
      header("TEXT", "News"),
      { header: text },
      "header: must be left out: the template's header is a fixed text (given text)",
    ],
    [
      "of a template without",
      of(body("Hi.")),
      { header: text },
      "header: must be left out: the template has none (given text)",
    ],
    [
      "without its name",
      header("TEXT", "On {{day}}"),
      { header: text },
      "header.parameter_name: must be day (missing)",
    ],
    ["of a format that the contract does not explain, the API judges", header("GIF"), {}],
  ]);
});

describe("buttons", () => {
  const url = { type: "URL", text: "Go", url: "https://a.example/{{1}}" };
  const fixed = { type: "URL", text: "Go", url: "https://a.example" };
  const quick = { type: "QUICK_REPLY", text: "Yes" };
  const phone = { type: "PHONE_NUMBER", text: "Call", phone_number: "+551130904455" };
  const suffix = (index: number) => ({ index, sub_type: "url", text: "7731" });
  const on = (...list: Args[]) => of(body("Hi."), buttons(...list));
  check([
    [
      "a URL's end is missing",
      on(quick, url),
      {},
      'buttons: needs {"index":1,"sub_type":"url","text":"{{end of the URL}}"}, for the template\'s button 1, URL https://a.example/{{1}} (missing)',
    ],
    [
      "an end for a URL that has none",
      on(fixed),
      { buttons: [suffix(0)] },
      "buttons[0]: must be left out: nothing fills the template's button 0, URL https://a.example (given url)",
    ],
    [
      "another type than the button at that index",
      on(quick, url),
      { buttons: [suffix(0), suffix(1)] },
      "buttons[0].sub_type: must be quick_reply for the template's button 0, QUICK_REPLY (given url)",
    ],
    [
      "a button that takes nothing",
      on(phone),
      { buttons: [suffix(0)] },
      "buttons[0]: must be left out: nothing fills the template's button 0, PHONE_NUMBER (given url)",
    ],
    [
      "an index beyond the last",
      on(quick, url),
      { buttons: [suffix(1), suffix(2)] },
      "buttons[1].index: must be 0 to 1 (given 2)",
    ],
    [
      "an index beyond the only one",
      on(quick),
      { buttons: [suffix(1)] },
      "buttons[0].index: must be 0: the template has 1 button (given 1)",
    ],
    [
      "a template without",
      of(body("Hi.")),
      { buttons: [suffix(0)] },
      "buttons: must be left out: the template has none (given 1)",
    ],
    ["a payload may be left out", on(quick), {}],
    ["a flow's token and a call's time may be left out", on({ type: "FLOW" }, { type: "VOICE_CALL" }), {}],
    ["of a type that the contract does not know, the API judges", on({ type: "POSTBACK" }), { buttons: [suffix(0)] }],
  ]);
});

describe("authentication", () => {
  const code = { body: [{ text: "804173" }], buttons: [{ index: 0, sub_type: "url", text: "804173" }] };
  const written = {
    category: "AUTHENTICATION",
    ...of(
      body("*{{1}}* is your code."),
      buttons({ type: "URL", url: "https://www.whatsapp.com/otp/code/?code=otp{{1}}" }),
    ),
  };
  const bare = {
    category: "AUTHENTICATION",
    ...of({ type: "BODY", add_security_recommendation: true }, buttons({ type: "OTP", otp_type: "ONE_TAP" })),
  };
  const needed =
    'buttons: needs {"index":0,"sub_type":"url","text":"{{code}}"}, for the template\'s button 0, OTP (missing)';
  check([
    ["as records show it", written, code],
    ["as it was defined", bare, code],
    ["without the code", bare, {}, "body: must have 1 value, for {{1}} (given none)", needed],
    ["with the code in the text alone", written, { body: code.body }, needed],
    [
      "with a coupon",
      written,
      { ...code, buttons: [{ index: 0, sub_type: "copy_code", coupon_code: "804173" }] },
      "buttons[0].sub_type: must be url for the template's button 0, OTP (given copy_code)",
    ],
  ]);
});

describe("cards and offers", () => {
  const media_id = "1290447715880316";
  const card = { header: { type: "image", media_id }, buttons: [{ index: 1, sub_type: "url", text: "a" }] };
  const carousel = contract["vitrine_semanal"] as Args;
  const goods = of(body("Hi."), {
    type: "CAROUSEL",
    cards: [0, 1].map(() => ({ components: [{ type: "HEADER", format: "PRODUCT" }, buttons({ type: "SPM" })] })),
  });
  const product = { header: { type: "product", catalog_id: "1", product_retailer_id: "A" } };
  const value = { body: [{ text: "Rafa" }] };
  const end = "2027-01-01T00:00:00.000Z";
  const offer = (has_expiration?: boolean) =>
    of(body("Hi."), { type: "LIMITED_TIME_OFFER", limited_time_offer: { text: "Now", has_expiration } });
  check([
    ["the approved number of cards", carousel, { ...value, cards: [card, card] }],
    ["no cards", carousel, value, "cards: must be 2 cards, as the template has (missing)"],
    [
      "another number of cards",
      carousel,
      { ...value, cards: [card, card, card] },
      "cards: must be 2 cards, as the template has (given 3)",
    ],
    [
      "what a card lacks",
      carousel,
      { ...value, cards: [card, card].map(({ header }) => ({ header: { ...header, type: "video" } })) },
      ...[0, 1].flatMap((i) => [
        `cards[${i}].header.type: must be image, as the template's header is (given video)`,
        `cards[${i}].buttons: needs {"index":1,"sub_type":"url","text":"{{end of the URL}}"}, for the template's button 1, URL https://aurora.example/p/{{1}} (missing)`,
      ]),
    ],
    ["products: as many as one likes", goods, { cards: [product, product, product] }],
    ["products: none", goods, {}, "cards: must be 2 to 10 cards, as the template has (missing)"],
    [
      "cards of a template that is no carousel",
      of(body("Hi.")),
      { cards: [card, card] },
      "cards: must be left out: the template is not a carousel (given 2)",
    ],
    [
      "an offer's end is missing",
      offer(true),
      {},
      "offer_expires_at: is needed: the template's offer shows when it ends (missing)",
    ],
    ["an offer that does not end", offer(false), {}],
    ["an end that the offer may not show is left to the API", offer(), { offer_expires_at: end }],
    [
      "an end without an offer",
      of(body("Hi.")),
      { offer_expires_at: end },
      `offer_expires_at: must be left out: the template is not a limited-time offer (given ${end})`,
    ],
  ]);
});

describe("the template of a name and language", () => {
  const named = (name: string, language: string, status = "APPROVED") => record({ name, language, status });
  const shelf = [
    named("pedido_pronto", "pt_BR"),
    named("pedido_pronto", "es", "PENDING"),
    named("pedido_enviado", "pt_BR"),
    named("recordatorio_cita", "es"),
    named("again", "es", "DELETED"),
    named("again", "es"),
  ];
  const faults = (name: string, language: string, templates = shelf) => {
    const choice = chooseTemplate(templates, name, language);
    return "faults" in choice ? choice.faults.map(faultText) : [];
  };

  test("is found", () => {
    expect(chooseTemplate(shelf, "pedido_enviado", "pt_BR")).toEqual({ template: shelf[2] });
  });

  test("is the approved one of two", () => {
    expect(chooseTemplate(shelf, "again", "es")).toEqual({ template: shelf[5] });
  });

  test("in another language: which there are", () => {
    expect(faults("pedido_pronto", "en")).toEqual([
      "language: must be one that the template has: es PENDING, pt_BR (given en)",
    ]);
  });

  test("of another name: the nearest, best first", () => {
    expect(faults("pedido_enviados", "pt_BR")).toEqual([
      "template_name: must be the name of a template; the nearest are pedido_enviado (pt_BR), pedido_pronto (es PENDING, pt_BR) (given pedido_enviados)",
    ]);
    expect(faults("cita_recordatorio", "es")[0]).toContain("the nearest are recordatorio_cita (es) (given");
  });

  test("like no other", () => {
    const fault = "template_name: must be the name of a template (given zzz)";
    expect(faults("zzz", "es")).toEqual([fault]);
    expect(faults("zzz", "es", [])).toEqual([fault]);
  });
});
