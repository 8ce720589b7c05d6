import { describe, expect, test } from "vitest";
import { json } from "../kapso/scripted-server.ts";
import { BASE, faultsOf, PHONE, stage } from "./scripted-stage.ts";

const ok = json(200, { success: true });
const update = (args: Record<string, unknown>) => faultsOf("update_settings", args);

const opening = (day_of_week: string, open_time: string, close_time: string) => ({
  day_of_week,
  open_time,
  close_time,
});
const HOURS = {
  status: "ENABLED",
  timezone_id: "America/Sao_Paulo",
  weekly_operating_hours: [opening("MONDAY", "0900", "1200"), opening("MONDAY", "1330", "1800")],
};
const hours = (part: object) => ({ calling: { call_hours: { ...HOURS, ...part } } });
const holiday = (date: string) => ({ date, start_time: "0000", end_time: "2359" });

const SECRETS = ["s3cret-sip-password", "cloud-key-1", "client-key-2"] as const;
const STORED = {
  calling: {
    status: "enabled",
    call_hours: { ...HOURS, holiday_schedule: [holiday("2026-12-25")] },
    sip: {
      status: "ENABLED",
      servers: [{ hostname: "sip.example.com", port: 5061, sip_user_password: SECRETS[0], app_id: 1 }],
    },
    restrictions: { restriction_list: [{ type: "R", reason: "quality", expiration: 1795690000 }] },
  },
  payload_encryption: { status: "ENABLED", cloud_encryption_key: SECRETS[1], client_encryption_key: SECRETS[2] },
  user_identity_change: { enable_identity_key_check: false },
};

describe("get_settings", () => {
  test("shows the settings and no password and no key", async () => {
    const { call, requests, logged } = await stage([json(200, STORED)]);
    const answer = await call("get_settings");
    expect(answer.data).toEqual({
      calling: {
        status: "ENABLED",
        call_hours: STORED.calling.call_hours,
        sip: { status: "ENABLED", servers: [{ hostname: "sip.example.com", port: 5061 }] },
        restrictions: STORED.calling.restrictions,
      },
      payload_encryption: { status: "ENABLED" },
      user_identity_change: { enable_identity_key_check: false },
      not_set: { storage_configuration: expect.any(String), fallback_language: "there is none" },
    });
    for (const secret of SECRETS) expect(answer.text + logged.join()).not.toContain(secret);
    expect(requests()).toEqual([["GET", `${BASE}/${PHONE}/settings`]]);
  });

  test("says what it means that a feature is not set", async () => {
    const { call } = await stage([json(200, {})]);
    const { not_set } = (await call("get_settings")).data;
    expect(not_set).toMatchObject({ calling: "calls are off", fallback_language: "there is none" });
    expect(Object.keys(not_set)).toHaveLength(5);
  });

  test("reads what it knows of an answer in a shape that it does not know", async () => {
    const { call } = await stage([json(200, { calling: { status: 1, call_hours: "all day" }, new_feature: true })]);
    expect((await call("get_settings")).data).toMatchObject({ calling: {} });
  });
});

