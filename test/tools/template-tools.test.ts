import { describe, expect, test } from "vitest";
import { json } from "../kapso/scripted-server.ts";
import { ACCOUNT, type Args, contractExamples, run } from "./direct.ts";
import { refuses } from "./refuses.ts";

/** The life of a template: what each tool asks of the API (contract endpoints.md C1 to C5), and what it returns. */

const contract = contractExamples("templates");
const record = contract["record"] as Args;
const ID = "731904228816542";
const PATH = `/${ACCOUNT}/message_templates`;
const ok = json(200, { success: true });
const one = (change: Args = {}) => json(200, { ...record, ...change });
const graphError = (status: number, error: Args) =>
  json(status, { error: { message: "no", type: "OAuthException", ...error } });

describe("list_templates", () => {
  const cursors = { before: "QUJD", after: "REVG" };

  test("asks with its filters for the fields that it shows", async () => {
    const args = {
      template_name: "recordatorio_cita",
      status: "APPROVED",
      category: "UTILITY",
      language: "es",
      limit: 5,
    };
    const { asked } = await run("list_templates", args, [json(200, { data: [record], paging: { cursors } })]);
    expect(asked).toEqual([
      {
        method: "GET",
        path: PATH,
        query: {
          name: "recordatorio_cita",
          status: "APPROVED",
          category: "UTILITY",
          language: "es",
          limit: "5",
          fields: expect.stringMatching(/^id,name,language,status,category,.*components,.*rejected_reason/),
        },
        body: undefined,
      },
    ]);
  });

  test("only next tells that there is more: a Meta list has a cursor on its last page too", async () => {
    const next = "https://app.kapso.ai/api/meta/v23.0/1/message_templates?after=REVG";
    const last = await run("list_templates", {}, [json(200, { data: [record], paging: { cursors } })]);
    expect(last.data).not.toHaveProperty("next_cursor");
    const more = await run("list_templates", { after: "QUJD" }, [
      json(200, { data: [record], paging: { cursors, next } }),
    ]);
    expect(more.data).toMatchObject({ count: 1, next_cursor: "REVG" });
    expect(more.asked[0]?.query).toMatchObject({ after: "QUJD", limit: "20" });
  });

  refuses("list_templates", "list_templates", {}, [
    [{ template_name: "A b" }, "template_name: must be 1 to 512 lower case letters"],
    [{ status: "LIVE" }, "status: must be one of APPROVED, PENDING"],
    [{ category: "OTHER" }, "category: must be one of AUTHENTICATION, MARKETING, UTILITY"],
    [{ language: "spanish" }, "language: must be a language code"],
    [{ limit: 101 }, "limit: must be at most 100 (given 101)"],
    [{ after: "a", before: "b" }, "before: cannot go together with after"],
    [{ title: "a" }, "title: unknown argument. Valid arguments: template_name, status"],
  ]);

  test.each(["PAUSED", "IN_APPEAL", "LIMIT_EXCEEDED", "UNLOCKED"])(
    "every status of the contract passes: %s",
    async (status) => {
      const { asked } = await run("list_templates", { status }, [json(200, { data: [] })]);
      expect(asked[0]?.query["status"]).toBe(status);
    },
  );
});

describe("get_template", () => {
  test("returns the text and what a send must give", async () => {
    const { asked, data } = await run("get_template", { template_id: ID }, [one()]);
    expect(asked).toMatchObject([{ method: "GET", path: `${PATH}/${ID}` }]);
    expect(data).toEqual({
      template_id: ID,
      template_name: "recordatorio_cita",
      language: "es",
      status: "APPROVED",
      category: "UTILITY",
      previous_category: "MARKETING",
      sub_category: "CUSTOM",
      parameter_format: "NAMED",
      quality: "GREEN",
      message_send_ttl_seconds: 86400,
      body: "Hola {{nombre}}, te esperamos a las {{hora}} en Providencia.",
      to_fill: {
        body: [
          { parameter_name: "nombre", text: "{{nombre}}" },
          { parameter_name: "hora", text: "{{hora}}" },
        ],
      },
      components: [{ type: "BODY", text: "Hola {{nombre}}, te esperamos a las {{hora}} en Providencia." }],
    });
  });

  test("shows why a template was rejected", async () => {
    const { data } = await run("get_template", { template_id: ID }, [
      one({ status: "REJECTED", rejected_reason: "SCAM" }),
    ]);
    expect(data).toMatchObject({ status: "REJECTED", rejected_reason: "SCAM" });
  });

  refuses("get_template", "get_template", { template_id: ID }, [
    [{ template_id: "a/b" }, "template_id: must be 5 to 20 digits"],
  ]);
});

