import { expect, test } from "vitest";
import { TOOLSETS } from "../../src/tools/index.ts";
import { json } from "../kapso/scripted-server.ts";
import { stage } from "./scripted-stage.ts";

const flow = { flow_id: "1184420093771506" };
const call = { call_id: "wacid.HBgN" };
const to = "+5511987650042";

/** Arguments that every check lets through. */
const ARGS: Record<string, Record<string, unknown>> = {
  create_flow: { name: "n", categories: ["OTHER"] },
  get_flow: flow,
  update_flow: { ...flow, name: "n" },
  get_flow_json: flow,
  update_flow_json: {
    ...flow,
    flow_json: '{"version":"7.3","screens":[{"id":"A","layout":{"type":"SingleColumnLayout","children":[]}}]}',
  },
  preview_flow: flow,
  publish_flow: flow,
  deprecate_flow: flow,
  delete_flow: flow,
  update_settings: { fallback_language: "es" },
  update_business_profile: { about: "a" },
  request_verification_code: { code_method: "SMS", language: "es" },
  verify_code: { verification_code: "391204" },
  register_phone_number: { pin: "480215" },
  set_two_step_pin: { pin: "480215" },
  update_username: { username: "aurora" },
  block_users: { users: [to] },
  unblock_users: { users: [to] },
  control_thread: { to, action: "take" },
  send_marketing_message: { to, template_name: "t", language: "es" },
  reject_call: call,
  terminate_call: call,
  get_call_permission: { wa_id: to },
  report_conversion_events: { dataset_id: "5520017788341", payload: { data: [{}] } },
  graph_get: { path: "/1/message_qrdls" },
  graph_post: { path: "/1/message_qrdls" },
  graph_delete: { path: "/1/message_qrdls/A" },
};

const names = TOOLSETS.filter(({ name }) => ["flows", "phone_numbers", "admin", "graph"].includes(name)).flatMap(
  ({ tools }) => tools.map(({ name }) => name),
);

test.each([...names, "get_call_permission"])("%s explains a refusal of the API, with a next step", async (name) => {
  const error = { message: "(#100) Invalid parameter", type: "OAuthException", code: 100 };
  const { call, requests } = await stage([
    json(400, { error: { ...error, error_data: { details: "Param x is wrong" }, fbtrace_id: "A1" } }),
  ]);
  const answer = await call(name, ARGS[name]);
  expect(requests()).toHaveLength(1);
  expect(answer.isError).toBe(true);
  expect(answer.text).toMatch(/failed: .*\(code 100, HTTP 400, trace A1\)/);
  expect(answer.text).toContain("The API says: Invalid parameter | Param x is wrong");
  expect(answer.text).toMatch(/^Next: /m);
});

test.each(names)("%s survives an answer of another shape", async (name) => {
  const { call } = await stage([json(200, [])]);
  const answer = await call(name, ARGS[name]);
  if (name.startsWith("graph_")) expect(answer.data).toEqual({ response: [] });
  else expect(answer.isError).toBe(true);
  expect(answer.text).not.toContain("failed inside this server");
});
