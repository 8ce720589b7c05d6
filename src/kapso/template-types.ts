/** Wire types of message templates (`contract/templates.md`). See `types.ts`. */

/** A template's button as records show it; which fields there are, `type` decides (templates.md section 3.5). */
export interface TemplateButton {
  type: string;
  text?: string | null;
  url?: string | null;
  phone_number?: string | null;
  flow_id?: string | number | null;
  otp_type?: string | null;
  example?: unknown;
}

/** A template's component as records show it (templates.md section 3). */
export interface TemplateComponent {
  type: string;
  format?: string | null;
  text?: string | null;
  example?: unknown;
  buttons?: TemplateButton[] | null;
  cards?: { components?: TemplateComponent[] | null }[] | null;
  limited_time_offer?: { text?: string | null; has_expiration?: boolean | null } | null;
  add_security_recommendation?: boolean | null;
  code_expiration_minutes?: number | null;
}

/** The record of a template (templates.md section 6). */
export interface Template {
  id: string;
  name: string;
  language: string;
  status: string;
  category?: string | null;
  previous_category?: string | null;
  sub_category?: string | null;
  parameter_format?: string | null;
  components?: TemplateComponent[] | null;
  quality_score?: { score?: string | null; date?: number | null } | null;
  rejected_reason?: string | null;
  message_send_ttl_seconds?: number | null;
  library_template_name?: string | null;
}

export interface CreatedTemplate {
  id: string;
  status?: string;
  category?: string;
}
