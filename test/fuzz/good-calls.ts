import { SANDBOX } from "../../src/sandbox/index.ts";
import type { Shift } from "../helpers/harness.ts";
import { CALLS } from "../transports/calls.ts";

type Args = Record<string, unknown>;

const to = SANDBOX.openCustomer;
const { messages, media, templates, flows } = SANDBOX;
const image = { to, type: "image", media_id: media.png };
const place = { latitude: -23.55, longitude: -46.63, name: "Aurora Móveis", address: "Rua Exemplo, 42" };
const body = "What may we do for you?";
const rows = [{ id: "sofa", title: "A sofa", description: "Two seats" }];

/** Kinds of calls that the table has none of, and the tools that it leaves out. */
const MORE: [name: string, args: Args][] = [
  ["send_message", image],
  ["send_message", { ...image, type: "document", media_id: media.pdf, filename: "offer.pdf", caption: "Our offer" }],
  ["send_message", { to, type: "location", ...place }],
  ["send_message", { to, type: "contacts", contacts: [{ name: { formatted_name: "Ana", first_name: "Ana" } }] }],
  ["send_message", { to, type: "text", text: body, reply_to_message_id: messages.inboundText }],
  ["send_interactive_message", { to, kind: "list", body, button_text: "Choose", sections: [{ title: "All", rows }] }],
  ["send_interactive_message", { to, kind: "cta_url", body, button_text: "Look", url: "https://example.com" }],
  ["send_interactive_message", { to, kind: "location_request_message", body }],
  ["list_messages", { since: "2026-01-01T00:00:00Z", direction: "inbound", limit: 3 }],
  ["list_conversations", { status: "active", unassigned: true, limit: 3 }],
  ["export_messages", { since: "2026-01-01T00:00:00Z", file_format: "markdown", max_messages: 5 }],
  ["wait_for_reply", { conversation_id: SANDBOX.openConversationId, after_message_id: "$newest", timeout_seconds: 2 }],
  ["graph_get", { path: `/${SANDBOX.phoneNumberId}`, query: { fields: "id" } }],
  ["graph_post", { path: `/${SANDBOX.phoneNumberId}/message_qrdls`, body: { prefilled_message: "A sofa" } }],
  ["graph_delete", { path: `/${SANDBOX.phoneNumberId}/message_qrdls/7QZLX2M4NPAWE1` }],
];

/**
 * Whose good call is taken here, and refused with a reason: it needs what others have done before it, or a path for
 * which there is no tool, and those the sandbox does not have.
 */
export const REFUSED = ["unblock_users", "request_verification_code", "verify_code", "graph_post", "graph_delete"];

/** Good calls of each tool, for a sandbox that has just been reset. */
export async function goodCalls(shift: Shift): Promise<(tool: string) => Args[]> {
  const read = async (tool: string, args: Args = {}) => (await shift.call(tool, args)).data.data[0];
  const ids: Record<string, string> = {
    $message: messages.inboundText,
    $newest: (await read("list_messages", { conversation_id: SANDBOX.openConversationId })).message_id,
    $media: media.png,
    $call: (await read("list_calls")).call_id,
    $template: (await shift.call("get_template", { template_name: templates.twoParameters.name })).data.template_id,
    $flow: flows.draft.id,
    ...(await prepare(shift)),
  };
  const calls = [...CALLS, ...MORE].map(([tool, args]) => {
    const own: Record<string, string> =
      tool === "deprecate_flow" || tool === "preview_flow" ? { ...ids, $flow: flows.published.id } : ids;
    const filled = Object.entries(args).map(([key, value]) => [key, own[String(value)] ?? value]);
    return { tool, args: Object.fromEntries(filled) as Args };
  });
  const deletion = { template_id: ids["$template"], template_name: undefined };
  return (tool) =>
    calls
      .filter((call) => call.tool === tool)
      .map(({ args }) => (tool === "delete_template" ? JSON.parse(JSON.stringify({ ...args, ...deletion })) : args));
}

/** What good calls need beyond the seed; the same after each reset. */
export async function prepare(shift: Shift): Promise<Record<string, string>> {
  const call = async (from: string, status: string) => {
    await shift.inbound({ from, call: { status } });
    return (await shift.call("list_calls", { limit: 1 })).data.data[0].call_id;
  };
  return {
    $ringing: await call(SANDBOX.unreadCustomer, "ringing"),
    $answered: await call(SANDBOX.endedCustomer, "answered"),
    $dataset: (await shift.call("create_conversion_dataset", { dataset_name: "Aurora" })).data.dataset_id,
  };
}

/** Ids, names and times by the name of the parameter, so that calls get past the first look. */
export const known: Record<string, readonly string[]> = {
  to: [to, SANDBOX.closedCustomer, SANDBOX.unknownCustomer],
  recipient: [SANDBOX.userIdCustomer],
  wa_id: [to],
  users: [to],
  conversation_id: [SANDBOX.openConversationId, SANDBOX.everyTypeConversationId],
  message_id: Object.values(messages),
  reply_to_message_id: Object.values(messages),
  last_seen_message_id: Object.values(messages),
  after_message_id: Object.values(messages),
  media_id: Object.values(media),
  header_media_id: [media.png],
  template_name: Object.values(templates).map(({ name }) => name),
  language: ["en_US", "pt_BR", "es"],
  flow_id: [flows.published.id, flows.draft.id],
  clone_flow_id: [flows.published.id],
  phone_number_id: [SANDBOX.phoneNumberId, SANDBOX.otherPhoneNumberId],
  business_account_id: [SANDBOX.businessAccountId],
  customer_id: [SANDBOX.customerId],
  assigned_user_id: [SANDBOX.assignedUserId],
  flow_json: ['{"version":"7.3","screens":[]}', "{"],
  since: ["2026-01-01T00:00:00Z", "2026-11-20T12:00:00+02:00"],
  until: ["2026-11-20T14:00:00Z", "2030-01-01T00:00:00Z"],
  last_active_since: ["2026-01-01T00:00:00Z"],
  last_active_until: ["2030-01-01T00:00:00Z"],
};
