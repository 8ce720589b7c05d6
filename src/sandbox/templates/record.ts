import type { TemplateRow } from "./store.ts";

export const TEMPLATE_FIELDS = [
  "name",
  "parameter_format",
  "components",
  "language",
  "status",
  "category",
  "sub_category",
  "id",
];

/** templates.md section 6. What is undefined is not on the wire. */
export function templateRecord(row: TemplateRow) {
  const isSendable = row.status === "APPROVED";
  return {
    id: row.id,
    name: row.name,
    parameter_format: row.parameterFormat,
    components: row.components,
    language: row.language,
    status: row.status,
    category: row.category,
    previous_category: row.previousCategory,
    sub_category: row.subCategory,
    quality_score: { score: row.quality ?? (isSendable ? "GREEN" : "UNKNOWN") },
    rejected_reason: row.rejectedReason,
    message_send_ttl_seconds: row.life,
    library_template_name: row.libraryName,
    correct_category: row.category,
    cta_url_link_tracking_opted_out: false,
    health_status: {
      can_send_message: isSendable ? "AVAILABLE" : "BLOCKED",
      entities: [
        { entity_type: "MESSAGE_TEMPLATE", id: row.id, can_send_message: isSendable ? "AVAILABLE" : "BLOCKED" },
      ],
    },
  };
}