describe("update_settings", () => {
  test.each([
    [{ calling: { status: "ENABLED", call_icon_visibility: "DISABLE_ALL", srtp_key_exchange_protocol: "SDES" } }],
    [{ calling: { call_icons: { restrict_to_user_countries: [] }, callback_permission_status: "DISABLED" } }],
    [{ calling: { sip: { status: "ENABLED", servers: [{ hostname: "sip.example.com", port: 5061 }] } } }],
    [{ calling: { audio: { codec: ["opus"] }, video: { status: "DISABLED" } } }],
    [hours({ holiday_schedule: [holiday("2090-12-25")] })],
    [{ user_identity_change: { enable_identity_key_check: true } }],
    [{ payload_encryption: { status: "ENABLED", client_encryption_key: "key" } }],
    [{ storage_configuration: { status: "IN_COUNTRY_STORAGE_ENABLED", data_localization_region: "BR" } }],
    [{ storage_configuration: { status: "NO_STORAGE_ENABLED", retention_minutes: 60 } }],
    [{ fallback_language: "pt_BR" }],
  ])("sends %j as it is, and reads the settings again", async (feature) => {
    const { call, requests } = await stage([ok, json(200, { fallback_language: "es" })]);
    expect((await call("update_settings", feature)).data).toEqual({
      updated: Object.keys(feature)[0],
      settings: { fallback_language: "es" },
    });
    expect(requests()).toEqual([
      ["POST", `${BASE}/${PHONE}/settings`, feature],
      ["GET", `${BASE}/${PHONE}/settings`],
    ]);
  });

  test("writes times as HHMM", async () => {
    const { call, requests } = await stage([ok, json(200, {})]);
    await call("update_settings", hours({ weekly_operating_hours: [opening("SUNDAY", "09:00", "17:30")] }));
    const sent = hours({ weekly_operating_hours: [opening("SUNDAY", "0900", "1730")] });
    expect(requests()[0]).toEqual(["POST", `${BASE}/${PHONE}/settings`, sent]);
  });

  test("a holiday that is over where the business is, is refused once the time is known", async () => {
    const { call, requests } = await stage([]);
    const answer = await call("update_settings", hours({ holiday_schedule: [holiday("2020-12-25")] }));
    expect(answer.isError).toBe(true);
    expect(answer.text).toMatch(/calling\.call_hours\.holiday_schedule\[0\]\.date: must not be past: today is \d{4}-/);
    expect(requests()).toEqual([]);
  });

  const weekly = (...openings: object[]) => hours({ weekly_operating_hours: openings });
  test.each<[Record<string, unknown>, string]>([
    [{}, "give exactly one of calling, user_identity_change, payload_encryption, storage_configuration"],
    [
      { fallback_language: "es", user_identity_change: { enable_identity_key_check: true } },
      "fallback_language: give exactly one of calling",
    ],
    [{ calling: {} }, "calling: must have at least one key"],
    [{ calling: { status: "on" } }, "calling.status: must be one of ENABLED, DISABLED"],
    [{ calling: { call_icon_visibility: "HIDDEN" } }, "calling.call_icon_visibility: must be one of DEFAULT"],
    [
      { calling: { call_icons: { restrict_to_user_countries: ["BRA"] } } },
      'restrict_to_user_countries[0]: must be a two-letter ISO country code, such as BR (given "BRA")',
    ],
    [{ calling: { restrictions: {} } }, "calling.restrictions: unknown key"],
    [{ calling: { srtp_key_exchange_protocol: "DTLS-SRTP" } }, "srtp_key_exchange_protocol: must be one of DTLS, SDES"],
    [{ calling: { callback_permission_status: "ON" } }, "callback_permission_status: must be one of"],
    [{ calling: { sip: { servers: [{ hostname: "https://a" }] } } }, "servers[0].hostname: must be a host name"],
    [{ calling: { sip: { servers: [{ hostname: "a.b", port: 70000 }] } } }, "servers[0].port: must be at most 65535"],
    [
      { calling: { sip: { servers: [{ hostname: "a.b" }, { hostname: "c.d" }] } } },
      "servers: must have at most 1 items (given 2 items)",
    ],
    [
      { calling: { sip: { servers: [{ hostname: "a.b", sip_user_password: "x" }] } } },
      "sip_user_password: unknown key",
    ],
    [hours({ status: undefined }), "calling.call_hours.status: must be one of ENABLED, DISABLED"],
    [hours({ timezone_id: "Brasilia" }), "timezone_id: must be an IANA time zone"],
    [hours({ timezone_id: "+03:00" }), "timezone_id: must be an IANA time zone"],
    [weekly(), "weekly_operating_hours: must have at least 1 items"],
    [weekly(opening("MON", "0900", "1000")), "[0].day_of_week: must be one of MONDAY"],
    [weekly(opening("MONDAY", "0960", "1000")), "[0].open_time: must be a time from 0000 to 2359"],
    [weekly(opening("MONDAY", "900", "1000")), "[0].open_time: must be a time"],
    [weekly(opening("MONDAY", "0900", "2400")), "[0].close_time: must be a time"],
    [weekly(opening("MONDAY", "1000", "1000")), "[0].close_time: must be after open_time 1000 (given 1000)"],
    [
      weekly(opening("MONDAY", "0900", "1200"), opening("MONDAY", "1130", "1800")),
      "[1].open_time: must not overlap with MONDAY 0900 to 1200 (given 1130 to 1800)",
    ],
    [
      weekly(...["08", "10", "12"].map((hour) => opening("MONDAY", `${hour}00`, `${hour}30`))),
      "[2].day_of_week: must have at most 2 times a day (given MONDAY again)",
    ],
    [
      hours({ holiday_schedule: Array(21).fill(holiday("2090-01-01")) }),
      "holiday_schedule: must have at most 20 items",
    ],
    [hours({ holiday_schedule: [holiday("25.12.2090")] }), "holiday_schedule[0].date: must be a date, YYYY-MM-DD"],
    [hours({ holiday_schedule: [holiday("2090-02-30")] }), "holiday_schedule[0].date: must be a date"],
    [{ user_identity_change: { enabled: true } }, "user_identity_change.enabled: unknown key"],
    [{ payload_encryption: {} }, "payload_encryption.status: must be one of"],
    [
      { storage_configuration: { status: "IN_COUNTRY_STORAGE_ENABLED" } },
      "data_localization_region: must be one of AU",
    ],
    [
      { storage_configuration: { status: "IN_COUNTRY_STORAGE_DISABLED", data_localization_region: "BR" } },
      "data_localization_region: unknown key",
    ],
    [
      { storage_configuration: { status: "NO_STORAGE_ENABLED", retention_minutes: 30 } },
      "retention_minutes: must be 60",
    ],
    [{ storage_configuration: { status: "OFF" } }, "must be one of IN_COUNTRY_STORAGE_ENABLED"],
    [{ fallback_language: "português" }, "fallback_language: must be a language code"],
  ])("refuses %j", (args, message) => {
    expect(update(args)).toContain(message);
  });

  test("a key that is refused is not repeated", () => {
    const faults = update({ payload_encryption: { status: "ENABLED", client_encryption_key: [480215] } });
    expect(faults).toContain("client_encryption_key: must be a string");
    expect(faults).not.toContain("480215");
  });
});
