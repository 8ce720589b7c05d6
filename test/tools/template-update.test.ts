import { describe, expect, test } from "vitest";
import { json } from "../kapso/scripted-server.ts";
import { ACCOUNT, type Args, contractExamples, run } from "./direct.ts";
import { refuses, x } from "./refuses.ts";

/** Changing a template (contract templates.md 6): what the stored one allows is judged before anything is written. */

const record = contractExamples("templates")["record"] as Args;
const ID = "731904228816542";
const PATH = `/${ACCOUNT}/message_templates`;
const ok = json(200, { success: true });
const one = (change: Args = {}) => json(200, { ...record, ...change });

describe("update_template", () => {
  const body = {
    type: "BODY",
    text: "Hola {{nombre}}, hasta luego.",
    example: { body_text_named_params: [{ param_name: "nombre", example: "Ana" }] },
  };
  const components = [body];

  test("reads, changes, and returns the template as it then is", async () => {
    const changed = one({ status: "PENDING", components });
    const { asked, data } = await run("update_template", { template_id: ID, components }, [one(), ok, changed]);
    expect(asked).toMatchObject([
      { method: "GET", path: `${PATH}/${ID}` },
      { method: "POST", path: PATH, query: { hsm_id: ID }, body: { components } },
      { method: "GET", path: `${PATH}/${ID}` },
    ]);
    expect(Object.keys(asked[1]?.body)).toEqual(["components"]);
    expect(data).toMatchObject({ template_id: ID, status: "PENDING", body: body.text });
  });

  const refused: [string, Args, Args, string][] = [
    [
      "a template in review",
      { status: "PENDING" },
      { components },
      "template_id: is PENDING; only APPROVED, REJECTED, PAUSED",
    ],
    [
      "the category of an approved one",
      {},
      { category: "MARKETING" },
      "category: of an APPROVED template cannot be changed",
    ],
    [
      "numbered variables in a NAMED one",
      {},
      { components: [{ ...body, text: "A {{1}}.", example: { body_text: [["a"]] } }] },
      "components[0].text: has numbered variables in a NAMED template",
    ],
    [
      "named ones in a POSITIONAL one",
      { parameter_format: "POSITIONAL" },
      { components },
      "components[0].text: has named variables",
    ],
    [
      "what its category forbids",
      { status: "PAUSED" },
      { components: [body, { type: "BUTTONS", buttons: [{ type: "COPY_CODE", example: "A" }] }] },
      "category: must be MARKETING for a coupon (given UTILITY)",
    ],
    [
      "text in an authentication one",
      { category: "AUTHENTICATION", status: "REJECTED" },
      { components },
      "components[0].text: is fixed in an AUTHENTICATION template",
    ],
    [
      "a time to live beyond its category's",
      {},
      { message_send_ttl_seconds: 43201 },
      "message_send_ttl_seconds: must be 30 to 43200 or -1 for UTILITY",
    ],
  ];
  test.each(refused)("refuses %s before any write", async (_, stored, patch, message) => {
    const { asked, error } = await run("update_template", { template_id: ID, ...patch }, [one(stored)]);
    expect(error?.message).toContain(message);
    expect(asked.map(({ method }) => method)).toEqual(["GET"]);
  });

  test("a rejected template may change its category", async () => {
    const stored = one({ status: "REJECTED" });
    const { asked } = await run("update_template", { template_id: ID, category: "MARKETING" }, [stored, ok, stored]);
    expect(asked[1]?.body).toEqual({ category: "MARKETING" });
  });

  refuses("update_template", "update_template", { template_id: ID }, [
    [{}, "give at least one of category, components, message_send_ttl_seconds"],
    [{ components: [] }, "components: must have at least 1 items"],
    [{ components: [{ type: "FOOTER", text: "a" }] }, "components: must have a BODY"],
    [{ components: [{ type: "BODY", text: x(1025) }] }, "components[0].text: must have 1 to 1024 characters"],
    [{ category: "MARKETING", message_send_ttl_seconds: 30 }, "message_send_ttl_seconds: must be 43200 to 2592000"],
    [
      { template_name: "a", category: "UTILITY" },
      "template_name: unknown argument. Valid arguments: template_id, category",
    ],
    [{ template_id: "x", category: "UTILITY" }, "template_id: must be 5 to 20 digits"],
  ]);
});
