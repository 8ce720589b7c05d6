import { describe, expect, test } from "vitest";
import type { Template, TemplateComponent } from "../../src/kapso/template-types.ts";
import { fittingTemplates, skeleton } from "../../src/tools/templates/fitting.ts";

/** Which templates are offered where the 24-hour window is closed, and in which order. */

function template(name: string, text: string, change: Partial<Template> = {}, ...more: TemplateComponent[]): Template {
  const components = [...more, { type: "BODY", text }];
  return {
    id: "1",
    name,
    language: "pt_BR",
    status: "APPROVED",
    category: "UTILITY",
    components,
    ...change,
  } as Template;
}
const marketing = { category: "MARKETING" };
const image = { type: "HEADER", format: "IMAGE" };
/** Every template has this word of the refused text. */
const SAID = { text: "pedido" };
const names = (templates: Template[], refused = {}) =>
  fittingTemplates(templates, { ...SAID, ...refused }).map(({ name }) => name);

test("only approved ones, and never a code", () => {
  expect(
    names([
      template("pending", "Oi pedido.", { status: "PENDING" }),
      template("paused", "Oi pedido.", { status: "PAUSED" }),
      template("code", "{{1}}", { category: "AUTHENTICATION" }),
      template("plain", "Oi pedido."),
    ]),
  ).toEqual(["plain"]);
});

test("none that says nothing, asks for something else, or cannot be sent by the usual route", () => {
  const unfit = [
    template("hello_world", "Welcome."),
    template("permission", "Oi pedido.", {}, { type: "CALL_PERMISSION_REQUEST" }),
    template("gif", "Oi pedido.", marketing, { type: "HEADER", format: "GIF" }),
  ];
  expect(names(unfit)).toEqual([]);
});

test("no MARKETING, whatever the words", () => {
  const promotion = template("promo", "Sua mesa chegou: 20% de desconto.", marketing);
  expect(names([promotion], { text: "Sua mesa chegou" })).toEqual([]);
});

test("none with no word in common", () => {
  expect(names([template("aviso", "Novidades.")], { text: "Sua mesa chegou" })).toEqual([]);
});

describe("words in common go first", () => {
  const shelf = [
    template("agenda", "Sua visita foi marcada."),
    template("entrega_atrasada", "Olá {{1}}, vai demorar."),
    template("pronto", "O pedido está pronto para retirada."),
  ];

  test("of the body, without case and accents", () => {
    expect(names(shelf, { text: "Seu PEDIDO está prónto!" })[0]).toBe("pronto");
  });

  test("of the name", () => {
    expect(names(shelf, { text: "A entrega atrasou, desculpe" })[0]).toBe("entrega_atrasada");
  });

  test("short words and names of variables do not count", () => {
    const other = [template("b_named", "Oi {{pedido}}, a sua foi."), template("a_plain", "Oi {{1}}, tudo certo.")];
    expect(names(other, { text: "a sua foi pedido" })).toEqual([]);
  });
});

test("then what needs fewer values, then what needs no media", () => {
  const shelf = [
    template("a_three", "pedido {{1}} {{2}} {{3}}"),
    template("b_media", "Oi pedido.", {}, image),
    template("c_one", "Oi pedido {{1}}."),
    template("d_none", "Oi pedido."),
  ];
  expect(names(shelf)).toEqual(["d_none", "c_one", "b_media"]);
});

test("the order of the records does not matter", () => {
  const shelf = ["c", "a", "b"].map((name) => template(name, "Oi pedido."));
  expect(names(shelf)).toEqual(["a", "b", "c"]);
  expect(names(shelf.toReversed())).toEqual(["a", "b", "c"]);
  const languages = ["pt_BR", "es"].map((language) => template("a", "Oi pedido.", { language }));
  expect(fittingTemplates(languages, SAID).map(({ language }) => language)).toEqual(["es", "pt_BR"]);
});

test("a group gets text and media alone", () => {
  const shelf = [
    template("buttons", "Oi pedido.", {}, { type: "BUTTONS", buttons: [{ type: "QUICK_REPLY", text: "Sim" }] }),
    template("place", "Oi pedido.", {}, { type: "HEADER", format: "LOCATION" }),
    template("photo", "Oi pedido.", {}, image, { type: "FOOTER", text: "Aurora" }),
    template("plain", "Oi pedido."),
  ];
  expect(names(shelf, { hasGroup: true })).toEqual(["plain", "photo"]);
});

test("the skeleton is the call to make, with its blanks", () => {
  const url = { type: "URL", text: "Ver", url: "https://aurora.example/r/{{1}}" };
  const record = template("pedido", "Oi pedido {{1}}.", {}, image, { type: "BUTTONS", buttons: [url] });
  expect(skeleton(record)).toEqual({
    template_name: "pedido",
    language: "pt_BR",
    header: { type: "image", media_id: "{{media_id}}" },
    body: [{ text: "{{1}}" }],
    buttons: [{ index: 0, sub_type: "url", text: "{{end of the URL}}" }],
  });
});
