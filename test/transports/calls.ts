import { SANDBOX } from "../../src/sandbox/index.ts";
import { PHOTO } from "../photo.ts";

const to = SANDBOX.openCustomer;
const { withoutParameters: hello, marketing: offers } = SANDBOX.templates;
const THANKS = { type: "BODY", text: "Thank you for your order." };
const FLOW_JSON = JSON.stringify({
  version: "7.3",
  screens: [
    {
      id: "RATE",
      title: "Rate us",
      terminal: true,
      layout: {
        type: "SingleColumnLayout",
        children: [{ type: "Footer", label: "Send", "on-click-action": { name: "complete", payload: {} } }],
      },
    },
  ],
});
const PURCHASE = {
  data: [
    {
      event_name: "Purchase",
      event_time: 1_795_183_391,
      action_source: "business_messaging",
      messaging_channel: "whatsapp",
      user_data: { whatsapp_business_account_id: SANDBOX.businessAccountId, ctwa_clid: "clid" },
    },
  ],
};

/** One good call of every tool, in an order in which each has what it needs. `$media` is the id of the upload. */
export const CALLS: [name: string, args: Record<string, unknown>][] = [
  ["list_conversations", { limit: 2 }],
  ["get_conversation", { conversation_id: SANDBOX.openConversationId }],
  ["list_messages", { conversation_id: SANDBOX.openConversationId, limit: 2 }],
  ["read_conversation", { conversation_id: SANDBOX.openConversationId, limit: 2 }],
  ["list_waiting_conversations", { limit: 2 }],
  ["get_message", { message_id: "$message" }],
  ["mark_message_read", { message_id: "$message" }],
  ["send_message", { to: SANDBOX.openCustomer, type: "text", text: "hello" }],
  ["send_reaction", { to: SANDBOX.openCustomer, message_id: "$message", emoji: "👍" }],
  ["update_conversation", { conversation_id: SANDBOX.openConversationId, status: "ended" }],
  ["list_contacts", { limit: 2 }],
  ["get_contact", { wa_id: SANDBOX.openCustomer }],
  ["update_contact", { wa_id: SANDBOX.openCustomer, display_name: "Rafa" }],
  ["list_calls", { limit: 2 }],
  ["get_call", { call_id: "$call" }],
  ["upload_media", { data_base64: PHOTO }],
  ["get_media", { media_id: "$media" }],
  ["download_media", { media_id: "$media" }],
  ["delete_media", { media_id: "$media" }],
  ["send_interactive_message", { to, kind: "button", body: "Right?", buttons: [{ id: "yes", title: "Yes" }] }],
  ["send_template_message", { to, template_name: hello.name, language: hello.language }],
  ["get_call_permission", { wa_id: to }],
  ["list_templates", { limit: 2 }],
  ["get_template", { template_id: "$template" }],
  ["create_template", { template_name: "thanks", language: "en", category: "UTILITY", components: [THANKS] }],
  ["update_template", { template_id: "$template", components: [THANKS] }],
  ["delete_template", { template_id: "$created", template_name: "thanks" }],
  ["list_flows", {}],
  ["create_flow", { name: "Survey", categories: ["SURVEY"], flow_json: FLOW_JSON }],
  ["get_flow", { flow_id: "$flow" }],
  ["update_flow", { flow_id: "$flow", name: "Survey 2" }],
  ["get_flow_json", { flow_id: "$flow" }],
  ["update_flow_json", { flow_id: "$flow", flow_json: FLOW_JSON }],
  ["preview_flow", { flow_id: "$flow" }],
  ["publish_flow", { flow_id: "$flow" }],
  ["deprecate_flow", { flow_id: "$flow" }],
  ["create_flow", { name: "Draft", categories: ["OTHER"] }],
  ["delete_flow", { flow_id: "$flow" }],
  ["list_phone_numbers", {}],
  ["get_phone_number", {}],
  ["get_settings", {}],
  ["update_settings", { user_identity_change: { enable_identity_key_check: true } }],
  ["get_business_profile", {}],
  ["update_business_profile", { about: "Made to measure" }],
  ["preview_template", { template_name: offers.name, language: offers.language }],
  ["set_two_step_pin", { pin: "480215" }],
  ["get_username", {}],
  ["update_username", { username: "aurora.moveis" }],
  ["list_username_suggestions", {}],
  ["delete_username", {}],
  ["list_blocked_users", {}],
  ["block_users", { users: [to] }],
  ["unblock_users", { users: [to] }],
  ["control_thread", { to, action: "take" }],
  ["send_marketing_message", { to, template_name: offers.name, language: offers.language, body: [{ text: "Rafa" }] }],
  ["reject_call", { call_id: "$ringing" }],
  ["terminate_call", { call_id: "$answered" }],
  ["deregister_phone_number", {}],
  ["request_verification_code", { code_method: "SMS", language: "pt_BR" }],
  ["verify_code", { verification_code: SANDBOX.verificationCode }],
  ["register_phone_number", { pin: "480215" }],
  ["create_conversion_dataset", { dataset_name: "Aurora" }],
  ["get_conversion_dataset", {}],
  ["report_conversion_events", { dataset_id: "$dataset", payload: PURCHASE }],
];
