export type Params = Record<string, unknown>;

/** A path of the proxy that has tools of its own. */
export interface Route {
  /** Rows of `contract/endpoints.md`. */
  rows: string;
  method: "GET" | "POST" | "PATCH" | "DELETE";
  /** `{id}` is any id, `{number}` one of digits alone, as numbers, media, flows and templates have. */
  path: string;
  tools: readonly string[];
  /** Tells the requests apart that go to this path and have no tool. */
  free?(request: { query: Params; body: Params }): boolean;
}

const READS: readonly Route[] = [
  { rows: "A3", method: "GET", path: "/{id}/messages", tools: ["list_messages"] },
  { rows: "A4", method: "GET", path: "/{id}/messages/{id}", tools: ["get_message"] },
  { rows: "B4 B5", method: "GET", path: "/media_download", tools: ["download_media"] },
  { rows: "C1", method: "GET", path: "/{id}/message_templates", tools: ["list_templates"] },
  { rows: "C5", method: "GET", path: "/{id}/message_templates/{id}", tools: ["get_template"] },
  { rows: "D1", method: "GET", path: "/{id}/flows", tools: ["list_flows"] },
  { rows: "D6", method: "GET", path: "/{id}/assets", tools: ["get_flow_json"] },
  { rows: "E1", method: "GET", path: "/{id}/settings", tools: ["get_settings"] },
  { rows: "E3", method: "GET", path: "/{id}/phone_numbers", tools: ["list_phone_numbers"] },
  { rows: "E10", method: "GET", path: "/{id}/username", tools: ["get_username"] },
  { rows: "E13", method: "GET", path: "/{id}/username_suggestions", tools: ["list_username_suggestions"] },
  { rows: "F1", method: "GET", path: "/{id}/whatsapp_business_profile", tools: ["get_business_profile"] },
  { rows: "G1", method: "GET", path: "/{id}/conversations", tools: ["list_conversations"] },
  { rows: "G2", method: "GET", path: "/conversations/{id}", tools: ["get_conversation"] },
  { rows: "G3", method: "GET", path: "/{id}/conversations/{id}", tools: ["get_conversation"] },
  { rows: "H1", method: "GET", path: "/{id}/contacts", tools: ["list_contacts"] },
  { rows: "H2", method: "GET", path: "/{id}/contacts/{id}", tools: ["get_contact"] },
  { rows: "I1", method: "GET", path: "/{id}/calls", tools: ["list_calls", "get_call"] },
  { rows: "I3", method: "GET", path: "/{id}/call_permissions", tools: ["get_call_permission"] },
  { rows: "J1", method: "GET", path: "/{id}/block_users", tools: ["list_blocked_users"] },
  { rows: "N5", method: "GET", path: "/{id}/dataset", tools: ["get_conversion_dataset"] },
];

/** Fields of records that have a tool. An account's, a metric or a health status come with others. */
const SHOWN_BY_TOOLS =
  "display_phone_number verified_name quality_rating code_verification_status name_status platform_type throughput " +
  "account_mode certificate categories validation_errors json_version data_api_version endpoint_uri preview assets " +
  "url download_url mime_type sha256 file_size components parameter_format rejected_reason";

/** An object alone: which kind it is, only the fields tell that are asked for. */
const OBJECTS: readonly Route[] = [
  {
    rows: "B2 C6 D3 D10 E4",
    method: "GET",
    path: "/{number}",
    tools: ["get_phone_number", "get_media", "get_flow", "preview_flow", "get_template"],
    free: ({ query }) => {
      const asked = fieldNames(query);
      return asked.length > 0 && !asked.some((name) => SHOWN_BY_TOOLS.split(" ").includes(name));
    },
  },
  {
    rows: "C7 D4 E5",
    method: "POST",
    path: "/{number}",
    tools: ["set_two_step_pin", "update_flow", "update_template"],
  },
  { rows: "B3 D5", method: "DELETE", path: "/{number}", tools: ["delete_media", "delete_flow"] },
  { rows: "D5", method: "DELETE", path: "/flows/{id}", tools: ["delete_flow"] },
];

const SENDS = [
  "send_message",
  "send_interactive_message",
  "send_template_message",
  "send_reaction",
  "mark_message_read",
];

/** What needs live audio, and so has no tool. */
const LIVE: readonly unknown[] = ["connect", "pre_accept", "accept"];

const WRITES: readonly Route[] = [
  { rows: "A1 A2", method: "POST", path: "/{id}/messages", tools: SENDS },
  { rows: "A5", method: "POST", path: "/{id}/marketing_messages", tools: ["send_marketing_message"] },
  { rows: "A6", method: "POST", path: "/{id}/thread_control", tools: ["control_thread"] },
  { rows: "B1", method: "POST", path: "/{id}/media", tools: ["upload_media"] },
  { rows: "C2 C3", method: "POST", path: "/{id}/message_templates", tools: ["create_template", "update_template"] },
  { rows: "C4", method: "DELETE", path: "/{id}/message_templates", tools: ["delete_template"] },
  { rows: "D2", method: "POST", path: "/{id}/flows", tools: ["create_flow"] },
  { rows: "D7", method: "POST", path: "/{id}/assets", tools: ["update_flow_json"] },
  { rows: "D8", method: "POST", path: "/{id}/publish", tools: ["publish_flow"] },
  { rows: "D9", method: "POST", path: "/{id}/deprecate", tools: ["deprecate_flow"] },
  { rows: "E2", method: "POST", path: "/{id}/settings", tools: ["update_settings"] },
  { rows: "E6", method: "POST", path: "/{id}/request_code", tools: ["request_verification_code"] },
  { rows: "E7", method: "POST", path: "/{id}/verify_code", tools: ["verify_code"] },
  { rows: "E8", method: "POST", path: "/{id}/register", tools: ["register_phone_number"] },
  { rows: "E9", method: "POST", path: "/{id}/deregister", tools: ["deregister_phone_number"] },
  { rows: "E11", method: "POST", path: "/{id}/username", tools: ["update_username"] },
  { rows: "E12", method: "DELETE", path: "/{id}/username", tools: ["delete_username"] },
  { rows: "F2", method: "POST", path: "/{id}/whatsapp_business_profile", tools: ["update_business_profile"] },
  { rows: "G4", method: "PATCH", path: "/conversations/{id}", tools: ["update_conversation"] },
  { rows: "H3", method: "PATCH", path: "/{id}/contacts/{id}", tools: ["update_contact"] },
  {
    rows: "I2",
    method: "POST",
    path: "/{id}/calls",
    tools: ["reject_call", "terminate_call"],
    free: ({ body }) => LIVE.includes(body["action"]),
  },
  { rows: "J2", method: "POST", path: "/{id}/block_users", tools: ["block_users"] },
  { rows: "J3", method: "DELETE", path: "/{id}/block_users", tools: ["unblock_users"] },
  { rows: "N6", method: "POST", path: "/{id}/dataset", tools: ["create_conversion_dataset"] },
  { rows: "N7", method: "POST", path: "/{id}/events", tools: ["report_conversion_events"] },
];

/** Every row SEED and WORTH of `contract/endpoints.md` and its tools: the one table, also of the tests. */
export const ROUTES: readonly Route[] = [...READS, ...OBJECTS, ...WRITES];

/** Names in a `fields` selector, those inside of braces too: Graph reads edges through them. */
export function fieldNames({ fields }: Params): string[] {
  return typeof fields === "string" ? (fields.toLowerCase().match(/[a-z_]\w*/g) ?? []) : [];
}
