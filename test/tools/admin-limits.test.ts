import { describe, expect, test } from "vitest";
import { json } from "../kapso/scripted-server.ts";
import { faultsOf, stage } from "./scripted-stage.ts";

const USER = "+5511987650042";
const numbers = (count: number) => Array.from({ length: count }, (_, i) => `+5511900000${100 + i}`);
const long = (n: number) => "x".repeat(n);

test.each<[string, Record<string, unknown>, string]>([
  ["request_verification_code", { code_method: "EMAIL", language: "es" }, "code_method: must be one of SMS, VOICE"],
  ["request_verification_code", { code_method: "SMS", language: "Spanish" }, "language: must be a language code"],
  [
    "register_phone_number",
    { pin: "480215", data_localization_region: "ES" },
    "data_localization_region: must be one of AU",
  ],
  ["get_call_permission", { wa_id: "nobody" }, "wa_id: must be a WhatsApp id"],
  ["update_username", { username: "ab" }, "username: must be 3 to 35 letters, digits, dots or underscores"],
  ["update_username", { username: `a${long(35)}` }, "username: must be 3 to 35"],
  [
    "update_username",
    { username: "@aurora" },
    "username: must be 3 to 35 letters, digits, dots or underscores, without @",
  ],
  ["update_username", { username: "123_4.5" }, "username: must have at least one letter"],
  ["update_username", { username: ".aurora" }, "username: must have no dot at an end"],
  ["update_username", { username: "aurora." }, "username: must have no dot at an end"],
  ["update_username", { username: "au..rora" }, "username: must have no dot at an end and no two in a row"],
  ["update_username", { username: "WWWaurora" }, "username: must not start with www"],
  ["update_username", { username: "aurora.com" }, "username: must not end as a domain does"],
  ["update_username", { username: "aurora.br" }, "username: must not end as a domain does"],
  ["update_username", { username: "aurora", transfer_action: "take" }, "transfer_action: must be one of none"],
  ["list_blocked_users", { limit: 101 }, "limit: must be at most 100"],
  ["list_blocked_users", { after: "a", before: "b" }, "before: cannot go together with after"],
  ["block_users", { users: [] }, "users: must have at least 1 items"],
  ["block_users", { users: numbers(101) }, "users: must have at most 100 items (given 101 items)"],
  ["block_users", { users: ["R3JvdXA="] }, "users[0]: must be a phone number with country code"],
  ["block_users", { users: [USER, "5511987650042"] }, 'users[1]: must be unique (given "+5511987650042" twice)'],
  ["unblock_users", { users: numbers(101) }, "users: must have at most 100 items"],
  ["control_thread", { action: "take" }, "to: give exactly one of to, recipient"],
  ["control_thread", { to: USER, action: "steal" }, "action: must be one of take, release, pass"],
  ["control_thread", { to: USER, action: "pass" }, "target_role: is needed by action pass"],
  ["control_thread", { to: USER, action: "take", target_role: "utility" }, "target_role: is not taken by action take"],
  ["control_thread", { to: USER, action: "pass", target_role: "boss" }, "target_role: must be one of escalation"],
  ["control_thread", { to: USER, action: "take", metadata: long(2001) }, "metadata: must have 1 to 2000 characters"],
  ["reject_call", { call_id: "wamid.1" }, "call_id: must be a call id"],
  ["terminate_call", { call_id: "wacid." }, "call_id: must be a call id"],
  ["create_conversion_dataset", { dataset_name: "" }, "dataset_name: must have 1 to 256"],
  ["report_conversion_events", { dataset_id: "x", payload: { data: [{}] } }, "dataset_id: must be 5 to 20 digits"],
  ["report_conversion_events", { dataset_id: "12345", payload: {} }, "payload.data: must be an array (missing)"],
  ["report_conversion_events", { dataset_id: "12345", payload: { data: [] } }, "payload.data: must have at least 1"],
])("%s refuses: %#", (tool, args, message) => {
  expect(faultsOf(tool, args)).toContain(message);
});

test.each(["aurora", "au_ro.ra9", "casa.mia", "a12"])("username %s is taken", (username) => {
  expect(faultsOf("update_username", { username })).toBe("");
});

describe("PINs and codes", () => {
  test.each([
    ["register_phone_number", "pin", "48021", "pin: must be exactly 6 digits"],
    ["set_two_step_pin", "pin", "4802156", "pin: must be exactly 6 digits"],
    ["set_two_step_pin", "pin", [480215], "pin: must be a string"],
    ["verify_code", "verification_code", "39120", "verification_code: must be 6 digits"],
    ["verify_code", "verification_code", [391204], "verification_code: must be a string"],
  ])("%s does not repeat a %s that it refuses: %#", (tool, name, secret, message) => {
    const faults = faultsOf(tool, { [name]: secret });
    expect(faults).toContain(message);
    expect(faults).not.toContain(String(secret));
  });

  const refusal = (secret: string) =>
    json(400, {
      error: {
        message: `(#133005) PIN ${secret} does not match`,
        type: "OAuthException",
        code: 133005,
        error_data: { details: `Param pin ${secret} is wrong` },
        error_user_title: `Wrong ${secret}`,
        error_user_msg: `You gave ${secret}.`,
      },
    });
  test.each([
    ["register_phone_number", "pin"],
    ["set_two_step_pin", "pin"],
    ["verify_code", "verification_code"],
  ])("%s hides what the API repeats of its %s, in the answer and in the log", async (tool, name) => {
    const { call, logged, server } = await stage([refusal("480215")]);
    const answer = await call(tool, { [name]: "480215" });
    expect(answer.isError).toBe(true);
    expect(answer.text).toContain("133005");
    expect(server.requests[0]?.body).toContain("480215");
    expect(logged.length).toBeGreaterThan(1);
    expect(answer.text + logged.join("")).not.toContain("480215");
  });
});

describe("a list that was done in part", () => {
  const failed = {
    input: "+56912345678",
    errors: [{ message: "Re-engagement", code: 131047, error_data: { details: "Only people who wrote" } }],
  };
  const partly = (added: object[]) =>
    json(400, {
      messaging_product: "whatsapp",
      block_users: { added_users: added, failed_users: [failed] },
      error: { message: "(#139100) Failed to block/unblock some users", type: "OAuthException", code: 139100 },
    });

  test("says who was blocked and who not, and why", async () => {
    const { call } = await stage([partly([{ input: USER, wa_id: "5511987650042" }])]);
    expect(await call("block_users", { users: [USER, "+56912345678"] })).toMatchObject({
      isError: false,
      data: { blocked: [USER], failed: [{ user: "+56912345678", code: 131047, reason: "Only people who wrote" }] },
    });
  });

  test("is an error when nobody was", async () => {
    const { call } = await stage([partly([])]);
    const answer = await call("block_users", { users: ["+56912345678"] });
    expect(answer.isError).toBe(true);
    expect(answer.text).toContain(
      "Nobody was blocked. The API says: +56912345678: Only people who wrote (code 131047).",
    );
    expect(answer.text).toContain("list_blocked_users");
  });
});

test("a thread whose control is unclear is not taken twice", async () => {
  const { call, requests } = await stage([json(502, { error: "Meta API request failed", detail: "timeout" })]);
  const answer = await call("control_thread", { to: USER, action: "take" });
  expect(answer.text).toContain("It is not known whether anything was changed.");
  expect(requests()).toHaveLength(1);
});
