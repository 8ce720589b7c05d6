import { BASE, PHONE } from "../tools/scripted-stage.ts";
import type { Case } from "./case.ts";
import { STATE } from "./reasons.ts";

const phoneNumberId = PHONE;

const REGISTRATION: Case[] = [
  {
    name: "by voice",
    tool: "request_verification_code",
    args: { code_method: "VOICE", language: "pt_BR" },
    sdk: (client) => client.phoneNumbers.requestCode({ phoneNumberId, codeMethod: "VOICE", language: "pt_BR" }),
  },
  {
    name: "code",
    tool: "verify_code",
    args: { verification_code: "391204" },
    sdk: (client) => client.phoneNumbers.verifyCode({ phoneNumberId, code: "391204" }),
  },
  {
    name: "code as a person reads it",
    tool: "verify_code",
    args: { verification_code: "391-204" },
    sdk: (client) => client.phoneNumbers.verifyCode({ phoneNumberId, code: "391-204" }),
    differences: [
      {
        at: "body.code",
        ours: "391204",
        theirs: "391-204",
        why: "phone-number.md 4: the client strips space and dash.",
      },
    ],
  },
  {
    name: "in a region",
    tool: "register_phone_number",
    args: { pin: "480215", data_localization_region: "BR" },
    sdk: (client) => client.phoneNumbers.register({ phoneNumberId, pin: "480215", dataLocalizationRegion: "BR" }),
  },
  {
    name: "anywhere",
    tool: "register_phone_number",
    args: { pin: "480215" },
    sdk: (client) => client.phoneNumbers.register({ phoneNumberId, pin: "480215" }),
  },
  {
    name: "off",
    tool: "deregister_phone_number",
    args: {},
    sdk: (client) => client.phoneNumbers.deregister({ phoneNumberId }),
  },
];

const settingsAfter = { at: "more[0]", ours: `GET ${BASE}/${PHONE}/settings`, why: STATE };

const SETTINGS: Case[] = [
  {
    name: "all",
    tool: "get_settings",
    args: {},
    sdk: (client) => client.phoneNumbers.settings.get({ phoneNumberId }),
  },
  {
    name: "all, where the SDK asks for SIP passwords",
    tool: "get_settings",
    args: {},
    sdk: (client) => client.phoneNumbers.settings.get({ phoneNumberId, includeSipCredentials: true }),
    differences: [
      {
        at: "query.include_sip_credentials",
        theirs: "true",
        why: "phone-number.md 2.1: with it sip_user_password comes back, which no tool shows; it is optional.",
      },
    ],
  },
  {
    name: "calling",
    tool: "update_settings",
    args: {
      calling: {
        status: "ENABLED",
        call_icon_visibility: "DEFAULT",
        callback_permission_status: "ENABLED",
        call_hours: {
          status: "ENABLED",
          timezone_id: "America/Sao_Paulo",
          weekly_operating_hours: [{ day_of_week: "MONDAY", open_time: "0900", close_time: "1200" }],
          holiday_schedule: [{ date: "2099-12-25", start_time: "0000", end_time: "2359" }],
        },
        sip: { status: "ENABLED", servers: [{ hostname: "sip.aurora.example", port: 5061 }] },
      },
    },
    sdk: (client) =>
      client.phoneNumbers.settings.update({
        phoneNumberId,
        calling: {
          status: "ENABLED",
          callIconVisibility: "DEFAULT",
          callbackPermissionStatus: "ENABLED",
          callHours: {
            status: "ENABLED",
            timezoneId: "America/Sao_Paulo",
            weeklyOperatingHours: [{ dayOfWeek: "MONDAY", openTime: "0900", closeTime: "1200" }],
            holidaySchedule: [{ date: "2099-12-25", startTime: "0000", endTime: "2359" }],
          },
          sip: { status: "ENABLED", servers: [{ hostname: "sip.aurora.example", port: 5061 }] },
        },
      }),
    differences: [settingsAfter],
  },
  {
    name: "what calling has beyond the SDK",
    tool: "update_settings",
    args: {
      calling: {
        status: "ENABLED",
        srtp_key_exchange_protocol: "SDES",
        call_icons: { restrict_to_user_countries: ["BR"] },
      },
    },
    sdk: (client) => {
      const newer = { srtpKeyExchangeProtocol: "SDES", callIcons: { restrictToUserCountries: ["BR"] } };
      return client.phoneNumbers.settings.update({ phoneNumberId, calling: { status: "ENABLED", ...newer } });
    },
    differences: [
      {
        at: "body.calling.srtp_key_exchange_protocol",
        ours: "SDES",
        why: "phone-number.md 2.1: calling has it; the SDK drops what its schema does not know.",
      },
      {
        at: "body.calling.call_icons",
        ours: { restrict_to_user_countries: ["BR"] },
        why: "phone-number.md 2.1: calling has it; the SDK drops what its schema does not know.",
      },
      settingsAfter,
    ],
  },
  {
    name: "fallback language",
    tool: "update_settings",
    args: { fallback_language: "pt_BR" },
    sdk: (client) => client.phoneNumbers.settings.update({ phoneNumberId, fallbackLanguage: "pt_BR" }),
    differences: [settingsAfter],
  },
  {
    name: "identity check, which the SDK passes through",
    tool: "update_settings",
    args: { user_identity_change: { enable_identity_key_check: true } },
    sdk: (client) =>
      client.phoneNumbers.settings.update({ phoneNumberId, userIdentityChange: { enableIdentityKeyCheck: true } }),
    differences: [settingsAfter],
  },
];

