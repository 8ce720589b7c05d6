import { describe, expect, test } from "vitest";
import { json } from "../kapso/scripted-server.ts";
import { BASE, faultsOf, PHONE, type SeenRequest, stage, WABA } from "./scripted-stage.ts";

const at = (edge: string) => `${BASE}/${PHONE}/${edge}`;
const whatsapp = { messaging_product: "whatsapp" };
const USER = "+5511987650042";
const WACID = "wacid.HBgNNTUxMTk4NzY1MDA0MhUCABEYEk";
const DATASET = "5520017788341";
const EVENTS = {
  data: [{ event_name: "Purchase", event_time: 1795690000, user_data: { ctwa_clid: "A", extra: [1] } }],
  test_event_code: "TEST1",
};

/** Tool, arguments, the API's answer, the request, the result. */
const CASES: [string, object, unknown, SeenRequest, object][] = [
  [
    "request_verification_code",
    { code_method: "SMS", language: "pt_BR" },
    { success: true },
    ["POST", at("request_code"), { code_method: "SMS", language: "pt_BR" }],
    { requested: true },
  ],
  [
    "verify_code",
    { verification_code: "391 204" },
    { success: true, id: PHONE },
    ["POST", at("verify_code"), { code: "391204" }],
    { verified: true },
  ],
  [
    "register_phone_number",
    { pin: "480215" },
    { success: true },
    ["POST", at("register"), { ...whatsapp, pin: "480215" }],
    { registered: true },
  ],
  [
    "register_phone_number",
    { pin: "480215", data_localization_region: "BR" },
    { success: true },
    ["POST", at("register"), { ...whatsapp, pin: "480215", data_localization_region: "BR" }],
    { registered: true },
  ],
  ["deregister_phone_number", {}, { success: true }, ["POST", at("deregister")], { deregistered: true }],
  [
    "set_two_step_pin",
    { pin: "480215" },
    { success: true },
    ["POST", `${BASE}/${PHONE}`, { pin: "480215" }],
    { pin_set: true },
  ],
  ["get_username", {}, { username: "", status: "RESERVED" }, ["GET", at("username")], { status: "reserved" }],
  [
    "update_username",
    { username: "AuroraMoveis", transfer_action: "none" },
    { status: "REJECTED", rejection_reasons: ["NOT_AVAILABLE"] },
    ["POST", at("username"), { username: "auroramoveis", transfer_action: "none" }],
    { username: "auroramoveis", status: "rejected", rejection_reasons: ["NOT_AVAILABLE"] },
  ],
  ["delete_username", {}, { success: true }, ["DELETE", at("username")], { deleted: true }],
  [
    "list_username_suggestions",
    {},
    { data: [{ username_suggestions: ["aurora", "aurora.br1"] }] },
    ["GET", at("username_suggestions")],
    { suggestions: ["aurora", "aurora.br1"] },
  ],
  [
    "list_blocked_users",
    { limit: 3 },
    {
      data: [
        { block_users: [{ input: USER, wa_id: "5511987650042" }] },
        { user: "+5691" },
        { ...whatsapp, wa_id: "3" },
      ],
      paging: { cursors: { after: "A" }, next: "https://x" },
    },
    ["GET", at("block_users?limit=3")],
    { count: 3, data: [{ wa_id: "5511987650042" }, { wa_id: "5691" }, { wa_id: "3" }], next_cursor: "A" },
  ],
  [
    "block_users",
    { users: ["+55 11 98765-0042"] },
    { ...whatsapp, block_users: { added_users: [{ input: USER, wa_id: "5511987650042" }] } },
    ["POST", at("block_users"), { ...whatsapp, block_users: [{ user: USER }] }],
    { blocked: [USER] },
  ],
  [
    "unblock_users",
    { users: [USER] },
    { success: true },
    ["DELETE", at("block_users"), { ...whatsapp, block_users: [{ user: USER }] }],
    { unblocked: [USER] },
  ],
  [
    "control_thread",
    { to: USER, action: "pass", target_role: "escalation", metadata: "angry" },
    { ...whatsapp, request_id: "r1" },
    [
      "POST",
      at("thread_control"),
      { ...whatsapp, action: "pass", to: USER, control_pass: { target_role: "escalation" }, metadata: "angry" },
    ],
    { action: "pass", request_id: "r1" },
  ],
  [
    "control_thread",
    { recipient: "BR.1203774419085533", action: "take" },
    whatsapp,
    ["POST", at("thread_control"), { ...whatsapp, action: "take", recipient: "BR.1203774419085533" }],
    { action: "take" },
  ],
  [
    "reject_call",
    { call_id: WACID },
    { ...whatsapp, success: true },
    ["POST", at("calls"), { ...whatsapp, action: "reject", call_id: WACID }],
    { call_id: WACID, rejected: true },
  ],
  [
    "terminate_call",
    { call_id: WACID },
    { ...whatsapp, success: true },
    ["POST", at("calls"), { ...whatsapp, action: "terminate", call_id: WACID }],
    { call_id: WACID, terminated: true },
  ],
  ["get_conversion_dataset", {}, { id: DATASET }, ["GET", `${BASE}/${WABA}/dataset`], { dataset_ids: [DATASET] }],
  [
    "get_conversion_dataset",
    {},
    { data: [{ id: DATASET }, { id: "1" }] },
    ["GET", `${BASE}/${WABA}/dataset`],
    { dataset_ids: [DATASET, "1"] },
  ],
  [
    "create_conversion_dataset",
    { dataset_name: "Aurora WhatsApp" },
    { id: DATASET },
    ["POST", `${BASE}/${WABA}/dataset`, { dataset_name: "Aurora WhatsApp" }],
    { dataset_id: DATASET },
  ],
  [
    "report_conversion_events",
    { dataset_id: DATASET, payload: EVENTS },
    { events_received: 1, fbtrace_id: "A3x" },
    ["POST", `${BASE}/${DATASET}/events`, EVENTS],
    { events_received: 1, fbtrace_id: "A3x" },
  ],
  [
    "get_call_permission",
    { wa_id: USER },
    {
      ...whatsapp,
      permission: { status: "temporary", expiration_time: 1795690000 },
      actions: [
        {
          action_name: "start_call",
          can_perform_action: false,
          limits: [{ time_period: "PT24H", max_allowed: 5, current_usage: 5, limit_expiration_time: 1795172000 }],
        },
      ],
    },
    ["GET", at("call_permissions?user_wa_id=5511987650042")],
    {
      wa_id: "5511987650042",
      status: "temporary",
      expires_at: "2026-11-26T10:46:40Z",
      actions: [
        {
          action: "start_call",
          allowed_now: false,
          limits: [{ period: "PT24H", max: 5, used: 5, resets_at: "2026-11-20T10:53:20Z" }],
        },
      ],
    },
  ],
];

