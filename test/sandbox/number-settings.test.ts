import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { SANDBOX } from "../../src/sandbox/index.ts";
import { type Api, NUMBER, openApi, type Reply } from "./api.ts";

let api: Api;
beforeEach(async () => {
  api = await openApi();
});
afterEach(() => api.sandbox.close());

const OTHER = `/${SANDBOX.otherPhoneNumberId}`;
const ok = { success: true };
const post = (path: string, body: object, number = NUMBER) =>
  api.call("POST", `${number}${path}`, { body: { messaging_product: "whatsapp", ...body } });
const codeOf = ({ status, body }: Reply) => (status === 200 ? 200 : body.error.code);
const long = (length: number) => "ß".repeat(length);

describe("settings", () => {
  const change = (settings: object, number = NUMBER) => api.call("POST", `${number}/settings`, { body: settings });
  const shown = async (query = "") => (await api.get(`${NUMBER}/settings${query}`)).body;
  const day = (open_time: string, close_time: string) => ({ day_of_week: "MONDAY", open_time, close_time });
  const hours = (weekly_operating_hours: object[], more: object = {}) => ({
    calling: { call_hours: { status: "ENABLED", timezone_id: "America/Sao_Paulo", weekly_operating_hours, ...more } },
  });

  test("change one by one, and keep the rest", async () => {
    expect((await change({ calling: { call_icon_visibility: "disable_all" } })).body).toEqual(ok);
    expect((await shown()).calling).toMatchObject({ status: "ENABLED", call_icon_visibility: "DISABLE_ALL" });
    await change(hours([day("09:00", "1200"), day("1330", "1800")]));
    expect((await shown()).calling.call_hours.weekly_operating_hours).toEqual([
      day("0900", "1200"),
      day("1330", "1800"),
    ]);
    await change({ storage_configuration: { status: "IN_COUNTRY_STORAGE_ENABLED", data_localization_region: "BR" } });
    await change({ user_identity_change: { enable_identity_key_check: true } });
    expect(await shown()).toMatchObject({
      storage_configuration: { data_localization_region: "BR" },
      user_identity_change: { enable_identity_key_check: true },
    });
  });

  test("show the SIP password on request only", async () => {
    await change({
      calling: { sip: { status: "ENABLED", servers: [{ hostname: "sip.aurora.example", port: 5061 }] } },
    });
    expect((await shown()).calling.sip.servers).toEqual([{ hostname: "sip.aurora.example", port: 5061 }]);
    expect((await shown("?include_sip_credentials=true")).calling.sip.servers[0]).toHaveProperty("sip_user_password");
  });

  test("a number without an app for calls needs SIP", async () => {
    expect(codeOf(await change({ calling: { status: "ENABLED" } }, OTHER))).toBe(138018);
    const sip = { status: "ENABLED", servers: [{ hostname: "sip.aurora.example" }] };
    expect(codeOf(await change({ calling: { status: "ENABLED", sip } }, OTHER))).toBe(200);
  });

  test.each<[string, object]>([
    ["two features", { calling: { status: "ENABLED" }, user_identity_change: { enable_identity_key_check: true } }],
    ["no feature", {}],
    ["an unknown feature", { colour: "red" }],
    ["an empty feature", { calling: {} }],
    ["an unknown status", { calling: { status: "MAYBE" } }],
    ["a read-only key", { calling: { restrictions: {} } }],
    ["a country of three letters", { calling: { call_icons: { restrict_to_user_countries: ["BRA"] } } }],
    ["an unknown zone", hours([day("0900", "1200")], { timezone_id: "Mars/Base" })],
    ["no hours", hours([])],
    ["a time that does not exist", hours([day("0900", "2460")])],
    ["hours turned", hours([day("1200", "0900")])],
    ["hours that overlap", hours([day("0900", "1200"), day("1100", "1300")])],
    ["three entries a day", hours([day("0900", "1000"), day("1100", "1200"), day("1300", "1400")])],
    [
      "21 holidays",
      hours([day("0900", "1200")], {
        holiday_schedule: Array.from({ length: 21 }, () => ({
          date: "2026-12-25",
          start_time: "0000",
          end_time: "2359",
        })),
      }),
    ],
    [
      "a holiday without a date",
      hours([day("0900", "1200")], { holiday_schedule: [{ date: "Xmas", start_time: "0000", end_time: "2359" }] }),
    ],
    ["storage without a region", { storage_configuration: { status: "IN_COUNTRY_STORAGE_ENABLED" } }],
    ["another retention", { storage_configuration: { status: "NO_STORAGE_ENABLED", retention_minutes: 30 } }],
    ["SIP without a server", { calling: { sip: { status: "ENABLED" } } }],
  ])("refuse %s", async (_, settings) => {
    expect(codeOf(await change(settings))).toBe(100);
  });
});

