import type { Call, Route } from "../context.ts";
import { graphList, pickFields } from "../graph-list.ts";
import type { JsonObject } from "../json.ts";
import type { TemplateRow } from "../seed/templates.ts";
import { numbersOfAccount } from "./numbers.ts";

/** Templates, as far as sends need them: row C1 of endpoints.md. */
export const templateRoutes: Route[] = [{ method: "GET", path: "/:waba/message_templates", handle: list }];

const DEFAULT_FIELDS = [
  "name",
  "parameter_format",
  "components",
  "language",
  "status",
  "category",
  "sub_category",
  "id",
];

/** Filters compare without regard to case; `name` matches whole names only (templates.md section 6). */
function list(c: Call): Response {
  const [number] = numbersOfAccount(c);
  const matches = (name: string, value: string) => (c.req.query(name) ?? value).toLowerCase() === value.toLowerCase();
  const rows = c.var.world.templates.filter(
    (each) =>
      each.businessAccountId === number?.businessAccountId &&
      matches("name", each.name) &&
      matches("status", each.status) &&
      matches("category", each.category) &&
      matches("language", each.language),
  );
  return c.json(graphList(c, rows, 20, (row) => pickFields(c, templateRecord(row), DEFAULT_FIELDS)));
}

function templateRecord(row: TemplateRow): JsonObject {
  return {
    id: row.id,
    name: row.name,
    parameter_format: row.parameterFormat,
    components: row.components,
    language: row.language,
    status: row.status,
    category: row.category,
    sub_category: "CUSTOM",
    quality_score: { score: row.status === "APPROVED" ? "GREEN" : "UNKNOWN" },
    rejected_reason: row.rejectedReason,
  };
}