describe("create_template", () => {
  const created = json(200, { id: ID, status: "PENDING", category: "UTILITY" });
  const examples = [
    "recordatorio_cita",
    "pedido_enviado",
    "oferta_relampago",
    "vitrine_semanal",
    "codigo_acesso",
    "library",
  ];

  test.each(examples)("%s is sent as the contract has it", async (example) => {
    const { name: template_name, ...definition } = contract[example] as Args;
    const { asked, data } = await run("create_template", { template_name, ...definition }, [created]);
    expect(asked).toEqual([{ method: "POST", path: PATH, query: {}, body: contract[example] }]);
    expect(data).toMatchObject({ template_id: ID, template_name, status: "PENDING", category: "UTILITY" });
    expect(data.warnings).toBeUndefined();
  });

  test("fixed labels are filled in, and what the review may refuse comes back as a warning", async () => {
    const text = "Hi {{1}} {{2}}, look.";
    const components = [
      { type: "BODY", text, example: { body_text: [["a", "b"]] } },
      { type: "BUTTONS", buttons: [{ type: "CATALOG" }] },
    ];
    const args = { template_name: "a", language: "xx", category: "MARKETING", components };
    const { asked, data } = await run("create_template", args, [created]);
    expect(asked[0]?.body.components[1].buttons).toEqual([{ type: "CATALOG", text: "View catalog" }]);
    expect(data.warnings).toEqual([
      expect.stringContaining("xx is not in WhatsApp's list"),
      expect.stringContaining("variables with no text between them"),
    ]);
  });

  test("an unclear failure is not repeated", async () => {
    const { asked, error } = await run("create_template", { ...args(), template_name: "a" }, [
      json(504, { error: "Kapso proxy timeout" }),
    ]);
    expect(asked).toHaveLength(1);
    expect(error).toMatchObject({ kind: "unknown_outcome" });
  });

  const args = () => ({ language: "es", category: "UTILITY", components: [{ type: "BODY", text: "Hola" }] });
});

describe("delete_template", () => {
  test("one language: by id and name, which is looked up", async () => {
    const { asked, data } = await run("delete_template", { template_id: ID }, [one(), ok]);
    expect(asked[1]).toMatchObject({ method: "DELETE", path: PATH, query: { name: "recordatorio_cita", hsm_id: ID } });
    expect(data).toEqual({ deleted: true, template_id: ID, template_name: "recordatorio_cita" });
  });

  test("one language, its name given: one request", async () => {
    const { asked } = await run("delete_template", { template_id: ID, template_name: "a" }, [ok]);
    expect(asked).toMatchObject([{ method: "DELETE", query: { name: "a", hsm_id: ID } }]);
  });

  test("every language of a name", async () => {
    const { asked, data } = await run("delete_template", { template_name: "a", all_languages: true }, [ok]);
    expect(asked).toMatchObject([{ method: "DELETE", path: PATH, query: { name: "a" } }]);
    expect(asked[0]?.query).not.toHaveProperty("hsm_id");
    expect(data).toEqual({ deleted: true, template_name: "a", all_languages: true });
  });

  test("a template that is gone is an error, and nothing is deleted", async () => {
    const { asked, error } = await run("delete_template", { template_id: ID }, [
      graphError(400, { code: 100, error_subcode: 33 }),
    ]);
    expect(error).toMatchObject({ code: 100, subcode: 33 });
    expect(asked.map(({ method }) => method)).toEqual(["GET"]);
  });

  refuses("delete_template", "delete_template", {}, [
    [{}, "template_id: is needed; to delete every language of a name, give template_name and all_languages: true"],
    [{ template_name: "a" }, "template_id: is needed; to delete every language"],
    [{ all_languages: true }, "template_name: is needed with all_languages"],
    [
      { template_id: ID, template_name: "a", all_languages: true },
      "all_languages: cannot go together with template_id",
    ],
    [{ template_id: "1" }, "template_id: must be 5 to 20 digits"],
  ]);
});