describe("the business profile", () => {
  const PATH = "/whatsapp_business_profile";
  const shown = async (fields: string) => (await api.get(`${NUMBER}${PATH}?fields=${fields}`)).body.data[0];

  test("shows what is asked for, changes what is given, forgets what is emptied", async () => {
    expect((await api.get(`${NUMBER}${PATH}`)).body).toEqual({ data: [{ messaging_product: "whatsapp" }] });
    const change = { about: long(139), email: "contato@aurora.example", vertical: "", websites: ["https://a.example"] };
    expect((await post(PATH, { ...change, profile_picture_handle: "4::aW1h" })).body).toEqual(ok);
    const { profile_picture_url, ...rest } = await shown("about,email,vertical,websites,profile_picture_url");
    const { vertical: _, ...kept } = change;
    expect(rest).toEqual({ messaging_product: "whatsapp", ...kept });
    expect(profile_picture_url).toMatch(/^https:/);
  });

  test.each<[string, object]>([
    ["nothing", {}],
    ["an empty about", { about: "" }],
    ["an about too long", { about: long(140) }],
    ["an address too long", { address: long(257) }],
    ["a description too long", { description: long(513) }],
    ["a wrong email", { email: "aurora" }],
    ["an unknown vertical", { vertical: "FURNITURE" }],
    ["three websites", { websites: ["https://a.example", "https://b.example", "https://c.example"] }],
    ["a website without a scheme", { websites: ["a.example"] }],
    ["the picture's address", { profile_picture_url: "https://a.example/a.png" }],
    ["another product", { messaging_product: "sms", about: "Hi" }],
  ])("refuses %s", async (_, change) => {
    expect(codeOf(await post(PATH, change))).toBe(100);
  });

  test("does not know other fields", async () => {
    expect((await api.get(`${NUMBER}${PATH}?fields=colour`)).status).toBe(400);
  });
});

describe("registration", () => {
  const register = (pin: string = SANDBOX.pin) => post("/register", { pin });

  test("a number that was given up is verified and registered again", async () => {
    expect(codeOf(await post("/request_code", { code_method: "SMS", language: "pt_BR" }))).toBe(100);
    expect((await post("/deregister", {})).body).toEqual(ok);
    expect((await api.get(`${NUMBER}?fields=status,code_verification_status`)).body).toMatchObject({
      status: "DISCONNECTED",
      code_verification_status: "NOT_VERIFIED",
    });
    expect(codeOf(await api.text(SANDBOX.openCustomer))).toBe(133010);
    expect(codeOf(await register())).toBe(133006);
    expect(codeOf(await post("/verify_code", { code: SANDBOX.verificationCode }))).toBe(100);
    expect((await post("/request_code", { code_method: "SMS", language: "pt_BR" })).body).toEqual(ok);
    expect(codeOf(await post("/verify_code", { code: "000000" }))).toBe(100);
    expect((await post("/verify_code", { code: "391 204" })).body).toEqual(ok);
    expect((await register()).body).toEqual(ok);
    expect((await api.text(SANDBOX.openCustomer)).status).toBe(200);
  });

  test("a PIN can be changed, and not be guessed", async () => {
    expect((await api.call("POST", NUMBER, { body: { pin: "111111" } })).body).toEqual(ok);
    for (const _ of [1, 2, 3, 4, 5]) {
      expect(codeOf(await register())).toBe(133005);
      api.sandbox.advance(5);
    }
    expect(codeOf(await register("111111"))).toBe(133008);
    api.sandbox.advance(24 * 3600);
    expect(codeOf(await register("222222"))).toBe(133005);
    expect(codeOf(await register("111111"))).toBe(133009);
    api.sandbox.advance(5);
    expect(codeOf(await register("111111"))).toBe(200);
  });

  test("takes ten calls in 72 hours", async () => {
    for (let times = 0; times < 10; times++) expect(codeOf(await register())).toBe(200);
    expect(codeOf(await register())).toBe(133016);
    expect(codeOf(await post("/deregister", {}))).toBe(133016);
    api.sandbox.advance(72 * 3600);
    expect(codeOf(await register())).toBe(200);
  });

  test("refuses a PIN of five digits, and wrong requests for a code", async () => {
    expect(codeOf(await api.call("POST", NUMBER, { body: { pin: "48021" } }))).toBe(100);
    expect(codeOf(await register("48021"))).toBe(100);
    expect(codeOf(await post("/request_code", { code_method: "MAIL", language: "pt_BR" }))).toBe(100);
    expect(codeOf(await post("/request_code", { code_method: "SMS", language: "Portuguese" }))).toBe(100);
  });
});

describe("usernames", () => {
  const claim = (username: string, more: object = {}, number = NUMBER) =>
    post("/username", { username, ...more }, number);
  const shown = async (number = NUMBER) => (await api.get(`${number}/username`)).body;

  test("are claimed, shown, moved and given up", async () => {
    expect(await shown()).toEqual({ username: "" });
    expect((await claim("AuroraMoveis")).body).toEqual({ status: "approved" });
    expect(await shown()).toEqual({ username: "auroramoveis", status: "ACTIVE" });
    expect((await claim("auroramoveis", {}, OTHER)).body.rejection_reasons).toEqual(["NOT_AVAILABLE"]);
    expect((await claim("auroramoveis", { transfer_action: "force_transfer" }, OTHER)).body.status).toBe("approved");
    expect(await shown()).toEqual({ username: "" });
    expect((await api.call("DELETE", `${OTHER}/username`)).body).toEqual(ok);
    expect(await shown(OTHER)).toEqual({ username: "" });
    expect((await api.get(`${NUMBER}/username_suggestions`)).body.data[0].username_suggestions).toContain(
      "auroramoveis",
    );
  });

  test.each([
    ["sandbox_reserved", "reserved"],
    ["sandbox_pending", "PENDING"],
    ["sandbox_taken", "REJECTED"],
    ["sandbox_ineligible", "REJECTED"],
  ])("%s is %s", async (name, status) => {
    expect((await claim(name)).body.status).toBe(status);
    if (name === "sandbox_pending") expect(await shown()).toMatchObject({ requested_username: name });
    if (name === "sandbox_reserved") expect(await shown()).toMatchObject({ status: "RESERVED" });
  });

  test.each(["ab", "a".repeat(36), "123", ".aurora", "aurora.", "au..rora", "wwwaurora", "aurora.com", "aurora!"])(
    "%s is refused",
    async (name) => {
      expect(codeOf(await claim(name))).toBe(100);
    },
  );
});
