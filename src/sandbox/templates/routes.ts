import { type Call, numbersOfQuery, type ObjectKind, pathParam, type Route } from "../http/context.ts";
import { invalidParameter, kapso, noSuchObject } from "../http/errors.ts";
import { graphList, pickFields } from "../http/graph-list.ts";
import { numbersOfAccount } from "../numbers/routes.ts";
import { createTemplate, editTemplate } from "./change.ts";
import { templateFault } from "./fault.ts";
import { TEMPLATE_FIELDS, templateRecord } from "./record.ts";
import type { TemplateRow } from "./store.ts";

/** Templates: rows C1 to C7 of endpoints.md. */
export const templateRoutes: Route[] = [
  { method: "GET", path: "/:waba/message_templates", handle: list },
  { method: "POST", path: "/:waba/message_templates", handle: createOrUpdate },
  { method: "PUT", path: "/:waba/message_templates", handle: update },
  { method: "DELETE", path: "/:waba/message_templates", handle: remove },
  { method: "GET", path: "/:waba/message_templates/:templateId", handle: get },
];

/** `/{template_id}`, with the account or one of its numbers in the query. */
export const templateObject: ObjectKind = {
  owns: (c, id) => c.var.world.templates.rows.some((row) => row.id === id),
  GET: (c, id) => c.json(pickFields(c, templateRecord(ofQuery(c, id)), defaultsOf(ofQuery(c, id)))),
  POST: (c, id) => {
    editTemplate(c.var.world, ofQuery(c, id), c.var.body.object());
    return c.json({ success: true });
  },
};

function accountOf(c: Call): string {
  return numbersOfAccount(c)[0]?.businessAccountId ?? "";
}

function defaultsOf({ previousCategory }: TemplateRow): string[] {
  return previousCategory === undefined ? TEMPLATE_FIELDS : [...TEMPLATE_FIELDS, "previous_category"];
}

/** Filters compare without regard to case; `name` matches whole names only (templates.md section 6). */
function list(c: Call): Response {
  const asked = (name: string) => c.req.query(name)?.toLowerCase();
  const equals = (name: string, value: string) => (asked(name) ?? value.toLowerCase()) === value.toLowerCase();
  const rows = c.var.world.templates.ofAccount(accountOf(c)).filter((each) => {
    const content = JSON.stringify(each.components).toLowerCase();
    const either = asked("name_or_content") ?? "";
    return (
      equals("name", each.name) &&
      equals("status", each.status) &&
      equals("category", each.category) &&
      equals("language", each.language) &&
      equals("quality_score", templateRecord(each).quality_score.score) &&
      content.includes(asked("content") ?? "") &&
      (each.name.includes(either) || content.includes(either))
    );
  });
  return c.json(graphList(c, rows, 20, (row) => pickFields(c, templateRecord(row), defaultsOf(row))));
}

function createOrUpdate(c: Call): Response {
  if (c.req.query("hsm_id") !== undefined) return update(c);
  const { id, status, category } = createTemplate(c.var.world, accountOf(c), c.var.body.object());
  return c.json({ id, status, category });
}

function find(c: Call, accountId: string, id: string): TemplateRow {
  const row = c.var.world.templates.ofAccount(accountId).find((each) => each.id === id);
  if (row === undefined) throw noSuchObject(c.req.method, id);
  return row;
}

function ofQuery(c: Call, id: string): TemplateRow {
  return find(c, numbersOfQuery(c)[0]?.businessAccountId ?? "", id);
}

function update(c: Call): Response {
  const account = accountOf(c);
  const id = c.req.query("hsm_id");
  if (id === undefined) throw kapso(400, "hsm_id is required");
  editTemplate(c.var.world, find(c, account, id), c.var.body.object());
  return c.json({ success: true });
}

/** By name all languages, by name and id one; Kapso takes the id alone too. */
function remove(c: Call): Response {
  const account = accountOf(c);
  const { world } = c.var;
  const name = c.req.query("name");
  const id = c.req.query("hsm_id");
  if (name === undefined && id === undefined) throw invalidParameter("Param name or hsm_id is required");
  const rows =
    id === undefined ? world.templates.ofAccount(account).filter((row) => row.name === name) : [find(c, account, id)];
  if (rows.length === 0 || (name !== undefined && rows.some((row) => row.name !== name))) {
    throw templateFault(
      "Template not found",
      `There is no template ${name}${id === undefined ? "" : ` with id ${id}`}.`,
    );
  }
  if (rows.some((row) => row.status === "DISABLED")) {
    throw templateFault("Template cannot be deleted", "DISABLED templates cannot be deleted.");
  }
  for (const row of rows) world.templates.remove(row, world.now());
  return c.json({ success: true });
}

function get(c: Call): Response {
  const id = pathParam(c, "templateId");
  const account = accountOf(c);
  if (!/^\d+$/.test(id)) throw kapso(400, "invalid template_id");
  const row = find(c, account, id);
  return c.json(pickFields(c, templateRecord(row), defaultsOf(row)));
}