test.each(CASES)("%s: %#", async (tool, args, answer, request, data) => {
  const { call, requests } = await stage([json(200, answer)]);
  expect((await call(tool, { ...args })).data).toEqual(data);
  expect(requests()).toEqual([request]);
});

describe("send_marketing_message", () => {
  const template = { template_name: "ofertas_novembro", language: "pt_BR" };
  const sent = {
    ...whatsapp,
    contacts: [{ wa_id: "5511987650042" }],
    messages: [{ id: "wamid.A", message_status: "accepted" }],
  };

  test("sends the contract's body to the marketing endpoint", async () => {
    const { call, requests } = await stage([json(200, sent)]);
    const answer = await call("send_marketing_message", {
      to: USER,
      ...template,
      body: [{ text: "Rafa" }],
      product_policy: "CLOUD_API_FALLBACK",
      message_activity_sharing: true,
    });
    expect(answer.data).toEqual({ status: "accepted", message_id: "wamid.A", to: USER, wa_id: "5511987650042" });
    expect(requests().slice(0, 1)).toEqual([
      [
        "POST",
        at("marketing_messages"),
        {
          ...whatsapp,
          recipient_type: "individual",
          to: USER,
          type: "template",
          product_policy: "CLOUD_API_FALLBACK",
          message_activity_sharing: true,
          template: {
            name: "ofertas_novembro",
            language: { code: "pt_BR" },
            components: [{ type: "body", parameters: [{ type: "text", text: "Rafa" }] }],
          },
        },
      ],
    ]);
  });

  test("keeps false apart from nothing", async () => {
    const { call, requests } = await stage([json(200, sent)]);
    await call("send_marketing_message", { to: USER, ...template, message_activity_sharing: false });
    expect(requests()[0]?.[2]).toMatchObject({ message_activity_sharing: false });
    expect(requests()[0]?.[2]).not.toHaveProperty("product_policy");
  });

  test("is not sent again when nobody knows whether it arrived", async () => {
    const nothing = json(200, { data: [] });
    const { call, requests } = await stage([json(504, { error: "Kapso proxy timeout" }), ...Array(4).fill(nothing)]);
    const answer = await call("send_marketing_message", { to: USER, ...template });
    expect(answer.text).toMatch(/not known whether anything was sent[\s\S]*list_messages/);
    expect(requests().filter(([method]) => method === "POST")).toHaveLength(1);
  });

  test.each([
    [{ group_id: "R3JvdXA=" }, "group_id: unknown argument"],
    [{ to: USER, recipient: "BR.1" }, "recipient: give exactly one of to, recipient"],
    [{ to: USER, product_policy: "FALLBACK" }, "product_policy: must be one of CLOUD_API_FALLBACK, STRICT"],
    [{ to: USER, template_name: "🎁" }, "template_name: must be 1 to 512 lower case letters"],
  ])("refuses %j", (args, message) => {
    expect(faultsOf("send_marketing_message", { ...template, ...args })).toContain(message);
  });
});
