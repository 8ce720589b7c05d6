import { describe, expect, test } from "vitest";
import { json } from "../kapso/scripted-server.ts";
import { BASE, faultsOf, PHONE, type SeenRequest, stage, WABA } from "./scripted-stage.ts";

const NUMBER_FIELDS =
  "fields=id,display_phone_number,verified_name,status,quality_rating,code_verification_status,name_status," +
  "platform_type,throughput,account_mode,whatsapp_business_manager_messaging_limit,is_official_business_account";
const PROFILE_FIELDS = "fields=about,address,description,email,profile_picture_url,websites,vertical";
const NUMBER = {
  id: PHONE,
  display_phone_number: "+55 11 3090-4455",
  verified_name: "Aurora Móveis",
  quality_rating: "GREEN",
  throughput: { level: "STANDARD" },
  whatsapp_business_manager_messaging_limit: "TIER_10K",
  is_official_business_account: false,
  certificate: "CmsKJ…",
};
const SHOWN_NUMBER = {
  phone_number_id: PHONE,
  display_phone_number: "+55 11 3090-4455",
  verified_name: "Aurora Móveis",
  quality_rating: "GREEN",
  throughput: "STANDARD",
  messaging_limit: "TIER_10K",
  is_official_business_account: false,
};
const PROFILE = { messaging_product: "whatsapp", about: "Móveis sob medida", websites: ["https://aurora.example"] };
const SHOWN_PROFILE = { about: "Móveis sob medida", websites: ["https://aurora.example"] };
const ok = json(200, { success: true });

describe("reads", () => {
  const cases: [string, object, unknown, SeenRequest, object][] = [
    [
      "list_phone_numbers",
      {},
      { data: [NUMBER] },
      ["GET", `${BASE}/${WABA}/phone_numbers?${NUMBER_FIELDS}&limit=20`],
      { count: 1, data: [SHOWN_NUMBER], note: "This is the account's only number." },
    ],
    [
      "list_phone_numbers",
      {
        sort: "creation_time.desc",
        filtering: [{ field: "account_mode", operator: "EQUAL", value: "LIVE" }],
        limit: 2,
        after: "A",
      },
      { data: [NUMBER], paging: { cursors: { before: "B", after: "C" }, next: "https://x", previous: "https://y" } },
      [
        "GET",
        `${BASE}/${WABA}/phone_numbers?after=A&${NUMBER_FIELDS}&filtering=` +
          '[{"field":"account_mode","operator":"EQUAL","value":"LIVE"}]&limit=2&sort=creation_time.desc',
      ],
      { count: 1, data: [SHOWN_NUMBER], next_cursor: "C", previous_cursor: "B" },
    ],
    ["get_phone_number", {}, NUMBER, ["GET", `${BASE}/${PHONE}?${NUMBER_FIELDS}`], SHOWN_NUMBER],
    [
      "get_business_profile",
      {},
      { data: [PROFILE] },
      ["GET", `${BASE}/${PHONE}/whatsapp_business_profile?${PROFILE_FIELDS}`],
      SHOWN_PROFILE,
    ],
    [
      "get_business_profile",
      {},
      { data: [] },
      ["GET", `${BASE}/${PHONE}/whatsapp_business_profile?${PROFILE_FIELDS}`],
      {},
    ],
    [
      "get_settings",
      {},
      { storage_configuration: { status: "in_country_storage_disabled" }, fallback_language: "es" },
      ["GET", `${BASE}/${PHONE}/settings`],
      {
        storage_configuration: { status: "IN_COUNTRY_STORAGE_DISABLED" },
        fallback_language: "es",
        not_set: {
          calling: "calls are off",
          payload_encryption: "payloads are not encrypted with a key of the business",
          user_identity_change: "a message goes out even when the customer's identity has changed",
        },
      },
    ],
  ];
  test.each(cases)("%s: %#", async (tool, args, answer, request, data) => {
    const { call, requests } = await stage([json(200, answer)]);
    expect((await call(tool, { ...args })).data).toEqual(data);
    expect(requests()).toEqual([request]);
  });
});

describe("update_business_profile", () => {
  test("writes what is given and returns the profile as it is", async () => {
    const { call, requests } = await stage([ok, json(200, { data: [PROFILE] })]);
    const patch = { about: "Móveis", address: "", email: "a@aurora.example", vertical: "RETAIL", websites: [] };
    expect((await call("update_business_profile", patch)).data).toEqual({ updated: true, profile: SHOWN_PROFILE });
    expect(requests()).toEqual([
      ["POST", `${BASE}/${PHONE}/whatsapp_business_profile`, { messaging_product: "whatsapp", ...patch }],
      ["GET", `${BASE}/${PHONE}/whatsapp_business_profile?${PROFILE_FIELDS}`],
    ]);
  });

  test("a number of Kapso's sandbox says that it cannot", async () => {
    const { call } = await stage([
      json(403, { error: "Sandbox WhatsApp configurations cannot update business profile" }),
    ]);
    const answer = await call("update_business_profile", { about: "a" });
    expect(answer.text).toMatch(/sandbox numbers cannot[\s\S]*real number/);
  });

  const long = (n: number) => "x".repeat(n);
  test.each([
    [{}, "give at least one of about, address, description, email, vertical, websites, profile_picture_handle"],
    [{ about: "" }, "about: must have 1 to 139 characters"],
    [{ about: long(140) }, "about: must have 1 to 139 characters (given 140 characters)"],
    [{ address: long(257) }, "address: must have 0 to 256 characters"],
    [{ description: long(513) }, "description: must have 0 to 512 characters"],
    [{ email: `${long(120)}@a.example` }, "email: must have 1 to 128 characters"],
    [{ email: "nobody" }, 'email: must be an email address (given "nobody")'],
    [{ vertical: "UNDEFINED" }, "vertical: must be one of ALCOHOL, APPAREL"],
    [{ websites: ["https://a.example", "https://b.example", "https://c.example"] }, "websites: must have at most 2"],
    [{ websites: ["a.example"] }, "websites[0]: must be an http:// or https:// URL"],
    [{ websites: [`https://a.example/${long(256)}`] }, "websites[0]: must have at most 256 characters"],
    [{ profile_picture_handle: "a b" }, "profile_picture_handle: must have no spaces"],
    [{ profile_picture_handle: long(4097) }, "profile_picture_handle: must have 1 to 4096 characters"],
    [{ profile_picture_url: "https://a.example/p.jpg" }, "profile_picture_url: unknown argument"],
  ])("refuses %j", (args, message) => {
    expect(faultsOf("update_business_profile", args)).toContain(message);
  });

  test("counts code points", () => {
    expect(faultsOf("update_business_profile", { about: "😀".repeat(139) })).toBe("");
  });
});

test.each([
  ["list_phone_numbers", { sort: "name" }, "sort: must be one of creation_time.asc"],
  ["list_phone_numbers", { filtering: [] }, "filtering: must have at least 1 items"],
  [
    "list_phone_numbers",
    { filtering: [{ field: "status", operator: "EQUAL", value: "x" }] },
    "filtering[0].field: must",
  ],
  ["list_phone_numbers", { limit: 0 }, "limit: must be at least 1"],
  ["get_settings", { include_sip_credentials: true }, "include_sip_credentials: unknown argument"],
])("%s refuses %j", (tool, args, message) => {
  expect(faultsOf(tool, args)).toContain(message);
});