const FIELDS = "about,address,description,email,profile_picture_url,websites,vertical";
const profileAfter = {
  at: "more[0]",
  ours: `GET ${BASE}/${PHONE}/whatsapp_business_profile?fields=${FIELDS}`,
  why: STATE,
};
const PICTURE = "phone-number.md 3: the picture is a handle; profile_picture_url is no field that Meta writes.";

const PROFILE: Case[] = [
  {
    name: "all fields",
    tool: "get_business_profile",
    args: {},
    sdk: (client) => client.phoneNumbers.businessProfile.get({ phoneNumberId, fields: FIELDS }),
  },
  {
    name: "no fields named",
    tool: "get_business_profile",
    args: {},
    sdk: (client) => client.phoneNumbers.businessProfile.get({ phoneNumberId }),
    differences: [
      {
        at: "query.fields",
        ours: FIELDS,
        why: "phone-number.md 3: without fields Meta returns little, so the client asks for all.",
      },
    ],
  },
  {
    name: "every text",
    tool: "update_business_profile",
    args: {
      about: "Móveis",
      address: "Rua das Palmeiras 210",
      description: "Desde 1998",
      email: "contato@aurora.example",
      vertical: "RETAIL",
      websites: ["https://aurora.example"],
    },
    sdk: (client) =>
      client.phoneNumbers.businessProfile.update({
        phoneNumberId,
        about: "Móveis",
        address: "Rua das Palmeiras 210",
        description: "Desde 1998",
        email: "contato@aurora.example",
        vertical: "RETAIL",
        websites: ["https://aurora.example"],
      }),
    differences: [profileAfter],
  },
  {
    name: "picture",
    tool: "update_business_profile",
    args: { profile_picture_handle: "4::aW1hZ2U" },
    sdk: (client) =>
      client.phoneNumbers.businessProfile.update({ phoneNumberId, profilePictureUrl: "https://aurora.example/p.png" }),
    differences: [
      { at: "body.profile_picture_handle", ours: "4::aW1hZ2U", why: PICTURE },
      { at: "body.profile_picture_url", theirs: "https://aurora.example/p.png", why: PICTURE },
      profileAfter,
    ],
  },
];

export const NUMBERS: readonly Case[] = [...REGISTRATION, ...SETTINGS, ...PROFILE];
